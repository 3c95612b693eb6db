"""What the laws of a day say of a trained model: ECCN 4E091 and the compute thresholds of other laws.

Each rule that describes models gives one answer, because a model can be an item of the control list, a frontier model
and one of systemic risk at the same time. A proposal with its working shown, not legal advice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.catalogue import CATALOGUE
from rules.chips.classification import text_note
from rules.chips.working import LimbReading, limb_working
from rules.clocks import Reading
from rules.evaluate import evaluate, facts_document
from rules.facts import FactValue, Subject, parse_facts
from rules.findings import Finding, FindingStatus
from rules.first_text import require_text
from rules.law import Law, LawOnDay
from rules.ruleset import Effect, RuleSet


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The answer under one reading: what describes the model, and what might, with the facts that would decide."""

    met: tuple[Finding, ...]
    undetermined: tuple[Finding, ...]

    @property
    def missing_facts(self) -> tuple[str, ...]:
        """The facts that would decide what is undetermined."""
        return tuple(sorted({name for one in self.undetermined for name in one.missing_facts}))

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values; the findings in full stand beside the answers."""
        return {
            "met": [_document(one) for one in self.met],
            "undetermined": [_document(one) for one in self.undetermined],
            "missing_facts": list(self.missing_facts),
        }


@dataclass(frozen=True, slots=True)
class ModelClassification:
    """A model on a day. facts: as stated. findings, working: of every rule about models, the conservative reading."""

    day: LawOnDay
    facts: Mapping[str, FactValue | None]
    answers: Mapping[Reading, ModelAnswer]
    findings: tuple[Finding, ...]
    working: tuple[LimbReading, ...]

    def under(self, reading: Reading) -> ModelAnswer:
        """The answer under one reading."""
        return self.answers[reading]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values, numbers as text."""
        return {
            "as_of": self.day.as_of.isoformat(),
            "known_on": self.day.known_on.isoformat() if self.day.known_on else None,
            "facts": facts_document(self.facts),
            "answers": {str(reading): answer.to_document() for reading, answer in self.answers.items()},
            "working": [one.to_document() for one in self.working],
            "findings": [one.to_document() for one in self.findings],
            "settings_used": [one.to_document() for one in self.day.settings_used],
            "text_note": text_note(self.day.as_of),
        }


def classify_model(
    facts: Mapping[str, FactValue | None], law: Law, *, as_of: date, known_on: date | None = None
) -> ModelClassification:
    """What the law of a day, as known on another, says of a model.

    facts: of a model, by their names in the catalogue; what is left out is unknown. Raises NoTextKnown for a day on
    which no text that describes models was in force or known, and FactError.
    """
    day = law.on(as_of, known_on)
    require_text(law, day, _describes_models, "text that describes models")
    known = parse_facts(CATALOGUE, Subject.MODEL, {**facts, **_settings_of(day)})
    findings = {reading: evaluate(day.under(reading), Subject.MODEL, known) for reading in Reading}
    return ModelClassification(
        day=day,
        facts={name: value for name, value in known.items() if not name.startswith("setting_")},
        answers={reading: _answer(found) for reading, found in findings.items()},
        findings=tuple(findings[Reading.CONSERVATIVE]),
        working=limb_working(day.under(Reading.CONSERVATIVE), Subject.MODEL, known),
    )


def _describes_models(rule_set: RuleSet) -> bool:
    return any(
        rule.effect is Effect.CLASSIFICATION and Subject.MODEL in rule.subjects for rule in rule_set.rules
    )


def _settings_of(day: LawOnDay) -> dict[str, FactValue | None]:
    """The settings that rules about models may read."""
    return {
        name: value
        for name, value in day.setting_facts().items()
        if Subject.MODEL in CATALOGUE[name].subjects
    }


def _answer(findings: Sequence[Finding]) -> ModelAnswer:
    described = [one for one in findings if one.effect is Effect.CLASSIFICATION]
    return ModelAnswer(
        met=tuple(one for one in described if one.status is FindingStatus.MET),
        undetermined=tuple(one for one in described if one.status is FindingStatus.UNDETERMINED),
    )


def _document(finding: Finding) -> dict[str, object]:
    return {
        "outcome": finding.outcome,
        "rule_id": finding.rule_id,
        "clause": finding.clause,
        "explanation": finding.explanation,
        "standing": finding.standing,
        "rule_set_reference": finding.rule_set_reference,
        "missing_facts": list(finding.missing_facts),
    }
