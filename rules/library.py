"""The shipped rule sets: `rules/sets/<jurisdiction>/<name>/<effective-date>.toml`.

A file is frozen once its date has come; a change of law is a new dated file beside it, and the newest
version that is effective on a day is the one in force on that day.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from rules.errors import RuleSetError, RuleSetNotFound
from rules.ruleset import RuleSet
from rules.ruleset_reader import read_rule_set

SETS_FOLDER = Path(__file__).parent / "sets"


@cache
def all_sets() -> tuple[RuleSet, ...]:
    """Every shipped version, ordered by id and effective date."""
    return read_folder(SETS_FOLDER)


def read_folder(folder: Path) -> tuple[RuleSet, ...]:
    """Every rule set under a folder, ordered by id and effective date.

    Raises RuleSetError for a file that is wrong in itself, or whose place does not say the same as its
    content.
    """
    found = []
    for path in sorted(folder.rglob("*.toml")):
        place = path.relative_to(folder).as_posix()
        rule_set = read_rule_set(path.read_bytes(), place)
        expected = f"{rule_set.id}/{rule_set.effective_from.isoformat()}.toml"
        if place != expected:
            raise RuleSetError(f"{place}: by what it says, this file belongs at {expected}")
        found.append(rule_set)
    ordered = tuple(sorted(found, key=lambda one: (one.id, one.effective_from)))
    require_no_overlap(ordered)
    return ordered


def require_no_overlap(rule_sets: Iterable[RuleSet]) -> None:
    """RuleSetError where a version that says when it ends is followed by one that begins before, or on the same
    day as another of its id.
    """
    newest: dict[str, RuleSet] = {}
    for later in sorted(rule_sets, key=lambda one: (one.id, one.effective_from)):
        earlier = newest.get(later.id)
        if earlier is not None and earlier.effective_from == later.effective_from:
            raise RuleSetError(f"{later.reference}: two versions begin on the same day")
        if (
            earlier is not None
            and earlier.effective_until is not None
            and earlier.effective_until > later.effective_from
        ):
            raise RuleSetError(
                f"{earlier.reference}: its 'effective_until' {earlier.effective_until} overlaps "
                f"{later.reference}, which begins before"
            )
        newest[later.id] = later


def by_reference(reference: str) -> RuleSet:
    """The shipped set with a reference such as "us/3a090@2023-11-17", or RuleSetNotFound."""
    for rule_set in all_sets():
        if rule_set.reference == reference:
            return rule_set
    known = ", ".join(rule_set.reference for rule_set in all_sets())
    raise RuleSetNotFound(f"no rule set {reference!r} is shipped; there are {known}")


def in_force_on(day: date, known_on: date | None = None) -> tuple[RuleSet, ...]:
    """The shipped sets in force on a day, at most one version of each, ordered by id.

    known_on: leave out versions published later than this day: what could have been known then.
    """
    return select_in_force(all_sets(), day, known_on)


def select_in_force(
    rule_sets: Iterable[RuleSet], day: date, known_on: date | None = None
) -> tuple[RuleSet, ...]:
    """The versions in force on a day: for each id the newest that is effective by then, unless it has ended.

    A version that has ended does not bring its predecessor back.
    """
    newest: dict[str, RuleSet] = {}
    for rule_set in sorted(rule_sets, key=lambda one: one.effective_from):
        is_known = known_on is None or rule_set.known_from <= known_on
        if is_known and rule_set.effective_from <= day:
            newest[rule_set.id] = rule_set
    return tuple(
        rule_set
        for _, rule_set in sorted(newest.items())
        if rule_set.effective_until is None or day < rule_set.effective_until
    )
