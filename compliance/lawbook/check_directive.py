"""Checking a directive before anybody is asked to publish it: is it a rule set, and may it be this one?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from compliance.lawbook.errors import Complaint, DirectiveRefused
from rules.errors import RuleSetError
from rules.law import Law
from rules.library import require_no_overlap
from rules.ruleset import RuleSet, Standing
from rules.ruleset_check import errors_of
from rules.ruleset_reader import read_rule_set

LONGEST_CONTENT_BYTES = 200_000
NAME_PREFIX = "directive_"
"""What names of directives begin with, and names of shipped sets never do: none can take another's place."""
_ORIGIN = "directive"
_COLUMN = re.compile(r"column (\d+) of (?:\.\.\.)?['\"]|\(at line \d+, column (\d+)\)")
_JURISDICTION = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class CheckedDirective:
    """What a check found. rule_set: None where the text is not even a rule set. No complaints: it may be proposed."""

    rule_set: RuleSet | None
    complaints: tuple[Complaint, ...]


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
        return CheckedDirective(None, tuple(_complaint_of(error) for error in errors))
    rule_set = read_rule_set(content.encode(), _ORIGIN)
    return CheckedDirective(
        rule_set,
        tuple(
            Complaint(None, sentence)
            for sentence in (*_about_itself(rule_set, today), *_beside_others(rule_set, law))
        ),
    )


def names_directive(reference: str) -> bool:
    """Say whether a rule set's reference is that of a directive."""
    return reference.partition("/")[2].startswith(NAME_PREFIX)


def require_passes(content: str, law: Law, *, today: date) -> RuleSet:
    """The rule set of a directive that passes its check; DirectiveRefused with all complaints of one that does not."""
    checked = check_directive(content, law, today=today)
    if checked.rule_set is None or checked.complaints:
        raise DirectiveRefused(checked.complaints)
    return checked.rule_set


def _complaint_of(error: RuleSetError) -> Complaint:
    column = _COLUMN.search(str(error))
    return Complaint(
        line=error.line,
        message=str(error),
        place=(error.place or "").removeprefix(_ORIGIN).removeprefix(", ") or None,
        column=int(column[1] or column[2]) if column else None,
    )


def _about_itself(rule_set: RuleSet, today: date) -> Iterator[str]:
    if rule_set.standing is not Standing.DIRECTIVE:
        yield f"'standing' is {rule_set.standing.value!r}: what is published here is a 'directive'."
    if not _JURISDICTION.fullmatch(rule_set.jurisdiction):
        yield (
            f"'jurisdiction' is {rule_set.jurisdiction!r}: write the two small letters of the country whose authority "
            "wrote the letter, such as 'us'; 'eu' for the Union."
        )
    if not rule_set.name.startswith(NAME_PREFIX) or rule_set.name == NAME_PREFIX:
        yield f"'name' is {rule_set.name!r}: a directive's begins with {NAME_PREFIX!r}, as no shipped set's does."
    if rule_set.published_on > today:
        yield f"'published_on' is {rule_set.published_on}, which has not come yet: it is the day of the letter."
    if not rule_set.enforcement:
        yield "No [[enforcement]] says from when it is enforced: without one only the conservative reading has it."


def _beside_others(rule_set: RuleSet, law: Law) -> Iterator[str]:
    if any(one.reference == rule_set.reference for one in law.rule_sets):
        yield (
            f"{rule_set.reference} is there already and never changes: a change is a new version, with another "
            "'effective_from'."
        )
    else:
        versions = [one for one in law.rule_sets if one.id == rule_set.id]
        try:
            require_no_overlap([*versions, rule_set])
        except RuleSetError as error:
            yield f"{error}."
    for one in law.rule_sets:
        if one.name == rule_set.name and one.id != rule_set.id:
            yield f"{one.id} has the same name, so its rules would have the same ids: take another name."
            break
    rules = {rule.id for one in (*law.rule_sets, rule_set) for rule in one.rules}
    for rule in rule_set.rules:
        for other in sorted(set(rule.instead_of) - rules):
            yield f"Rule {rule.id} stands 'instead_of' {other}, and there is no such rule."
