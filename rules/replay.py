"""What would be otherwise if the law were otherwise: the findings of two laws over the same facts, compared.

Pure, and blind to order. A finding *raises* a flag where it is met, and where it is undetermined unless its
rule raises nothing for want of a fact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from rules.errors import TrialError
from rules.findings import Finding, FindingStatus
from rules.ruleset import Rule, RuleSet


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
    return tuple(
        Difference(rule_id, one, other, _change(one, other))
        for rule_id in sorted(earlier.keys() | later.keys())
        for one, other in [(earlier.get(rule_id), later.get(rule_id))]
    )


def raises(finding: Finding | None) -> TypeGuard[Finding]:
    """Whether a person must look at it."""
    return finding is not None and (
        finding.status is FindingStatus.MET
        or (finding.status is FindingStatus.UNDETERMINED and finding.raises_when_unknown)
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
    if not (raises(before) and raises(after)):
        return Change.DISAPPEARS if raises(before) else Change.APPEARS if raises(after) else Change.QUIET
    match before.severity != after.severity, before.status != after.status:
        case True, True:
            return Change.SEVERITY_AND_CERTAINTY
        case True, False:
            return Change.SEVERITY
        case False, True:
            return Change.CERTAINTY
    return Change.UNCHANGED


def facts_read(rules: Iterable[Rule]) -> frozenset[str]:
    """Every fact on which the findings of these rules rest, or which they quote."""
    return frozenset(_names(rules))


def _names(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield from rule.fact_names
        for condition in rule.conditions:
            if condition.when is not None:
                yield from condition.when.facts


def sets_that_may_differ(
    before: Iterable[RuleSet], after: Iterable[RuleSet], other_facts: frozenset[str] = frozenset()
) -> tuple[tuple[RuleSet, ...], tuple[RuleSet, ...]]:
    """The sets of both sides without those that cannot say anything else: the same bytes, and no rule in them
    reads one of `other_facts`, the facts that do not have the same value on both sides.
    """
    earlier, later = tuple(before), tuple(after)
    on_both = {one.sha256 for one in earlier} & {one.sha256 for one in later}
    same = {
        one.sha256 for one in earlier if one.sha256 in on_both and not facts_read(one.rules) & other_facts
    }
    return (
        tuple(one for one in earlier if one.sha256 not in same),
        tuple(one for one in later if one.sha256 not in same),
    )
