"""Invented letters to one operator, as directives: what they all begin with, and the rules that one adds."""

_HEAD = """jurisdiction = "{jurisdiction}"
name = "{name}"
title = "An invented letter"
authority = "An invented authority"
citation = "Letter of {day}"
source_url = "https://example.org/letter"
confidence = "V"
standing = "directive"
published_on = {day}
effective_from = {day}

[[enforcement]]
status = "enforced"
from = {day}
source = "the letter itself"

"""


def letter_of(name: str, day: str, rules: str, *, jurisdiction: str = "us") -> str:
    """A directive of this name that is enforced from the day it bears (2026-03-01), with these rules."""
    return _HEAD.format(jurisdiction=jurisdiction, name=name, day=day) + rules
