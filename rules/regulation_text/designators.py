"""The paragraph hierarchy of the CFR, (a)(1)(i)(A)(1)(i): which designators there are, and what may follow what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

LEVELS = ("letter", "number", "roman", "capital", "number", "roman")
"""Highest first; the two lowest are italic in print, which plain text does not show."""

Stack = tuple[str | None, ...]
"""The designators that lead to a place; a last None says: somewhere below, but where cannot be told."""

_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_LETTERS = [letter * times for times in (1, 2, 3) for letter in "abcdefghijklmnopqrstuvwxyz"]
_ORDER = {
    "letter": _LETTERS,
    "number": [str(number) for number in range(1, 1000)],
    "roman": ["".join(each) for each in product(_TENS, _ONES)][1:],
    "capital": [letters.upper() for letters in _LETTERS],
}
_RANK = {kind: {text: rank for rank, text in enumerate(order)} for kind, order in _ORDER.items()}

_TOKEN = re.compile(r"\(([A-Za-z0-9]{1,8})\)\s*")
_RESERVED_UNTIL = re.compile(
    r"(?:-|\u2013|\u2014|through|and|to)\s*\(([A-Za-z0-9]{1,8})\)\s*\[Reserved\]", re.IGNORECASE
)
_HEADING_BEFORE_RUN_IN = re.compile(r"[^()]{1,150}?[.:\u2014\u2013-]\s*(?=\((?:1|i|A)\)\s*\S)")
_MOST_WORDS_OF_A_HEADING = 15


@dataclass(frozen=True)
class Step:
    """One designator where it stands."""

    paragraph: int
    offset: int
    """Where in the paragraph the words of its clause begin."""
    designator: str
    reserved_from: str | None = None
    """The first designator of a reserved range, of which this is the last."""
    may_be_text: bool = False
    """It stands behind a heading, (a) Scope. (1) ..., where a reference might stand too."""


def steps_of(number: int, paragraph: str) -> Iterator[Step]:
    """Yield the designators of a paragraph: those it begins with, and those right behind its heading."""
    leading, end = _tokens(paragraph, 0)
    reserved = _RESERVED_UNTIL.match(paragraph, end)
    for designator in leading:
        yield Step(number, 0, designator)
    if not leading:
        return
    if reserved:
        yield Step(number, 0, reserved[1], reserved_from=leading[-1])
        return
    heading = _HEADING_BEFORE_RUN_IN.match(paragraph, end)
    if heading and len(heading[0].split()) <= _MOST_WORDS_OF_A_HEADING:
        for designator in _tokens(paragraph, heading.end())[0]:
            yield Step(number, heading.end(), designator, may_be_text=True)


def stacks_after(stack: Stack, step: Step) -> set[Stack]:
    """Return every place to which a designator can lead from `stack`: one level deeper, or on at any level above."""
    if step.reserved_from is not None:
        return _after_range(stack, step)
    known = stack[:1] if None in stack else stack
    found: set[Stack] = {
        (*known[:level], step.designator)
        for level, before in enumerate(known)
        if before is not None and _next(level, before) == step.designator
    }
    if None not in stack and len(stack) < len(LEVELS) and _ORDER[LEVELS[len(stack)]][0] == step.designator:
        found.add((*stack, step.designator))
    return found


def _next(level: int, designator: str) -> str | None:
    order, rank = _ORDER[LEVELS[level]], _RANK[LEVELS[level]].get(designator)
    return None if rank is None or rank + 1 == len(order) else order[rank + 1]


def _after_range(stack: Stack, step: Step) -> set[Stack]:
    """Return where a reserved range leads: to its last, on the level of its first."""
    rank = _RANK[LEVELS[len(stack) - 1]] if stack and None not in stack else {}
    if stack[-1:] != (step.reserved_from,) or step.reserved_from not in rank:
        return set()
    is_later = rank.get(step.designator, -1) > rank[step.reserved_from]
    return {(*stack[:-1], step.designator)} if is_later else set()


def _tokens(paragraph: str, start: int) -> tuple[list[str], int]:
    """Return the designators that stand at `start`, and where they end; a word in brackets is none."""
    found = []
    while match := _TOKEN.match(paragraph, start):
        if not any(match[1] in rank for rank in _RANK.values()):
            break
        found.append(match[1])
        start = match.end()
    return found, start
