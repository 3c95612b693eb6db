"""Rule sets as JSON-safe plain values: the head of one as a list shows it, and the whole with its rules."""

from collections.abc import Iterable

from compliance.api.law_answers import day_text
from rules.clocks import Reading
from rules.law import Law, LawOnDay
from rules.ruleset import Condition, EnforcementPeriod, Limb, Rule, RuleSet


def sets_listed(
    law: Law, on_day: LawOnDay, *, reading: Reading | None, jurisdiction: str | None
) -> list[RuleSet]:
    """Return the sets that apply under a reading, every version where it is None, by id and newest first."""
    return [
        one
        for one in sorted(law.rule_sets, key=lambda one: (one.id, -one.effective_from.toordinal()))
        if (reading is None or applies(one, on_day, reading)) and jurisdiction in {None, one.jurisdiction}
    ]


def list_document(
    listed: Iterable[RuleSet], on_day: LawOnDay, *, reading: Reading | None
) -> dict[str, object]:
    """Return the heads of these sets."""
    return {
        "reading": None if reading is None else str(reading),
        "rule_sets": [head_document(one, on_day) for one in listed],
    }


def head_document(rule_set: RuleSet, on_day: LawOnDay) -> dict[str, object]:
    """Return what a list shows of a set: what it is, its dates, and how it stands on that day."""
    return {
        "reference": rule_set.reference,
        "jurisdiction": rule_set.jurisdiction,
        "name": rule_set.name,
        "title": rule_set.title,
        "authority": rule_set.authority,
        "citation": rule_set.citation,
        "source_url": rule_set.source_url,
        "standing": str(rule_set.standing),
        "confidence": str(rule_set.confidence),
        "published_on": rule_set.published_on.isoformat(),
        "effective_from": rule_set.effective_from.isoformat(),
        "effective_until": day_text(rule_set.effective_until),
        "compliance_from": rule_set.compliance_from.isoformat(),
        "recorded_on": day_text(rule_set.recorded_on),
        "status": _text(on_day.status_of(rule_set)),
        "readings": [str(reading) for reading in Reading if applies(rule_set, on_day, reading)],
        "number_of_rules": len(rule_set.rules),
        "sha256": rule_set.sha256,
    }


def applies(rule_set: RuleSet, on_day: LawOnDay, reading: Reading) -> bool:
    """Say whether a set applies on that day under one of the three readings."""
    return any(one.reference == rule_set.reference for one in on_day.under(reading))


def whole_document(
    rule_set: RuleSet, on_day: LawOnDay, *, versions: Iterable[RuleSet], text: str
) -> dict[str, object]:
    """Return everything that is in a set. versions: of the same set, itself among them. text: its TOML."""
    newest_first = sorted(versions, key=lambda one: one.effective_from, reverse=True)
    return head_document(rule_set, on_day) | {
        "notes": rule_set.notes,
        "versions": [one.reference for one in newest_first],
        "enforcement": [_enforcement(one) for one in rule_set.enforcement],
        "lists": {
            one.name: {
                "codes": list(one.codes),
                "citation": one.citation,
                "as_of": one.as_of.isoformat(),
                "confidence": str(one.confidence),
            }
            for one in rule_set.lists.values()
        },
        "texts": [{"part": one.part, "unit": one.unit} for one in rule_set.texts],
        "rules": [_rule(one) for one in rule_set.rules],
        "text": text,
    }


def _enforcement(period: EnforcementPeriod) -> dict[str, object]:
    return {
        "status": _text(period.status),
        "applies_from": period.applies_from.isoformat(),
        "applies_until": day_text(period.applies_until),
        "announced_on": period.announced_on.isoformat(),
        "source": period.source,
        "switch": period.switch,
        "by_setting": {value: str(status) for value, status in period.by_setting.items()},
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "subjects": [str(subject) for subject in rule.subjects],
        "severity": str(rule.severity),
        "title": rule.title,
        "clause": rule.clause,
        "effect": str(rule.effect),
        "outcome": rule.outcome,
        "instead_of": list(rule.instead_of),
        "raises_when_unknown": rule.raises_when_unknown,
        "confidence": str(rule.confidence) if rule.confidence else None,
        "explanation": rule.explanation,
        "question": rule.question,
        "facts": list(rule.fact_names),
        "limbs": [_limb(limb) for limb in rule.limbs],
        "unless": [_limb(limb) for limb in rule.unless],
        "conditions": [_condition(condition) for condition in rule.conditions],
    }


def _limb(limb: Limb) -> dict[str, object]:
    return {"id": limb.id, "clause": limb.clause, "when": limb.when.source, "explanation": limb.explanation}


def _condition(condition: Condition) -> dict[str, object]:
    return {
        "id": condition.id,
        "clause": condition.clause,
        "text": condition.text,
        "confidence": str(condition.confidence),
        "when": condition.when.source if condition.when else None,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
