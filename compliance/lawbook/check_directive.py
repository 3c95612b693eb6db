"""Checking a directive before anybody is asked to publish it: is it a rule set, and may it be this one?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.lawbook.errors import Complaint, DirectiveRefused
from rules.errors import RuleSetError
from rules.law import Law
from rules.library import require_no_overlap
from rules.ruleset import Rule, RuleSet, Standing
from rules.ruleset_check import errors_of
from rules.ruleset_reader import read_rule_set
from rules.standing_in import FOR_A_PERSON, may_stand_in
from rules.toml.lines import Path, lines_of

LONGEST_CONTENT_BYTES = 200_000
NAME_PREFIX = "directive_"
"""What names of directives begin with, and names of shipped sets never do: none can take another's place."""
MOST_COMPLAINTS = 100
_ORIGIN = "directive"
_Found = tuple[Path, str]
_COLUMN = re.compile(r"column (\d+) of (?:\.\.\.)?['\"]|\(at line \d+, column (\d+)\)")
_JURISDICTION = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class StandsInstead:
    """One rule of a directive that takes the place of another. rule_sets: references of those that have the other."""

    rule: str
    other: str
    other_title: str
    rule_sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedDirective:
    """What a check found. rule_set: None where the text is not even a rule set. No complaints: it may be proposed.

    stands_instead: the rules of other sets that raise nothing where a rule of this one is met; whoever publishes it
    must know of them.
    """

    rule_set: RuleSet | None
    complaints: tuple[Complaint, ...]
    stands_instead: tuple[StandsInstead, ...] = ()


def check_directive(content: str, law: Law, *, today: date) -> CheckedDirective:
    """Read a directive's TOML and hold it against the law there is; every complaint there is to make, by line.

    law: shipped sets and published directives. today: in UTC; a letter cannot have been written later.
    """
    size_bytes = len(content.encode())
    if size_bytes > LONGEST_CONTENT_BYTES:
        sentence = (
            f"The text has {size_bytes} bytes and may have {LONGEST_CONTENT_BYTES}: make it two directives."
        )
        return CheckedDirective(None, (Complaint(None, sentence),))
    errors = errors_of(content.encode(), _ORIGIN)
    if errors:
        return CheckedDirective(None, _some(tuple(_complaint_of(error) for error in errors)))
    rule_set = read_rule_set(content.encode(), _ORIGIN)
    lines = lines_of(content)
    found = (
        *_about_itself(rule_set, today),
        *_beside_others(rule_set, law),
        *_instead_of_others(rule_set, law),
    )
    complaints = tuple(Complaint(lines.get(path), sentence) for path, sentence in found)
    return CheckedDirective(rule_set, _some(complaints), tuple(_stands_instead(rule_set, law)))


def names_directive(reference: str) -> bool:
    """Say whether a rule set's reference is that of a directive."""
    return reference.partition("/")[2].startswith(NAME_PREFIX)


def require_passes(content: str, law: Law, *, today: date) -> RuleSet:
    """The rule set of a directive that passes its check; DirectiveRefused with all complaints of one that does not."""
    checked = check_directive(content, law, today=today)
    if checked.rule_set is None or checked.complaints:
        raise DirectiveRefused(checked.complaints)
    return checked.rule_set


def _some(complaints: tuple[Complaint, ...]) -> tuple[Complaint, ...]:
    """The complaints, of very many the first and how many more there are."""
    if len(complaints) <= MOST_COMPLAINTS:
        return complaints
    more = len(complaints) - MOST_COMPLAINTS
    return (*complaints[:MOST_COMPLAINTS], Complaint(None, f"There are {more} more: mend these first."))


def _complaint_of(error: RuleSetError) -> Complaint:
    column = _COLUMN.search(str(error))
    return Complaint(
        line=error.line,
        message=str(error),
        place=(error.place or "").removeprefix(_ORIGIN).removeprefix(", ") or None,
        column=int(column[1] or column[2]) if column else None,
    )


def _about_itself(rule_set: RuleSet, today: date) -> Iterator[_Found]:
    if rule_set.standing is not Standing.DIRECTIVE:
        yield (
            ("standing",),
            f"'standing' is {rule_set.standing.value!r}: what is published here is a 'directive'.",
        )
    if not _JURISDICTION.fullmatch(rule_set.jurisdiction):
        yield (
            ("jurisdiction",),
            (
                f"'jurisdiction' is {rule_set.jurisdiction!r}: write the two small letters of the country whose "
                "authority wrote the letter, such as 'us'; 'eu' for the Union."
            ),
        )
    if not rule_set.name.startswith(NAME_PREFIX) or rule_set.name == NAME_PREFIX:
        yield (
            ("name",),
            f"'name' is {rule_set.name!r}: a directive's begins with {NAME_PREFIX!r}, as no shipped set's does.",
        )
    if rule_set.published_on > today:
        yield (
            ("published_on",),
            f"'published_on' is {rule_set.published_on}, which has not come yet: it is the day of the letter.",
        )
    if not rule_set.enforcement:
        yield (
            ("effective_from",),
            "No [[enforcement]] says from when it is enforced: without one only the conservative reading has it.",
        )


def _beside_others(rule_set: RuleSet, law: Law) -> Iterator[_Found]:
    if any(one.reference == rule_set.reference for one in law.rule_sets):
        yield (
            ("effective_from",),
            (
                f"{rule_set.reference} is there already and never changes: a change is a new version, with another "
                "'effective_from'."
            ),
        )
    else:
        versions = [one for one in law.rule_sets if one.id == rule_set.id]
        try:
            require_no_overlap([*versions, rule_set])
        except RuleSetError as error:
            yield ("effective_from",), f"{error}."
    for one in law.rule_sets:
        if one.name == rule_set.name and one.id != rule_set.id:
            yield (
                ("name",),
                f"{one.id} has the same name, so its rules would have the same ids: take another name.",
            )
            break


def _instead_of_others(rule_set: RuleSet, law: Law) -> Iterator[_Found]:
    """Refuse what would silence a rule: nobody would look where it is met, or later than they should."""
    rules = _rules_by_id(rule_set, law)
    for position, rule in enumerate(rule_set.rules, 1):
        path: Path = ("rules", position, "instead_of")
        for other in sorted(set(rule.instead_of)):
            if other == rule.id or other not in rules:
                yield (
                    path,
                    f"Rule {rule.id} stands 'instead_of' {other}, and there is no such rule beside it.",
                )
                continue
            for reference, found in rules[other]:
                if found.effect in FOR_A_PERSON and not may_stand_in(rule, found):
                    yield (
                        path,
                        (
                            f"Rule {rule.id} stands 'instead_of' {other} of {reference}, which is a {found.effect} of "
                            f"severity {found.severity}: a {rule.effect} of severity {rule.severity} would silence it."
                        ),
                    )
                    break


def _stands_instead(rule_set: RuleSet, law: Law) -> Iterator[StandsInstead]:
    rules = _rules_by_id(rule_set, law)
    for rule in rule_set.rules:
        for other in rule.instead_of:
            if found := [pair for pair in rules.get(other, ()) if pair[0] != rule_set.reference]:
                yield StandsInstead(
                    rule.id, other, found[-1][1].title, tuple(reference for reference, _ in found)
                )


def _rules_by_id(rule_set: RuleSet, law: Law) -> dict[str, list[tuple[str, Rule]]]:
    """Every rule there is, this set's too, with the references of the versions that have it, oldest first."""
    found: dict[str, list[tuple[str, Rule]]] = {}
    for one in sorted((*law.rule_sets, rule_set), key=lambda one: one.effective_from):
        for rule in one.rules:
            found.setdefault(rule.id, []).append((one.reference, rule))
    return found
