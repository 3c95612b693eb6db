"""The words of one clause of a unit: found, or None. What cannot be told from the text is never guessed."""

import re
from collections.abc import Sequence

from rules.regulation_text.hierarchy import readings
from rules.regulation_text.unit import Unit

_SECTION_CLAUSE = re.compile(r"(?:\([A-Za-z0-9]{1,8}\))+")
_ITEM_CLAUSE = re.compile(r"\.?([a-z](?:\.(?:[a-z]|[0-9]{1,2}))*)")
_NOTE_CLAUSE = re.compile(r"note ([0-9]{1,2})(?: to (?:paragraph )?(\S+))?", re.IGNORECASE)

_ITEM = re.compile(
    r"(?:Items:?\s+)?(?:([a-z](?:\.(?:[a-z]|[0-9]{1,2}))*)\.|([a-z](?:\.(?:[a-z]|[0-9]{1,2}))+))(?=\s|\Z)"
)
_NO_ITEMS = {"e.g", "i.e"}
_ITEMS_BEGIN = (re.compile(r"Items\b"), re.compile(r"List of Items Controlled\b", re.IGNORECASE))
_NOTE = re.compile(r"note ([0-9]{1,2})\b(?: to (?:paragraph )?(\S*[^\s.:\u2014\u2013-]))?", re.IGNORECASE)


def clause_text(unit: Unit, clause: str) -> str | None:
    """Return the paragraph that a clause designates, without what is below it; None where it is not surely found.

    A clause is "(a)(6)(iii)(A)" in a section, ".a.1" or "a.1" in an entry of the control list, "Note 2" or "Note 2 to
    3A090" in either, and "" or the unit's own id for the whole of it, given as its heading. Where a paragraph begins
    with several designators, each designates it; one behind the heading of another, "(a) Scope. (1) ...", begins there.
    """
    found = _found(unit, clause)
    return found[0] if found else None


def clause_paragraphs(unit: Unit, clause: str) -> tuple[str, ...] | None:
    """Return the paragraph that a clause designates and what stands below it, up to the next clause, notes included.

    None where either end is not sure. This is what to hold against another day's text: a change below (a)(3) is a
    change of (a)(3).
    """
    found = _found(unit, clause)
    return None if found is None or found[1] is None else (found[0], *found[1])


_Found = tuple[str, Sequence[str] | None]
"""The paragraph, and what is below it; None for the latter where nobody can tell."""


def _found(unit: Unit, clause: str) -> _Found | None:
    wanted = " ".join(clause.split())
    if wanted in {"", unit.unit_id}:
        return unit.heading, unit.paragraphs
    if note := _NOTE_CLAUSE.fullmatch(wanted):
        return _note(unit, note[1], note[2])
    if _SECTION_CLAUSE.fullmatch(wanted):
        return _section_clause(unit.paragraphs, tuple(re.findall(r"\(([^)]+)\)", wanted)))
    if item := _ITEM_CLAUSE.fullmatch(wanted):
        return _item(_items_region(unit.paragraphs), item[1].split("."))
    return None


def _section_clause(paragraphs: Sequence[str], target: tuple[str, ...]) -> _Found | None:
    steps = readings(paragraphs)
    places = [place for place, reading in enumerate(steps) if reading.may_introduce(target)]
    if len(places) != 1 or not steps[places[0]].surely_introduces(target):
        return None
    start = steps[places[0]].step
    first = paragraphs[start.paragraph][start.offset :]
    for later in steps[places[0] + 1 :]:
        is_within = later.is_within(target)
        if is_within is None:
            return first, None
        if not is_within:
            return first, paragraphs[start.paragraph + 1 : later.step.paragraph]
    return first, paragraphs[start.paragraph + 1 :]


def _items_region(paragraphs: Sequence[str]) -> Sequence[str]:
    """Return the paragraphs of an entry from where its items begin, if it says so once; else all."""
    for begin in _ITEMS_BEGIN:
        places = [place for place, paragraph in enumerate(paragraphs) if begin.match(paragraph)]
        if len(places) == 1:
            return paragraphs[places[0] :]
    return paragraphs


def _item(paragraphs: Sequence[str], target: list[str]) -> _Found | None:
    shown = [
        (place, (match[1] or match[2]).split("."))
        for place, paragraph in enumerate(paragraphs)
        if (match := _ITEM.match(paragraph)) and (match[1] or match[2]) not in _NO_ITEMS
    ]
    places = [place for place, item in shown if item == target]
    if len(places) != 1:
        return None
    end = next(
        (place for place, item in shown if place > places[0] and item[: len(target)] != target),
        len(paragraphs),
    )
    return paragraphs[places[0]], paragraphs[places[0] + 1 : end]


def _note(unit: Unit, number: str, noted: str | None) -> _Found | None:
    shown = [
        paragraph
        for paragraph in unit.paragraphs
        if (match := _NOTE.match(paragraph))
        and match[1] == number
        and (noted in {None, unit.unit_id} or match[2] == noted)
    ]
    return (shown[0], ()) if len(shown) == 1 else None
