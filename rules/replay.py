"""What would be otherwise if the law were otherwise: the findings of two laws over the same facts, compared.

Pure, and blind to order. Each side is taken as if the subject were judged for the first time: what its
flags were before is history, and no part of the question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.errors import TrialError
from rules.expressions import Expression
from rules.findings import Finding, FindingStatus
from rules.ruleset import Rule, RuleSet
from rules.standing_in import FOR_A_PERSON, giving_way


class Change(StrEnum):
    """What becomes of the flag that one rule raises, or does not, on one subject.

    Certainty is whether it is met or undetermined. Unchanged: raised on both sides with the same severity and
    certainty, whichever limb says it. Quiet: raised on neither side.
    """

    APPEARS = "appears"
    DISAPPEARS = "disappears"
    SEVERITY = "changes_severity"
    CERTAINTY = "changes_certainty"
    SEVERITY_AND_CERTAINTY = "changes_severity_and_certainty"
    UNCHANGED = "unchanged"
    QUIET = "quiet"


SAME = frozenset({Change.UNCHANGED, Change.QUIET})
"""What is counted and not listed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule on one subject: what each side finds. None where that side has no such rule."""

    rule_id: str
    before: Finding | None
    after: Finding | None
    change: Change


def difference(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Difference, ...]:
    """Every rule that either side speaks of, ordered by its id.

    Raises TrialError where one side speaks twice under one id: nobody could say which of the two counts.
    """
    earlier, later = _by_rule(before), _by_rule(after)
    raised_before, raised_after = raised(earlier.values()), raised(later.values())
    return tuple(
        Difference(
            rule_id,
            earlier.get(rule_id),
            later.get(rule_id),
            _change(raised_before.get(rule_id), raised_after.get(rule_id)),
        )
        for rule_id in sorted(earlier.keys() | later.keys())
    )


def raised(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Those that a person must look at, by rule id.

    Met, or undetermined unless the rule raises nothing for want of a fact; of an effect that asks for a
    person; and no met rule stands in its place (`rules.standing_in`).
    """
    all_of_them = tuple(findings)
    gives_way = giving_way(all_of_them)
    return {
        one.rule_id: one
        for one in all_of_them
        if one.effect in FOR_A_PERSON and one.rule_id not in gives_way and _is_seen(one)
    }


def _is_seen(finding: Finding) -> bool:
    return finding.status is FindingStatus.MET or (
        finding.status is FindingStatus.UNDETERMINED and finding.raises_when_unknown
    )


def _by_rule(findings: Iterable[Finding]) -> dict[str, Finding]:
    found: dict[str, Finding] = {}
    for finding in findings:
        if finding.rule_id in found:
            other = found[finding.rule_id].rule_set_reference
            raise TrialError(
                f"rule {finding.rule_id!r} is in {other} and in {finding.rule_set_reference}: "
                "give the rule another id, or try the set in place of the other"
            )
        found[finding.rule_id] = finding
    return found


def _change(before: Finding | None, after: Finding | None) -> Change:
    """Of what is raised on each side."""
    if before is None or after is None:
        return Change.DISAPPEARS if before else Change.APPEARS if after else Change.QUIET
    match before.severity != after.severity, before.status != after.status:
        case True, True:
            return Change.SEVERITY_AND_CERTAINTY
        case True, False:
            return Change.SEVERITY
        case False, True:
            return Change.CERTAINTY
    return Change.UNCHANGED


def facts_read(rules: Iterable[Rule]) -> frozenset[str]:
    """Every fact on which the status of these rules' findings rests; those that are only quoted are not among
    them.
    """
    return frozenset(name for rule in rules for one in expressions_of(rule) for name in one.facts)


def expressions_of(rule: Rule) -> Iterator[Expression]:
    """All that decides the status of a rule's finding: its limbs, its ways out and its conditions."""
    yield rule.any_limb
    if rule.any_unless is not None:
        yield rule.any_unless
    yield from (one.when for one in rule.conditions if one.when is not None)


def sets_that_may_differ(
    before: Iterable[RuleSet], after: Iterable[RuleSet], other_facts: frozenset[str] = frozenset()
) -> tuple[tuple[RuleSet, ...], tuple[RuleSet, ...]]:
    """The sets of both sides without those that cannot say anything else: the same bytes on both, no rule that
    reads one of `other_facts` (which do not have the same value on both), and no rule that stands in the place
    of one of the others, or gives way to it.
    """
    earlier, later = tuple(before), tuple(after)
    on_both = {one.sha256 for one in earlier} & {one.sha256 for one in later}
    differ = {
        one.sha256: one
        for one in (*earlier, *later)
        if one.sha256 not in on_both or facts_read(one.rules) & other_facts
    }
    same = [one for one in earlier if one.sha256 not in differ]
    while drawn_in := [one for one in same if any(_is_linked(one, other) for other in differ.values())]:
        differ |= {one.sha256: one for one in drawn_in}
        same = [one for one in same if one.sha256 not in differ]
    return (
        tuple(one for one in earlier if one.sha256 in differ),
        tuple(one for one in later if one.sha256 in differ),
    )


def _is_linked(one: RuleSet, other: RuleSet) -> bool:
    return _stands_in_for(one, other) or _stands_in_for(other, one)


def _stands_in_for(one: RuleSet, other: RuleSet) -> bool:
    rules = {rule.id for rule in other.rules}
    return any(rules.intersection(rule.instead_of) for rule in one.rules)
