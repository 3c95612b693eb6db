"""Rules: findings on many tenants, beside plain CEL that keeps no answer; and chips over the years."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from compliance.bench import chips
from compliance.bench.figures import Figure
from compliance.bench.invented_tenants import invented_tenants
from compliance.demo.services import Services
from rules.catalogue import CATALOGUE
from rules.evaluate import evaluate
from rules.expressions import Expression
from rules.facts import FactValue, Subject, parse_facts
from rules.law import TEXT_READ_UNTIL
from rules.library import SETS_FOLDER, in_force_on, read_folder

_TENANTS, _TENANTS_ASKED_PLAINLY = 5000, 200
_GOAL_A_SECOND = 100_000

Facts = Mapping[str, FactValue | None]


def measure(_services: Services, _folder: Path) -> list[Figure]:
    """Judge the tenants by every shipped set of the newest day that was read."""
    begun = time.process_time()
    shipped = read_folder(SETS_FOLDER)
    reading = time.process_time() - begun
    rule_sets = in_force_on(TEXT_READ_UNTIL)
    rules = [rule for found in rule_sets for rule in found.rules if Subject.TENANT in rule.subjects]
    expressions = [(rule.any_limb, rule.any_unless) for rule in rules]
    tenants = invented_tenants(_TENANTS)
    findings = _rate(len(rules), tenants, lambda facts: evaluate(rule_sets, Subject.TENANT, facts))
    known = [parse_facts(CATALOGUE, Subject.TENANT, facts) for facts in tenants]
    kept = _rate(len(rules), known, lambda facts: _answer(expressions, facts))
    few = known[:_TENANTS_ASKED_PLAINLY]
    plain = _rate(len(rules), few, lambda facts: _ask(expressions, facts))
    _require_same_answers(expressions, few)
    return [
        Figure(
            "rules",
            f"findings of {len(rules)} rules on {_TENANTS:,} tenants, in a second of one core",
            findings,
            "1/s",
            "the bare answers of plain CEL",
            findings / plain,
            f"at least {_GOAL_A_SECOND:,}",
            findings >= _GOAL_A_SECOND,
        ),
        Figure("rules", "bare answers", kept, "1/s", "the bare answers of plain CEL", kept / plain),
        *chips.measure(),
        Figure("rules", f"the {len(shipped)} shipped rule sets read and compiled", reading, "s"),
    ]


def _rate(rules: int, tenants: Sequence[Facts], judged: Callable[[Facts], object]) -> float:
    """Rules times tenants a second of this process' own time on a processor, whatever else the machine does."""
    begun = time.process_time()
    for facts in tenants:
        judged(facts)
    return rules * len(tenants) / (time.process_time() - begun)


def _answer(expressions: Sequence[tuple[Expression, Expression | None]], facts: Facts) -> None:
    for any_limb, any_unless in expressions:
        any_limb.evaluate(facts)
        if any_unless is not None:
            any_unless.evaluate(facts)


def _ask(expressions: Sequence[tuple[Expression, Expression | None]], facts: Facts) -> None:
    for any_limb, any_unless in expressions:
        any_limb.ask(facts)
        if any_unless is not None:
            any_unless.ask(facts)


def _require_same_answers(
    expressions: Sequence[tuple[Expression, Expression | None]], tenants: Sequence[Facts]
) -> None:
    for facts in tenants:
        for expression in (one for pair in expressions for one in pair if one is not None):
            if expression.evaluate(facts) != expression.ask(facts):
                raise SystemExit(
                    f"bench: {expression.source!r} is not answered as CEL answers it: a figure would mean nothing"
                )
