"""From a question on access and a law to the answer."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from rules.catalogue import CATALOGUE
from rules.catalogue.end_uses import ASKED_OF_PEOPLE
from rules.catalogue.identity import GROUPS_OF_TENANT_COUNTRIES
from rules.chips.classification import text_note
from rules.clocks import Reading
from rules.cloud.answer import CloudAnswer, CloudStatus, DueDiligence
from rules.cloud.question import AccessQuestion
from rules.evaluate import evaluate
from rules.facts import FactValue, Subject
from rules.findings import Finding, FindingStatus
from rules.first_text import of_set, require_text
from rules.group_facts import GroupsOnDay
from rules.law import TEXT_READ_UNTIL, Law, LawOnDay
from rules.licensing.answer import OpenQuestion
from rules.licensing.findable import findable
from rules.licensing.party_tests import headquarters_test_of, nationality_test
from rules.licensing.settings_read import settings_read
from rules.pending_law import Bill, Concern, pending_law
from rules.ruleset import Effect

FIRST_SET = "us/remote_access"
_MAY_BE_NEEDED = "licence_may_be_needed"
_FORBIDDING = frozenset({Effect.PROHIBITION, Effect.LICENCE_REQUIREMENT})
"""A letter to this operator may call its limit on access either; both mean: not unless authorised."""
_ASKED = ASKED_OF_PEOPLE | {"access_countries", "access_regions", "end_user_nationalities"}
_FIELDS = frozenset({"headquarters_country", "ultimate_parent_headquarters_country"})
"""Of the question itself: whoever leaves one out has not said who the user is, and no prohibition can be excluded."""
_GROUPS_OF = {**GROUPS_OF_TENANT_COUNTRIES, "end_use_country": "end_use_groups"}
_PENDING = (Concern.REMOTE_ACCESS, Concern.KNOW_YOUR_CUSTOMER)


def cloud_answer(question: AccessQuestion, law: Law) -> CloudAnswer:
    """What was found for one user on the question's day, as known on its other day.

    Guidance, proposals, and the operator's directives are read besides what is codified: they are what applies
    instead of a licence requirement. Raises NoTextKnown for a day on which nothing on access was known.
    """
    day = law.on(question.as_of, question.known_on)
    require_text(law, day, of_set(FIRST_SET), "text on remote access")
    facts = _facts(question, day)
    findings = [
        replace(one, missing_facts=findable(one.missing_facts))
        for one in evaluate(day.under(Reading.CONSERVATIVE), Subject.ACCESS, facts)
    ]
    prohibitions = _met(findings, _FORBIDDING)
    undetermined = tuple(one for one in findings if _leaves_open(one))
    notices = _met(findings, {Effect.NOTICE, Effect.FLAG})
    headquarters = headquarters_test_of(facts, "headquarters", "ultimate_parent_headquarters")
    bills = pending_law().on(question.known_on or question.as_of, _PENDING)
    return CloudAnswer(
        question=question,
        status=_status(prohibitions, notices, undetermined),
        due_diligence=_due_diligence(headquarters.status),
        sentence=_sentence(question, prohibitions, undetermined, headquarters.status, bills),
        prohibitions=prohibitions,
        undetermined=undetermined,
        notices=notices,
        open_questions=_open_questions(findings),
        headquarters_test=headquarters,
        nationality_test=nationality_test(facts),
        pending_law=bills,
        looked_until=pending_law().looked_until,
        settings_used=settings_read(day, Subject.ACCESS),
        text_read_until=TEXT_READ_UNTIL,
        text_note=text_note(question.as_of),
    )


def _facts(question: AccessQuestion, day: LawOnDay) -> dict[str, FactValue | None]:
    facts: dict[str, FactValue | None] = {
        "access_is_remote": True,
        "headquarters_country": question.headquarters_country,
        "ultimate_parent_headquarters_country": question.ultimate_parent_headquarters_country,
        **{name: value for name, value in question.facts.items() if value is not None},
        **day.setting_facts(),
    }
    known = {name: CATALOGUE[name].parse(value) for name, value in facts.items() if value is not None}
    return {**known, **GroupsOnDay(day).facts_of(known, _GROUPS_OF)}


def _met(findings: Sequence[Finding], effects: Collection[Effect]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.effect in effects and one.status is FindingStatus.MET)


def _leaves_open(finding: Finding) -> bool:
    """Whether a rule that forbids is undetermined although all that only asking can show was asked, or for want of
    a field of the question itself.
    """
    return (
        finding.effect in _FORBIDDING
        and finding.status is FindingStatus.UNDETERMINED
        and (
            finding.raises_when_unknown
            or _ASKED.isdisjoint(finding.missing_facts)
            or not _FIELDS.isdisjoint(finding.missing_facts)
        )
    )


def _status(
    prohibitions: Sequence[Finding], notices: Sequence[Finding], undetermined: Sequence[Finding]
) -> CloudStatus:
    if prohibitions:
        return CloudStatus.PROHIBITED_UNLESS_AUTHORISED
    if any(one.outcome == _MAY_BE_NEEDED for one in notices):
        return CloudStatus.MAY_BE_NEEDED
    if undetermined:
        return CloudStatus.UNDETERMINED
    return CloudStatus.NOTHING_FOUND


def _due_diligence(headquarters: FindingStatus) -> DueDiligence:
    match headquarters:
        case FindingStatus.MET:
            return DueDiligence.HEIGHTENED
        case FindingStatus.NOT_MET:
            return DueDiligence.ORDINARY
        case _:
            return DueDiligence.UNDETERMINED


def _sentence(
    question: AccessQuestion,
    prohibitions: Sequence[Finding],
    undetermined: Sequence[Finding],
    headquarters: FindingStatus,
    bills: Sequence[Bill],
) -> str:
    """The finding in one sentence, always in this order: what forbids or cannot be excluded, what was found, how much
    asking is owed, what knowledge changes, what may hang on the chips, what is pending.
    """
    diligence = {
        FindingStatus.MET: "heightened due diligence",
        FindingStatus.NOT_MET: "ordinary due diligence",
        FindingStatus.UNDETERMINED: "due diligence undetermined until headquarters are known",
    }[headquarters]
    pending = [one.short_name for one in bills if one.is_pending and Concern.REMOTE_ACCESS in one.concerns]
    parts = [
        f"No EAR licence requirement found for remote access as such (as of {question.as_of})",
        diligence,
        "a licence may be needed if you know of WMD/military-intelligence training",
        "check the licence conditions attached to the chips",
        f"pending law: {', '.join(pending)}" if pending else "no pending law recorded for that day",
    ]
    if undetermined:
        parts.insert(0, f"Cannot be excluded yet: {_clauses(undetermined)}")
    if prohibitions:
        parts.insert(0, f"Prohibited unless authorised: {_clauses(prohibitions)}")
    return "; ".join(parts) + "."


def _clauses(findings: Sequence[Finding]) -> str:
    return ", ".join(dict.fromkeys(one.clause for one in findings))


def _open_questions(findings: Sequence[Finding]) -> tuple[OpenQuestion, ...]:
    return tuple(
        OpenQuestion(one.rule_id, one.clause, one.question, one.missing_facts)
        for one in findings
        if one.status is FindingStatus.UNDETERMINED and one.question is not None
    )
