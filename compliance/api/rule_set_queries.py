"""The forms of questions about rule sets."""

from datetime import UTC, datetime

from rest_framework.serializers import ChoiceField, DateField, SlugField

from compliance.api.strict_forms import StrictForm, TwoDatesForm
from rules.clocks import Reading


class RuleSetQuery(TwoDatesForm):
    """The day on which a set's status is told."""


class PreviewQuery(StrictForm):
    """The day for which a draft is tried."""

    as_of = DateField(
        default=lambda: datetime.now(UTC).date(),
        help_text="as if it were in force on this day; left out: today",
    )


class RuleSetsQuery(TwoDatesForm):
    """Which sets are listed."""

    jurisdiction = SlugField(
        required=False, max_length=20, help_text="such as us, or project for watch levels"
    )
    reading = ChoiceField(
        choices=[str(reading) for reading in Reading],
        default=str(Reading.CONSERVATIVE),
        help_text="codified: the text binds. enforced: it binds and the authority enforces it. conservative: "
        "everything dated into force, proposed and project sets too",
    )
    all = ChoiceField(
        choices=["yes", "no"],
        default="no",
        help_text="yes: every version of every set, whatever the day and reading",
    )
