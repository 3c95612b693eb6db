"""What the rule behind a flag says, from the law as it stands, and what can be done about facts it lacks."""

from dataclasses import dataclass

from compliance.lawbook.questions import law
from compliance.screening.models import Flag
from rules.catalogue import CATALOGUE
from rules.ruleset import Limb, Rule, RuleSet

CONFIDENCE_TEXTS = {
    "V": "read in the text itself",
    "S": "as others quote it",
    "K": "from knowledge, text not at hand",
    "U": "sources disagree",
}
STANDING_TEXTS = {
    "codified": "codified law",
    "proposed": "proposed, not law",
    "guidance": "guidance, not law",
    "directive": "letter to this operator, confidential",
    "project": "watch level of this project, not law",
}
_MENDING = (
    (
        "operations_",
        "Find out which accelerators were used: name their chip in the registry, then screen again.",
    ),
    (
        "peak_concurrent_",
        "Find out which accelerators were used: name their chip in the registry, then screen again.",
    ),
    (
        "headquarters_",
        "Ask the tenant where its headquarters are, and push the answer with its tenant record.",
    ),
    ("ultimate_parent_", "Ask the tenant who stands above it, and push the answer with its tenant record."),
    (
        "declared_country",
        "Ask the tenant where it uses the service from, and push the answer with its tenant record.",
    ),
    ("kyc_", "Complete the tenant's know-your-customer file, and push it with its tenant record."),
)
_FACTS_OF_USE = ("operations_", "accelerator_hours_", "peak_concurrent_", "unknown_accelerator_")
_MENDING_OTHERWISE = (
    "Find out, and push the answer with the next record; the tenant is screened again by itself."
)


@dataclass(frozen=True, slots=True)
class RuleText:
    """The rule as shipped. `is_same_file` is false when the set's file differs from the one that raised the flag."""

    rule_set: RuleSet
    rule: Rule | None
    limb: Limb | None
    confidence: str
    standing: str
    is_same_file: bool


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value the rule read, as stored in the finding. `is_decisive`: the limb that decided reads it."""

    fact: str
    value: str
    shown: str
    unit: str
    meaning: str
    is_decisive: bool


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that would decide: its name, what it means, what to do to learn it."""

    name: str
    meaning: str
    mending: str


def rule_text_of(flag: Flag) -> RuleText | None:
    """Return the shipped text of the rule that raised `flag`, or None: its set is neither shipped nor a directive."""
    rule_set = next((one for one in law().rule_sets if one.reference == flag.rule_set), None)
    if rule_set is None:
        return None
    rule = next((rule for rule in rule_set.rules if rule.id == flag.rule), None)
    limbs = (*rule.limbs, *rule.unless) if rule else ()
    return RuleText(
        rule_set=rule_set,
        rule=rule,
        limb=next((limb for limb in limbs if limb.id == flag.said.finding.get("limb_id")), None),
        confidence=CONFIDENCE_TEXTS[rule_set.confidence],
        standing=STANDING_TEXTS[rule_set.standing],
        is_same_file=rule_set.sha256 == flag.rule_set_sha256,
    )


def values_of(flag: Flag, rule_text: RuleText | None) -> list[ShownValue]:
    """Return the values of the finding, those that the deciding limb reads first."""
    decisive = set(rule_text.limb.when.facts) if rule_text and rule_text.limb else set()
    shown = [
        ShownValue(**value, is_decisive=value["fact"] in decisive)
        for value in flag.said.finding.get("values", [])
    ]
    return sorted(shown, key=lambda value: not value.is_decisive)


def is_about_use(flag: Flag) -> bool:
    """Say whether the rule reads what the tenant used, and not only who it is."""
    facts = [value["fact"] for value in flag.said.finding.get("values", [])] + flag.said.finding.get(
        "missing_facts", []
    )
    return any(fact.startswith(_FACTS_OF_USE) for fact in facts)


def missing_facts_of(flag: Flag) -> list[MissingFact]:
    """Return the facts without which the rule could not be decided."""
    return [_missing(name) for name in flag.said.finding.get("missing_facts", [])]


def _missing(name: str) -> MissingFact:
    fact = CATALOGUE.get(name)
    mending = next((text for prefix, text in _MENDING if name.startswith(prefix)), _MENDING_OTHERWISE)
    return MissingFact(name, fact.meaning if fact else "not in this version's catalogue", mending)
