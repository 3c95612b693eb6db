"""An answer about access from afar as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from compliance.console.law.licence_answers import Place, places_of
from rules.cloud import AccessQuestion, CloudAnswer, CloudStatus, DueDiligence, cloud_answer
from rules.law import Law
from rules.licensing.party_tests import PartyTest

STATUS_TEXTS = {
    CloudStatus.PROHIBITED_UNLESS_AUTHORISED: "prohibited unless authorised",
    CloudStatus.MAY_BE_NEEDED: "a licence may be needed",
    CloudStatus.UNDETERMINED: "undetermined",
    CloudStatus.NOTHING_FOUND: "no requirement found",
}
DILIGENCE_TEXTS = {
    DueDiligence.HEIGHTENED: "heightened due diligence",
    DueDiligence.ORDINARY: "ordinary due diligence",
    DueDiligence.UNDETERMINED: "due diligence undetermined",
}


@dataclass(frozen=True, slots=True)
class AccessPage:
    """The whole answer with the places it speaks of."""

    whole: CloudAnswer
    status: str
    diligence: str
    places: tuple[Place, ...]
    tests: tuple[tuple[str, PartyTest], ...]
    missing_facts: tuple[str, ...]


def access_page(asked: Mapping[str, Any], facts: Mapping[str, Any], law: Law) -> AccessPage:
    """Return the answer to a valid form. Raises QuestionError and NoTextKnown."""
    question = AccessQuestion(
        as_of=asked["as_of"],
        known_on=asked["known_on"],
        headquarters_country=asked["headquarters"],
        ultimate_parent_headquarters_country=asked["parent"],
        facts=facts,
    )
    found = cloud_answer(question, law)
    codes = question.facts.get("access_countries")
    used_from = [("Used from", code) for code in codes] if isinstance(codes, tuple) else []
    roles = [
        ("User's headquarters", question.headquarters_country),
        ("Ultimate parent's headquarters", question.ultimate_parent_headquarters_country),
        *used_from,
    ]
    missing = dict.fromkeys(name for one in found.undetermined for name in one.missing_facts)
    return AccessPage(
        whole=found,
        status=STATUS_TEXTS[found.status],
        diligence=DILIGENCE_TEXTS[found.due_diligence],
        places=places_of(roles, law.on(question.as_of, question.known_on)),
        tests=(("Headquarters", found.headquarters_test), ("Nationality", found.nationality_test)),
        missing_facts=tuple(missing | dict.fromkeys(found.headquarters_test.missing_facts)),
    )
