"""A licence answer as the page shows it: places, three columns, exceptions beside one another, what to find out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compliance.console.law.asked_item import AskedItem
from compliance.console.law.country_names import COUNTRY_NAMES
from compliance.console.law.licence_rows import Checklist, ExceptionRow, checklists, exception_rows
from compliance.console.law.question_forms import KIND_TEXTS
from rules.clocks import Reading
from rules.law import Law, LawOnDay
from rules.licensing import LicenceAnswer, ReadingAnswer, TransferQuestion, answer
from rules.licensing.party_tests import PartyTest


@dataclass(frozen=True, slots=True)
class Place:
    """A country of the question with the groups it is in on that day. counted_as: the name of another, or None."""

    role: str
    code: str | None
    name: str
    groups: tuple[str, ...]
    counted_as: str | None


@dataclass(frozen=True, slots=True)
class LicencePage:
    """The whole answer. whole: the careful one, with what does not depend on the reading."""

    item: AskedItem
    question: TransferQuestion
    whole: LicenceAnswer
    answers: tuple[ReadingAnswer, ...]
    places: tuple[Place, ...]
    open_exceptions: tuple[ExceptionRow, ...]
    closed_exceptions: tuple[ExceptionRow, ...]
    checklists: tuple[Checklist, ...]
    tests: tuple[tuple[str, PartyTest], ...]
    missing_facts: tuple[str, ...]

    @property
    def kind(self) -> str:
        """How the item moves."""
        text = KIND_TEXTS[self.question.transfer_kind]
        return text[:1].upper() + text[1:]

    @property
    def destination_name(self) -> str:
        """Where it goes, with the region where one is stated."""
        region = self.question.destination_region
        name = COUNTRY_NAMES.get(self.question.destination or "", "")
        return f"{name} ({region.capitalize()})" if region and region != "none" else name

    @property
    def has_review(self) -> bool:
        """Whether under some answer there is something to apply for."""
        return any(one.review for one in self.answers)


def licence_page(
    asked: Mapping[str, Any], facts: Mapping[str, Any], item: AskedItem, law: Law
) -> LicencePage:
    """Return the answer to a valid form. Raises QuestionError and NoTextKnown."""
    question = TransferQuestion(
        transfer_kind=asked["kind"],
        destination_country=asked["destination"] or ("UA" if asked["region"] not in {"", "none"} else None),
        destination_region=asked["region"] or None,
        as_of=asked["as_of"],
        known_on=asked["known_on"],
        origin_country=asked["origin"],
        recipient_headquarters_country=asked["headquarters"],
        recipient_ultimate_parent_headquarters_country=asked["parent"],
        classification=item.classification,
        facts={**item.facts, **facts},
    )
    by_reading = _answers(question, item, law)
    whole = by_reading[Reading.CONSERVATIVE]
    answers = tuple(by_reading[reading].under(reading) for reading in Reading)
    exceptions = exception_rows(answers)
    tests = (
        ("Headquarters", whole.headquarters_test),
        ("50 percent", whole.fifty_percent_test),
        ("Nationality", whole.nationality_test),
    )
    return LicencePage(
        item=item,
        question=question,
        whole=whole,
        answers=answers,
        places=places_of(_roles(question), law.on(question.as_of, question.known_on)),
        open_exceptions=tuple(one for one in exceptions if one.is_open),
        closed_exceptions=tuple(one for one in exceptions if not one.is_open),
        checklists=checklists(answers),
        tests=tests,
        missing_facts=_missing(answers, item),
    )


def places_of(roles: Iterable[tuple[str, str | None]], day: LawOnDay) -> tuple[Place, ...]:
    """Return each place with its groups on the day."""
    return tuple(_place(role, code, day) for role, code in roles)


def _place(role: str, code: str | None, day: LawOnDay) -> Place:
    if code is None:
        return Place(role, None, "not known", (), None)
    counted = day.countries.counted_as(code, day.as_of)
    return Place(
        role=role,
        code=code,
        name=COUNTRY_NAMES.get(code, code),
        groups=day.groups_of(code) or (),
        counted_as=COUNTRY_NAMES.get(counted, counted) if counted != code else None,
    )


def _roles(question: TransferQuestion) -> list[tuple[str, str | None]]:
    return [
        ("Leaves", question.origin),
        ("Goes to", question.destination),
        ("Recipient's headquarters", question.recipient_headquarters_country),
        ("Ultimate parent's headquarters", question.recipient_ultimate_parent_headquarters_country),
    ]


def _answers(question: TransferQuestion, item: AskedItem, law: Law) -> dict[Reading, LicenceAnswer]:
    """The answer for each reading's own entry; asked once where they are the same."""
    if item.classification is not None:
        return dict.fromkeys(Reading, answer(question, law))
    by_entry: dict[str | None, LicenceAnswer] = {}
    for entry in item.entries.values():
        if entry not in by_entry:
            by_entry[entry] = answer(replace(question, item_entry=entry), law)
    return {reading: by_entry[entry] for reading, entry in item.entries.items()}


def _missing(answers: Iterable[ReadingAnswer], item: AskedItem) -> tuple[str, ...]:
    """Every fact that would decide something of the answers: requirement, exceptions, review; each once."""
    names = dict.fromkeys(item.missing_facts)
    for one in answers:
        names |= dict.fromkeys(one.missing_facts)
    for one in answers:
        for exception in one.exceptions:
            names |= dict.fromkeys(exception.missing_facts)
        for policy in one.review.policies if one.review else ():
            names |= dict.fromkeys(policy.finding.missing_facts)
    return tuple(names)
