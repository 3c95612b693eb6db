"""What one rule says of one subject: met, not met, or undetermined, with the limb and values that decided."""

from dataclasses import dataclass
from enum import StrEnum

from rules.facts import FactValue, Subject, value_text
from rules.ruleset import Effect, Severity
from rules.sentences import readable


class FindingStatus(StrEnum):
    """Undetermined is an answer of its own: neither met nor cleared."""

    MET = "met"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class FactReading:
    """A known fact that the rule read; unit: "" if none. Written out when asked, because few readings ever are."""

    fact: str
    exact: FactValue
    unit: str
    meaning: str

    @property
    def value(self) -> str:
        """The exact text."""
        return value_text(self.exact)

    @property
    def shown(self) -> str:
        """The text for reading, long numbers cut."""
        return readable(self.exact)


@dataclass(frozen=True, slots=True)
class ConditionReading:
    """One condition of a met rule. is_shown: True, or None where it is still open."""

    id: str
    clause: str
    text: str
    confidence: str
    is_shown: bool | None

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "id": self.id,
            "clause": self.clause,
            "text": self.text,
            "confidence": self.confidence,
            "status": "shown" if self.is_shown else "open",
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer.

    clause, limb_id: of the limb that was met, or of the `unless` that led out; else the rule's own clause
    and None. explanation: one sentence with the values in it. values: every known fact the rule reads.
    missing_facts: the facts that would decide, where undetermined; else empty. effect, outcome: what
    follows where it is met (`rules.ruleset.Effect`). instead_of: rules that give way to this one.
    conditions: what must be shown besides, of a met rule. raises_when_unknown: whether a person must look
    at it while it is undetermined.
    """

    rule_set_reference: str
    rule_set_sha256: str
    citation: str
    source_url: str
    standing: str
    confidence: str
    rule_id: str
    subject: Subject
    status: FindingStatus
    severity: Severity
    title: str
    clause: str
    limb_id: str | None
    explanation: str
    question: str | None
    values: tuple[FactReading, ...]
    missing_facts: tuple[str, ...]
    effect: Effect = Effect.FLAG
    outcome: str | None = None
    instead_of: tuple[str, ...] = ()
    conditions: tuple[ConditionReading, ...] = ()
    raises_when_unknown: bool = True

    def to_document(self) -> dict[str, object]:
        """The finding as JSON-safe plain values: texts, lists, dictionaries and None, no numbers."""
        return {
            "rule_set_reference": self.rule_set_reference,
            "rule_set_sha256": self.rule_set_sha256,
            "citation": self.citation,
            "source_url": self.source_url,
            "standing": self.standing,
            "confidence": self.confidence,
            "rule_id": self.rule_id,
            "subject": str(self.subject),
            "status": str(self.status),
            "severity": str(self.severity),
            "title": self.title,
            "clause": self.clause,
            "limb_id": self.limb_id,
            "explanation": self.explanation,
            "question": self.question,
            "values": [
                {
                    "fact": one.fact,
                    "value": one.value,
                    "shown": one.shown,
                    "unit": one.unit,
                    "meaning": one.meaning,
                }
                for one in self.values
            ],
            "missing_facts": list(self.missing_facts),
            "effect": str(self.effect),
            "outcome": self.outcome,
            "conditions": [one.to_document() for one in self.conditions],
        }
