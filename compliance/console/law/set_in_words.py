"""What a rule set and its parts say, as texts with a name: what two versions are compared by."""

from compliance.console.law.rule_sets import STATUS_TEXTS
from compliance.console.rule_texts import CONFIDENCE_TEXTS, STANDING_TEXTS
from rules.ruleset import Condition, EnforcementPeriod, Limb, NamedList, Rule, RuleSet


def head_texts(rule_set: RuleSet) -> dict[str, str]:
    """Return what a set says of itself: dates, standing, enforcement, texts."""
    until = rule_set.effective_until
    return {
        "Title": rule_set.title,
        "Authority": rule_set.authority,
        "Citation": rule_set.citation,
        "Text": rule_set.source_url,
        "Standing": STANDING_TEXTS[rule_set.standing],
        "Seen": CONFIDENCE_TEXTS[rule_set.confidence],
        "Published": rule_set.published_on.isoformat(),
        "Effective": rule_set.effective_from.isoformat(),
        "Effective until": until.isoformat() if until else "",
        "Comply from": rule_set.compliance_from.isoformat(),
        "Enforcement": "; ".join(_period(one) for one in rule_set.enforcement),
        "Encodes": "; ".join(f"part {one.part}, {one.unit}" for one in rule_set.texts),
        "Notes": rule_set.notes or "",
    }


def _period(period: EnforcementPeriod) -> str:
    days = f"{period.applies_from} to {period.applies_until or 'open'}"
    status = f"by switch {period.switch}" if period.switch else STATUS_TEXTS[period.status]
    return f"{days}: {status} ({period.source})"


def list_texts(one: NamedList | None) -> dict[str, str]:
    """Return what a named list says; nothing where there is none."""
    if one is None:
        return {}
    return {
        "Codes": " ".join(one.codes),
        "As of": one.as_of.isoformat(),
        "Citation": one.citation,
        "Seen": CONFIDENCE_TEXTS[one.confidence],
    }


def rule_texts(rule: Rule | None) -> dict[str, str]:
    """Return what a rule says apart from its limbs; nothing where there is none."""
    if rule is None:
        return {}
    return {
        "Title": rule.title,
        "Clause": rule.clause,
        "Judges": ", ".join(rule.subjects),
        "Severity": rule.severity,
        "Effect": rule.effect.replace("_", " "),
        "Outcome": rule.outcome or "",
        "Instead of": ", ".join(rule.instead_of),
        "Sentence": rule.explanation,
        "To ask": rule.question or "",
        "While a fact is unknown": "a person must look" if rule.raises_when_unknown else "raises nothing",
        "Confidence of this rule": rule.confidence or "",
    }


def limb_texts(name: str, limb: Limb | None) -> dict[str, str]:
    """Return what a limb says apart from its expression. name: what it is called on the page."""
    if limb is None:
        return {}
    return {f"{name}: clause": limb.clause, f"{name}: sentence": limb.explanation or ""}


def condition_texts(name: str, one: Condition | None) -> dict[str, str]:
    """Return what must be shown, and how. name: what it is called on the page."""
    if one is None:
        return {}
    shown_by = one.when.source if one.when else "a person says"
    return {name: f"{one.text} ({one.clause}, {one.confidence})", f"{name}, shown by": shown_by}
