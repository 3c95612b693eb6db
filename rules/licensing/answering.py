"""From a question and a law to the answer: three readings, three tests of the parties, and what remains."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rules.catalogue.end_uses import ASKED_OF_PEOPLE
from rules.chips.classification import text_note
from rules.clocks import Reading
from rules.evaluate import evaluate
from rules.facts import Subject
from rules.findings import Finding, FindingStatus
from rules.first_text import of_set, require_text
from rules.law import TEXT_READ_UNTIL, Law, LawOnDay
from rules.licensing.answer import LicenceAnswer, OpenQuestion, ReadingAnswer, Requirement
from rules.licensing.exceptions import ALL_CLOSED, ONE_CLOSED, OTHERS_CLOSED, exceptions_of
from rules.licensing.findable import findable
from rules.licensing.party_tests import fifty_percent_test, headquarters_test, nationality_test
from rules.licensing.question import TransferQuestion
from rules.licensing.review import review_of
from rules.licensing.settings_read import settings_read
from rules.licensing.transfer_facts import item_entry_of, transfer_facts
from rules.ruleset import Effect

FIRST_SET = "us/licence_region"


def answer(question: TransferQuestion, law: Law) -> LicenceAnswer:
    """What the law of the question's day, as known on its other day, asks of a transfer.

    Raises NoTextKnown for a day on which no text on advanced computing items was in force or known.
    """
    day = law.on(question.as_of, question.known_on)
    require_text(law, day, of_set(FIRST_SET), "licence requirement for advanced computing items")
    facts = {reading: transfer_facts(question, day, reading) for reading in Reading}
    findings = {
        reading: _named_for_people(
            evaluate(day.under(reading), Subject.TRANSFER, facts[reading]), question, reading
        )
        for reading in Reading
    }
    widest = facts[Reading.CONSERVATIVE]
    return LicenceAnswer(
        question=question,
        answers={reading: _reading_answer(question, day, reading, findings) for reading in Reading},
        headquarters_test=headquarters_test(widest),
        fifty_percent_test=fifty_percent_test(widest),
        nationality_test=nationality_test(widest),
        notices=_notices(findings[Reading.CONSERVATIVE]),
        open_questions=_open_questions(findings[Reading.CONSERVATIVE]),
        settings_used=settings_read(day, Subject.TRANSFER),
        text_read_until=TEXT_READ_UNTIL,
        text_note=text_note(question.as_of),
    )


def _reading_answer(
    question: TransferQuestion, day: LawOnDay, reading: Reading, by_reading: Mapping[Reading, list[Finding]]
) -> ReadingAnswer:
    findings = by_reading[reading]
    asked = [one for one in findings if one.effect is Effect.LICENCE_REQUIREMENT]
    met = tuple(one for one in asked if one.status is FindingStatus.MET)
    open_ones = tuple(one for one in asked if _leaves_open(one))
    requirement = (
        Requirement.REQUIRED if met else Requirement.UNDETERMINED if open_ones else Requirement.NOT_FOUND
    )
    missing = tuple(sorted({name for one in open_ones for name in one.missing_facts}))
    is_asked = requirement is not Requirement.NOT_FOUND
    return ReadingAnswer(
        reading=reading,
        item_entry=item_entry_of(question, reading),
        requirement=requirement,
        sentence=_sentence(requirement, met, missing, question, reading),
        requirements=met,
        undetermined=open_ones,
        prohibitions=_prohibitions(findings),
        missing_facts=missing,
        exceptions=exceptions_of(findings, by_reading[Reading.CODIFIED], day, reading) if is_asked else (),
        review=review_of(findings, day, reading) if is_asked else None,
        enforcement=_enforcement(day, reading, (*met, *open_ones)),
    )


def _enforcement(day: LawOnDay, reading: Reading, findings: Iterable[Finding]) -> dict[str, str | None]:
    """What the authority says it does with each set that a limb comes from, by reference; None is unknown."""
    wanted = {one.rule_set_reference for one in findings}
    return {
        one.reference: str(status) if (status := day.status_of(one)) else None
        for one in day.under(reading)
        if one.reference in wanted
    }


def _sentence(
    requirement: Requirement,
    met: Sequence[Finding],
    missing: Sequence[str],
    question: TransferQuestion,
    reading: Reading,
) -> str:
    as_of = f"as of {question.as_of}, {reading} reading"
    match requirement:
        case Requirement.REQUIRED:
            clauses = "; ".join(dict.fromkeys(one.clause for one in met))
            return f"A licence requirement was found ({as_of}): {clauses}."
        case Requirement.UNDETERMINED:
            return f"Undetermined ({as_of}): {', '.join(missing)} would decide."
        case _:
            return (
                f"No licence requirement was found in the rule sets ({as_of}; text read until {TEXT_READ_UNTIL}). "
                "The open questions, the notices, other lists and letters to single companies remain."
            )


def _leaves_open(finding: Finding) -> bool:
    """Whether a rule is undetermined for want of a fact that could be looked up. What only asking can show leaves a
    question open and no requirement.
    """
    return finding.status is FindingStatus.UNDETERMINED and (
        finding.raises_when_unknown or ASKED_OF_PEOPLE.isdisjoint(finding.missing_facts)
    )


def _prohibitions(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        one
        for one in findings
        if one.effect is Effect.PROHIBITION
        and one.outcome not in {ALL_CLOSED, OTHERS_CLOSED}
        and not (one.outcome or "").startswith(ONE_CLOSED)
        and one.status is FindingStatus.MET
    )


def _notices(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.effect is Effect.NOTICE and one.status is FindingStatus.MET)


def _open_questions(findings: Iterable[Finding]) -> tuple[OpenQuestion, ...]:
    asking = {Effect.LICENCE_REQUIREMENT, Effect.PROHIBITION, Effect.NOTICE}
    return tuple(
        OpenQuestion(one.rule_id, one.clause, one.question, one.missing_facts)
        for one in findings
        if one.status is FindingStatus.UNDETERMINED
        and one.effect in asking
        and one.question is not None
        and not (one.effect is Effect.LICENCE_REQUIREMENT and _leaves_open(one))
    )


def _named_for_people(
    findings: Sequence[Finding], question: TransferQuestion, reading: Reading
) -> list[Finding]:
    """Missing facts as somebody can go and find them: the entry, not the level that follows from it; the country,
    not its groups; of a chip that could not be classified, what its classification lacks.
    """
    return [
        replace(one, missing_facts=_findable(one.missing_facts, question, reading))
        if one.missing_facts
        else one
        for one in findings
    ]


def _findable(missing: Sequence[str], question: TransferQuestion, reading: Reading) -> tuple[str, ...]:
    """Of a chip that could not be classified, what its classification lacks."""
    names = set(findable(missing))
    if "item_entry" in names and question.classification is not None:
        lacking = question.classification.under(reading).missing_facts
        names = (names - {"item_entry"}) | set(lacking) if lacking else names
    return tuple(sorted(names))
