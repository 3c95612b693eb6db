"""The forms of questions and statements about switches. The verb judges what is in them."""

from rest_framework.serializers import CharField, ChoiceField, DateField

from compliance.api.strict_forms import StrictForm, TwoDatesForm
from compliance.lawbook.state_switch import LONGEST_SOURCE_CHARACTERS
from rules.switches import SWITCHES


class SwitchesQuery(TwoDatesForm):
    """The day on which the setting in use is told."""


class StatementForm(StrictForm):
    """What somebody who looked says is true of a switch."""

    switch = ChoiceField(choices=list(SWITCHES))
    value = CharField(max_length=80, help_text="one of the settings of the switch")
    applies_from = DateField(
        required=False, allow_null=True, default=None, help_text="null: from ever", input_formats=["iso-8601"]
    )
    applies_until = DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="the first day it no longer holds; null: for ever",
        input_formats=["iso-8601"],
    )
    source = CharField(  # type: ignore[assignment]  # a field of the form, which hides nothing that is used
        max_length=LONGEST_SOURCE_CHARACTERS,
        help_text="where it was looked up; it stands in the ledger, so it names publications and not persons",
    )
