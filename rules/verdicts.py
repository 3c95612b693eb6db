"""What one rule says of one subject's facts: met, not met or undetermined, by which limb, in one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.facts import FactValue
from rules.findings import ConditionReading, FindingStatus
from rules.ruleset import Condition, Limb, Rule
from rules.sentences import (
    excluded_sentence,
    failed_condition_sentence,
    met_sentence,
    not_met_sentence,
    undetermined_sentence,
)
from rules.three_valued import Undetermined, all_of, negation


@dataclass(frozen=True, slots=True)
class Verdict:
    """The part of a finding that depends on the facts (`rules.findings.Finding` says what each means)."""

    status: FindingStatus
    clause: str
    limb_id: str | None
    explanation: str
    missing_facts: tuple[str, ...] = ()
    conditions: tuple[ConditionReading, ...] = ()


def verdict_of(rule: Rule, facts: Mapping[str, FactValue | None]) -> Verdict:
    """Met where a limb holds, no carve-out does and no condition is known to fail; not met where all limbs fail,
    or a carve-out holds, or a condition fails.
    """
    limbs = rule.any_limb.evaluate(facts)
    if limbs is False:
        return Verdict(FindingStatus.NOT_MET, rule.clause, None, not_met_sentence(rule))
    unless = False if rule.any_unless is None else rule.any_unless.evaluate(facts)
    outcome = all_of([limbs, negation(unless)])
    if isinstance(outcome, Undetermined):
        sentence = undetermined_sentence(rule, outcome.missing_facts)
        return Verdict(FindingStatus.UNDETERMINED, rule.clause, None, sentence, outcome.missing_facts)
    if outcome:
        return _met_unless_a_condition_fails(rule, facts)
    limb = _first_true(rule.unless, facts)
    return Verdict(FindingStatus.NOT_MET, limb.clause, limb.id, excluded_sentence(rule, limb, facts))


def _met_unless_a_condition_fails(rule: Rule, facts: Mapping[str, FactValue | None]) -> Verdict:
    conditions = [(one, one.when.evaluate(facts) if one.when else None) for one in rule.conditions]
    for condition, is_shown in conditions:
        if is_shown is False:
            sentence = failed_condition_sentence(rule, condition)
            return Verdict(FindingStatus.NOT_MET, condition.clause, condition.id, sentence)
    limb = _first_true(rule.limbs, facts)
    return Verdict(
        FindingStatus.MET,
        limb.clause,
        limb.id,
        met_sentence(rule, limb, facts),
        conditions=tuple(_condition_reading(one, is_shown=is_shown is True) for one, is_shown in conditions),
    )


def _condition_reading(condition: Condition, *, is_shown: bool) -> ConditionReading:
    return ConditionReading(
        id=condition.id,
        clause=condition.clause,
        text=condition.text,
        confidence=str(condition.confidence),
        is_shown=True if is_shown else None,
    )


def _first_true(limbs: Sequence[Limb], facts: Mapping[str, FactValue | None]) -> Limb:
    return next(limb for limb in limbs if limb.when.evaluate(facts) is True)
