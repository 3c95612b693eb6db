"""What a cloud answer says."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.cloud.question import AccessQuestion
from rules.findings import Finding
from rules.licensing.answer import OpenQuestion, limb_document
from rules.licensing.party_tests import PartyTest
from rules.pending_law import Bill
from rules.switches import SettingUsed


class CloudStatus(StrEnum):
    """The gravest thing that was found.

    prohibited_unless_authorised: a sanctions programme or the limits on US persons. may_be_needed: knowledge
    of a purpose for which an authorisation may be needed. nothing_found: no requirement for remote access as
    such; the open questions remain.
    """

    PROHIBITED_UNLESS_AUTHORISED = "prohibited_unless_authorised"
    MAY_BE_NEEDED = "licence_may_be_needed"
    UNDETERMINED = "undetermined"
    NOTHING_FOUND = "no_requirement_found"


class DueDiligence(StrEnum):
    """How much asking is owed: more, where headquarters are in Macau or D:5; undetermined, where they are unknown."""

    HEIGHTENED = "heightened"
    ORDINARY = "ordinary"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class CloudAnswer:
    """The whole answer.

    prohibitions: of sanctions programmes, of the limits on US persons, of letters to this operator.
    looked_until: of pending law; text_note: of days later than the newest text, or None.
    """

    question: AccessQuestion
    status: CloudStatus
    due_diligence: DueDiligence
    sentence: str
    prohibitions: tuple[Finding, ...]
    undetermined: tuple[Finding, ...]
    notices: tuple[Finding, ...]
    open_questions: tuple[OpenQuestion, ...]
    headquarters_test: PartyTest
    nationality_test: PartyTest
    pending_law: tuple[Bill, ...]
    looked_until: date
    settings_used: tuple[SettingUsed, ...]
    text_read_until: date
    text_note: str | None

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values: texts, lists, objects, null."""
        question = self.question
        return {
            "as_of": question.as_of.isoformat(),
            "known_on": question.known_on.isoformat() if question.known_on else None,
            "headquarters_country": question.headquarters_country,
            "ultimate_parent_headquarters_country": question.ultimate_parent_headquarters_country,
            "status": str(self.status),
            "due_diligence": str(self.due_diligence),
            "sentence": self.sentence,
            "prohibitions": [_with_conditions(one) for one in self.prohibitions],
            "undetermined": [limb_document(one) for one in self.undetermined],
            "notices": [limb_document(one) for one in self.notices],
            "open_questions": [one.to_document() for one in self.open_questions],
            "headquarters_test": self.headquarters_test.to_document(),
            "nationality_test": self.nationality_test.to_document(),
            "pending_law": [one.to_document() for one in self.pending_law],
            "pending_law_looked_until": self.looked_until.isoformat(),
            "settings_used": [one.to_document() for one in self.settings_used],
            "text_read_until": self.text_read_until.isoformat(),
            "text_note": self.text_note,
        }


def _with_conditions(finding: Finding) -> dict[str, object]:
    return {
        **limb_document(finding),
        "conditions": [condition.to_document() for condition in finding.conditions],
    }
