"""A special rule stands in for the general one: which findings need no person because another asks for one.

Whoever writes a rule may name any other in `instead_of`. So that nothing is silenced by it, a rule gives way only to
one that is itself for a person to look at, and no less urgent.
"""

from collections.abc import Iterable

from rules.findings import Finding, FindingStatus
from rules.ruleset import Effect, Rule, Severity

FOR_A_PERSON = frozenset({Effect.FLAG, Effect.PROHIBITION, Effect.LICENCE_REQUIREMENT})
"""Effects that a person must look at; of the others nothing is raised, so nothing gives way."""

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def may_stand_in(one: Rule | Finding, other: Rule | Finding) -> bool:
    """Whether `one`, met, may keep `other` from a person: it goes to a person itself, and as soon or sooner."""
    return one.effect in FOR_A_PERSON and _RANK[one.severity] >= _RANK[other.severity]


def giving_way(findings: Iterable[Finding]) -> frozenset[str]:
    """The ids of the rules among `findings` that a met one stands in for: they raise nothing beside it.

    Rules that stand in for each other in a ring, with nobody above them, all stay: else each would silence the next.
    """
    by_rule = {one.rule_id: one for one in findings}
    below = {
        one.rule_id: [
            other
            for other in one.instead_of
            if other != one.rule_id and other in by_rule and may_stand_in(one, by_rule[other])
        ]
        for one in by_rule.values()
        if one.status is FindingStatus.MET and one.instead_of
    }
    if not below:
        return frozenset()
    gives_way: set[str] = set()
    waiting = list(below.keys() - {other for others in below.values() for other in others})
    while waiting:
        found = [other for other in below.get(waiting.pop(), ()) if other not in gives_way]
        gives_way.update(found)
        waiting += found
    return frozenset(gives_way)
