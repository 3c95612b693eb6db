"""How classes, readings, facts and exact figures of law are written in the console."""

from decimal import Decimal

from django import template

from compliance.console.law.chips import KINDS, STATUS_TEXTS, shown_number
from rules.catalogue import CATALOGUE

register = template.Library()

_READINGS = {
    "codified": "As codified",
    "enforced": "As enforced",
    "conservative": "Careful (screening uses it)",
}


@register.filter
def law_number(number: Decimal | None) -> str:
    """Write an exact figure with commas and two decimals, cut and then marked; a dash for unknown."""
    return shown_number(number)


@register.filter
def class_text(status: str) -> str:
    """Write a status as people say it."""
    return STATUS_TEXTS.get(str(status), str(status))


@register.filter
def class_kind(status: str) -> str:
    """Return which of the colours of classes a status has."""
    return KINDS.get(str(status), "class-open").removeprefix("class-")


@register.filter
def reading_text(reading: str) -> str:
    """Write which of the three answers it is."""
    return _READINGS[str(reading)]


@register.filter
def fact_text(name: str) -> str:
    """Write what a fact means."""
    return CATALOGUE[name].meaning if name in CATALOGUE else name
