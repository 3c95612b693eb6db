"""How the findings of replays are written in the console."""

from collections.abc import Mapping

from django import template

from compliance.console.law.replays import CHANGES, STATUS_TEXTS
from compliance.screening.models import Flag

register = template.Library()

_CHANGE_OF_ONE = {value: text for value, _, text in CHANGES}
_READINGS = {"codified": "codified", "enforced": "enforced", "conservative": "careful"}


@register.filter
def change_text(change: str) -> str:
    """Write what becomes of one flag."""
    return _CHANGE_OF_ONE.get(change, change)


@register.filter
def of(counts: Mapping[str, int], name: str) -> int:
    """Return one of several counts by its name."""
    return counts[name]


@register.filter
def finding_text(status: str) -> str:
    """Write what a side finds."""
    return STATUS_TEXTS.get(status, status)


@register.filter
def severity_level(name: str) -> int:
    """Return the number of a severity's name, for the little bars."""
    return Flag.Severity[name.upper()].value


@register.filter
def reading_word(reading: str) -> str:
    """Write which of the three answers it is, in one word."""
    return _READINGS.get(str(reading), str(reading))
