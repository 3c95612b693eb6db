"""Rule sets x facts -> findings. Pure: the same sets and facts give the same findings, today or later."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rules.catalogue import CATALOGUE
from rules.errors import FactError
from rules.facts import Fact, FactValue, Subject, parse_facts, value_text
from rules.findings import ConditionReading, FactReading, Finding, FindingStatus
from rules.ruleset import Condition, Limb, Rule, RuleSet
from rules.sentences import (
    excluded_sentence,
    failed_condition_sentence,
    met_sentence,
    not_met_sentence,
    readable,
    undetermined_sentence,
)
from rules.three_valued import Undetermined, all_of, negation


def evaluate(
    rule_sets: Iterable[RuleSet], subject: Subject | str, facts: Mapping[str, FactValue | None]
) -> list[Finding]:
    """One finding for every rule about this kind of subject, in the order of the sets and of their rules.

    facts: by catalogue name; None or left out means unknown. Raises FactError for a name or value that the
    catalogue does not have for this subject: a fact that no rule could read must not be lost silently.
    """
    kind = parse_subject(subject)
    known = parse_facts(CATALOGUE, kind, facts)
    readings = _readings(known)
    return [
        _finding(rule_set, rule, kind, known, readings)
        for rule_set in rule_sets
        for rule in rule_set.rules
        if kind in rule.subjects
    ]


def parse_subject(subject: Subject | str) -> Subject:
    """The kind of subject, or FactError naming the kinds there are."""
    try:
        return Subject(subject)
    except ValueError as error:
        raise FactError(f"{subject!r} is no kind of subject: there are {', '.join(Subject)}") from error


def facts_document(facts: Mapping[str, FactValue | None]) -> dict[str, object]:
    """The facts as JSON-safe plain values: numbers as exact text, booleans as such, unknown as None.

    Facts left out stay out. Equal values give equal documents (1.0 and 1.00, any order of a text list).
    Raises FactError for names and values that the catalogue does not have.
    """
    document: dict[str, object] = {}
    for name, value in sorted(facts.items()):
        fact = _known_fact(name)
        parsed = None if value is None else fact.parse(value)
        match parsed:
            case None | bool():
                document[name] = parsed
            case tuple():
                document[name] = list(parsed)
            case _:
                document[name] = value_text(parsed)
    return document


def facts_from_document(document: Mapping[str, object]) -> dict[str, FactValue | None]:
    """The facts again from a stored document, to evaluate them years later.

    Raises FactError for what `facts_document` would not have written, and for names that the catalogue no
    longer has.
    """
    return {
        name: None if value is None else _known_fact(name).parse_text(value)
        for name, value in document.items()
    }


def _known_fact(name: str) -> Fact:
    if name not in CATALOGUE:
        raise FactError(f"no fact is named {name!r}: see rules/catalogue for the names there are")
    return CATALOGUE[name]


def facts_digest(facts: Mapping[str, FactValue | None]) -> str:
    """SHA-256 (hexadecimal) of the facts' document as compact JSON with sorted keys, in UTF-8."""
    text = json.dumps(facts_document(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Verdict:
    status: FindingStatus
    clause: str
    limb_id: str | None
    explanation: str
    missing_facts: tuple[str, ...] = ()
    conditions: tuple[ConditionReading, ...] = ()


def _finding(
    rule_set: RuleSet,
    rule: Rule,
    subject: Subject,
    facts: Mapping[str, FactValue | None],
    readings: Mapping[str, FactReading],
) -> Finding:
    verdict = _verdict(rule, facts)
    return Finding(
        rule_set_reference=rule_set.reference,
        rule_set_sha256=rule_set.sha256,
        citation=rule_set.citation,
        source_url=rule_set.source_url,
        standing=str(rule_set.standing),
        confidence=str(rule_set.confidence),
        rule_id=rule.id,
        subject=subject,
        status=verdict.status,
        severity=rule.severity,
        title=rule.title,
        clause=verdict.clause,
        limb_id=verdict.limb_id,
        explanation=verdict.explanation,
        question=rule.question,
        values=tuple(readings[name] for name in rule.fact_names if name in readings),
        missing_facts=verdict.missing_facts,
        effect=rule.effect,
        outcome=rule.outcome,
        instead_of=rule.instead_of,
        conditions=verdict.conditions,
        raises_when_unknown=rule.raises_when_unknown,
    )


def _verdict(rule: Rule, facts: Mapping[str, FactValue | None]) -> _Verdict:
    """Met where a limb holds and no carve-out does; not met where all limbs fail or a carve-out holds."""
    limbs = rule.any_limb.evaluate(facts)
    unless = False if rule.any_unless is None else rule.any_unless.evaluate(facts)
    outcome = all_of([limbs, negation(unless)])
    if isinstance(outcome, Undetermined):
        sentence = undetermined_sentence(rule, outcome.missing_facts)
        return _Verdict(FindingStatus.UNDETERMINED, rule.clause, None, sentence, outcome.missing_facts)
    if outcome:
        conditions = [(one, one.when.evaluate(facts) if one.when else None) for one in rule.conditions]
        for condition, is_shown in conditions:
            if is_shown is False:
                sentence = failed_condition_sentence(rule, condition)
                return _Verdict(FindingStatus.NOT_MET, condition.clause, condition.id, sentence)
        limb = _first_true(rule.limbs, facts)
        return _Verdict(
            FindingStatus.MET,
            limb.clause,
            limb.id,
            met_sentence(rule, limb, facts),
            conditions=tuple(
                _condition_reading(one, is_shown=is_shown is True) for one, is_shown in conditions
            ),
        )
    if limbs is not False:
        limb = _first_true(rule.unless, facts)
        return _Verdict(FindingStatus.NOT_MET, limb.clause, limb.id, excluded_sentence(rule, limb, facts))
    return _Verdict(FindingStatus.NOT_MET, rule.clause, None, not_met_sentence(rule))


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


def _readings(facts: Mapping[str, FactValue | None]) -> dict[str, FactReading]:
    """The known facts as findings show them, once for all rules."""
    return {
        name: FactReading(
            name, value_text(value), readable(value), CATALOGUE[name].unit, CATALOGUE[name].meaning
        )
        for name, value in facts.items()
        if value is not None
    }
