"""The form of a question for a replay."""

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.serializers import CharField, ChoiceField, DateField

from compliance.api.item_fields import require_one_of
from compliance.api.strict_forms import TwoDatesForm
from compliance.replays.ask import MAX_CONTENT_BYTES
from rules.trial import Mode


class ReplayForm(TwoDatesForm):
    """One thing to try, and the law it is held against: that of `as_of`, as known on `known_on`."""

    rule_set = CharField(
        max_length=120,
        required=False,
        help_text="reference of a shipped or published set: us/3a090@2022-10-21",
    )
    draft = CharField(max_length=40, required=False, help_text="reference of a draft of a directive")
    content = CharField(
        max_length=MAX_CONTENT_BYTES, trim_whitespace=False, required=False, help_text="a rule set as TOML"
    )
    other_day = DateField(
        required=False, help_text="the whole law of another day", input_formats=["iso-8601"]
    )
    other_known_on = DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="as known on; only with other_day",
        input_formats=["iso-8601"],
    )
    mode = ChoiceField(
        choices=[str(Mode.IN_PLACE), str(Mode.IN_ADDITION)],
        required=False,
        allow_null=True,
        default=None,
        help_text="of a rule set: in place of its version in force, or in addition; left out: whichever fits",
    )
    provider = CharField(
        max_length=60, required=False, allow_null=True, default=None, help_text="key of one; left out: all"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse more than one thing to try, and none."""
        checked = super().validate(require_one_of(attrs, "rule_set", "draft", "content", "other_day"))
        if checked["other_known_on"] and "other_day" not in checked:
            raise ValidationError({"other_known_on": ["It goes with other_day, which is not given."]})
        return checked
