"""Which numbers of the law a fact stands close to: within 3 percent of one, the figure must be read again.

The numbers are taken from the rules' own expressions, so that a new set brings its thresholds with it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from rules.decimals import decimal_text, exact_product, exact_sum
from rules.expressions import Expression
from rules.facts import FactValue, Subject
from rules.ruleset import RuleSet

NEAR = Decimal("0.03")
"""The share of the threshold within which a figure is near it, on either side."""

# Smaller than the last digit of any published figure: just across a threshold, and nothing else.
_STEP = Decimal("1e-18")

_comparisons_of = lru_cache(maxsize=4096)(Expression.decimal_comparisons)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that rules compare a fact with, and the clauses that do."""

    fact: str
    number: Decimal
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearThreshold:
    """A fact within 3 percent of a threshold. changes_status: whether the answer would be another if this fact
    alone stood just across it.
    """

    fact: str
    value: Decimal
    threshold: Decimal
    is_below: bool
    clauses: tuple[str, ...]
    changes_status: bool

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "fact": self.fact,
            "value": decimal_text(self.value),
            "threshold": decimal_text(self.threshold),
            "side": "below" if self.is_below else "at_or_above",
            "clauses": list(self.clauses),
            "changes_status": self.changes_status,
        }


def thresholds_of(rule_sets: Iterable[RuleSet], subject: Subject) -> tuple[Threshold, ...]:
    """Every number above 0 that rules about this kind of subject compare a decimal fact with, sorted."""
    found: dict[tuple[str, Decimal], dict[str, None]] = {}
    for rule_set in rule_sets:
        for rule in rule_set.rules:
            if subject not in rule.subjects:
                continue
            tests = [(limb.clause, limb.when) for limb in (*rule.limbs, *rule.unless)]
            tests += [(one.clause, one.when) for one in rule.conditions if one.when]
            for clause, expression in tests:
                for fact, number in _comparisons_of(expression):
                    if number > 0:
                        found.setdefault((fact, number), {})[clause] = None
    return tuple(Threshold(fact, number, tuple(clauses)) for (fact, number), clauses in sorted(found.items()))


def near_thresholds(
    thresholds: Iterable[Threshold],
    facts: Mapping[str, FactValue | None],
    changes_status: Callable[[str, Decimal], bool],
) -> tuple[NearThreshold, ...]:
    """The thresholds that a known fact is near.

    changes_status: says of a fact and another value of it whether the answer would change.
    """
    found = []
    for threshold in thresholds:
        value = facts.get(threshold.fact)
        if isinstance(value, Decimal) and _is_near(value, threshold.number):
            sides = (exact_sum([threshold.number, -_STEP]), exact_sum([threshold.number, _STEP]))
            found.append(
                NearThreshold(
                    fact=threshold.fact,
                    value=value,
                    threshold=threshold.number,
                    is_below=value < threshold.number,
                    clauses=threshold.clauses,
                    changes_status=any(changes_status(threshold.fact, side) for side in sides),
                )
            )
    return tuple(found)


def _is_near(value: Decimal, threshold: Decimal) -> bool:
    return abs(exact_sum([value, -threshold])) <= exact_product(threshold, NEAR)
