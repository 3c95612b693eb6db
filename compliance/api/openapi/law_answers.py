"""How what stands beside every answer of law is described."""

from datetime import date

from rest_framework.serializers import BooleanField, CharField, ChoiceField, DateField, RegexField, Serializer

from rules.clocks import Reading
from rules.law import Law, LawOnDay, shipped_law
from rules.ruleset import Confidence, EnforcementStatus, Standing

TAG = ["Law"]
READINGS = [str(reading) for reading in Reading]
STATUSES = [str(status) for status in EnforcementStatus]
STANDINGS = [str(standing) for standing in Standing]
CONFIDENCES = [str(confidence) for confidence in Confidence]
SHA256 = r"^[0-9a-f]{64}$"

EXAMPLE_DAY = date(2026, 2, 2)
EXAMPLE_KNOWN_ON = date(2026, 3, 2)
"""Both dates of every example: days of the past, so that the same question has the same answer for ever."""


def example_law() -> tuple[Law, LawOnDay]:
    """Return the law that examples are made under: as shipped, every switch at its default."""
    law = shipped_law()
    return law, law.on(EXAMPLE_DAY, EXAMPLE_KNOWN_ON)


class SettingUsed(Serializer[dict[str, object]]):
    """The setting of a switch on that day: a fact about the law that the operator states."""

    switch = CharField()
    value = CharField()
    meaning = CharField()
    is_default = BooleanField(help_text="nobody has stated it; the careful setting is taken")
    stated_by = CharField(allow_null=True, help_text="`operator` where you are not one of its own")
    source = CharField(  # type: ignore[assignment]  # only described, so that it hides nothing of the class
        allow_null=True, help_text="where it was looked up"
    )
    recorded_on = DateField(allow_null=True, help_text="from which day it is known here")


class Dates(Serializer[dict[str, object]]):
    """The two dates of an answer and what else it rests on."""

    as_of = DateField(help_text="the law of this day")
    known_on = DateField(allow_null=True, help_text="as known at the end of this day; null: now")
    text_read_until = DateField(
        help_text="the newest issue of the regulations that was read for the shipped sets"
    )
    settings_used = SettingUsed(many=True)


def digest(**more: object) -> RegexField:
    """Return a field for a SHA-256."""
    return RegexField(SHA256, **more)  # type: ignore[arg-type]


def choice(values: list[str], **more: object) -> ChoiceField:
    """Return a field for one of these words."""
    return ChoiceField(choices=values, **more)  # type: ignore[arg-type]
