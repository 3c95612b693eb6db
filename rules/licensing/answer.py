"""What a licence answer says: per reading the requirement, what exceptions and what review; beside them the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.clocks import Reading
from rules.findings import Finding
from rules.licensing.exceptions import ExceptionAnswer
from rules.licensing.party_tests import PartyTest
from rules.licensing.question import TransferQuestion
from rules.licensing.review import ReviewAnswer
from rules.switches import SettingUsed


class Requirement(StrEnum):
    """Whether a licence is asked for. `not_found` is of the sets that were read; it is no clearance."""

    REQUIRED = "required"
    NOT_FOUND = "not_found"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something only asking or screening can show, and that was not asked; it may change the answer."""

    rule_id: str
    clause: str
    question: str
    missing_facts: tuple[str, ...]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "rule_id": self.rule_id,
            "clause": self.clause,
            "question": self.question,
            "missing_facts": list(self.missing_facts),
        }


@dataclass(frozen=True, slots=True)
class ReadingAnswer:
    """The answer under one reading.

    requirements: every limb that is met, and where it is open every one that would decide. prohibitions:
    acts that are forbidden besides. missing_facts: what would decide, where undetermined. enforcement: what the
    authority says it does with the sets of the limbs, by reference; None is unknown.
    """

    reading: Reading
    item_entry: str | None
    requirement: Requirement
    sentence: str
    requirements: tuple[Finding, ...]
    undetermined: tuple[Finding, ...]
    prohibitions: tuple[Finding, ...]
    missing_facts: tuple[str, ...]
    exceptions: tuple[ExceptionAnswer, ...]
    review: ReviewAnswer | None
    enforcement: Mapping[str, str | None]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "item_entry": self.item_entry,
            "requirement": str(self.requirement),
            "sentence": self.sentence,
            "limbs": [self._limb(one) for one in self.requirements],
            "undetermined": [self._limb(one) for one in self.undetermined],
            "prohibitions": [limb_document(one) for one in self.prohibitions],
            "missing_facts": list(self.missing_facts),
            "exceptions": [one.to_document() for one in self.exceptions],
            "review": self.review.to_document() if self.review else None,
        }

    def _limb(self, finding: Finding) -> dict[str, object]:
        return {**limb_document(finding), "enforcement": self.enforcement.get(finding.rule_set_reference)}


@dataclass(frozen=True, slots=True)
class LicenceAnswer:
    """The whole answer. text_note: what must be said of days later than the newest text that was read, or None."""

    question: TransferQuestion
    answers: dict[Reading, ReadingAnswer]
    headquarters_test: PartyTest
    fifty_percent_test: PartyTest
    nationality_test: PartyTest
    notices: tuple[Finding, ...]
    open_questions: tuple[OpenQuestion, ...]
    settings_used: tuple[SettingUsed, ...]
    text_read_until: date
    text_note: str | None

    def under(self, reading: Reading) -> ReadingAnswer:
        """The answer under one reading."""
        return self.answers[reading]

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values: texts, lists, objects, null; numbers only as text."""
        question = self.question
        return {
            "transfer_kind": question.transfer_kind,
            "origin_country": question.origin,
            "destination_country": question.destination_country,
            "destination_region": question.destination_region,
            "recipient_headquarters_country": question.recipient_headquarters_country,
            "recipient_ultimate_parent_headquarters_country": (
                question.recipient_ultimate_parent_headquarters_country
            ),
            "as_of": question.as_of.isoformat(),
            "known_on": question.known_on.isoformat() if question.known_on else None,
            "text_read_until": self.text_read_until.isoformat(),
            "text_note": self.text_note,
            "answers": {str(reading): one.to_document() for reading, one in self.answers.items()},
            "headquarters_test": self.headquarters_test.to_document(),
            "fifty_percent_test": self.fifty_percent_test.to_document(),
            "nationality_test": self.nationality_test.to_document(),
            "notices": [limb_document(one) for one in self.notices],
            "open_questions": [one.to_document() for one in self.open_questions],
            "settings_used": [one.to_document() for one in self.settings_used],
        }


def limb_document(finding: Finding) -> dict[str, object]:
    """What a reader needs of a finding: which rule, which limb, why, and where it is written."""
    return {
        "rule_id": finding.rule_id,
        "limb_id": finding.limb_id,
        "status": str(finding.status),
        "title": finding.title,
        "clause": finding.clause,
        "outcome": finding.outcome,
        "explanation": finding.explanation,
        "question": finding.question,
        "citation": finding.citation,
        "source_url": finding.source_url,
        "confidence": finding.confidence,
        "standing": finding.standing,
        "rule_set_reference": finding.rule_set_reference,
        "missing_facts": list(finding.missing_facts),
    }
