"""A licence answer as the page shows it: places, three columns, exceptions beside one another, what to find out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compliance.console.law.asked_item import AskedItem
from compliance.console.law.country_names import COUNTRY_NAMES
from compliance.console.law.question_forms import KIND_TEXTS
from rules.clocks import Reading
from rules.findings import ConditionReading
from rules.law import Law, LawOnDay
from rules.licensing import LicenceAnswer, ReadingAnswer, TransferQuestion, answer
from rules.licensing.exceptions import ExceptionAnswer
from rules.licensing.party_tests import PartyTest
from rules.licensing.review import PolicyAnswer


@dataclass(frozen=True, slots=True)
class Place:
    """A country of the question with the groups it is in on that day. counted_as: the name of another, or None."""

    role: str
    code: str | None
    name: str
    groups: tuple[str, ...]
    counted_as: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """One explanation of an exception, and the answers that give it."""

    readings: tuple[Reading, ...]
    found: ExceptionAnswer


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """An exception, or several of which the same is said, under the three answers.

    statuses: None where an answer does not speak of it.
    """

    names: tuple[str, ...]
    statuses: tuple[str | None, ...]
    whys: tuple[Why, ...]

    @property
    def by_reading(self) -> tuple[tuple[str, str | None], ...]:
        """The statuses, each with the word for its answer."""
        return tuple(zip(("codified", "enforced", "careful"), self.statuses, strict=True))

    @property
    def is_open(self) -> bool:
        """Whether under some answer it may be used or is undetermined: what a reader looks for first."""
        return any(status in {"eligible", "undetermined", "not_examined"} for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A review policy with its conditions, and the answers under which it holds or is open."""

    readings: tuple[Reading, ...]
    found: PolicyAnswer

    @property
    def conditions(self) -> tuple[ConditionReading, ...]:
        """What must be shown."""
        return self.found.finding.conditions


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
    exceptions = _exceptions(answers)
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
        checklists=_checklists(answers),
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


def _exceptions(answers: Iterable[ReadingAnswer]) -> list[ExceptionRow]:
    """Of two ways into one exception the more favourable status stands in the row."""
    by_name: dict[str, dict[Reading, list[ExceptionAnswer]]] = {}
    for one in answers:
        for found in one.exceptions:
            by_name.setdefault(found.name, {}).setdefault(one.reading, []).append(found)
    rows = [
        ExceptionRow(
            (name,), tuple(_most_favourable(found.get(reading, ())) for reading in Reading), _whys(found)
        )
        for name, found in by_name.items()
    ]
    return _together(rows)


def _together(rows: Iterable[ExceptionRow]) -> list[ExceptionRow]:
    """Exceptions of which the same is said share a row: the gate closes a dozen with one sentence."""
    said: dict[tuple[object, ...], ExceptionRow] = {}
    for row in rows:
        key = (
            row.statuses,
            *((why.readings, why.found.explanation, why.found.conditions) for why in row.whys),
        )
        same = said.get(key)
        said[key] = replace(same, names=(*same.names, *row.names)) if same else row
    return list(said.values())


_FAVOURABLE = ("eligible", "undetermined", "not_examined", "not_offered", "not_available", "gated_out")


def _most_favourable(found: Iterable[ExceptionAnswer]) -> str | None:
    return min((str(one.status) for one in found), key=_FAVOURABLE.index, default=None)


def _whys(found: Mapping[Reading, Iterable[ExceptionAnswer]]) -> tuple[Why, ...]:
    together: dict[tuple[object, ...], tuple[list[Reading], ExceptionAnswer]] = {}
    for reading, ones in found.items():
        for one in ones:
            key = (one.status, one.clause, one.explanation, one.conditions, one.missing_facts)
            together.setdefault(key, ([], one))[0].append(reading)
    return tuple(Why(tuple(readings), one) for readings, one in together.values())


def _checklists(answers: Iterable[ReadingAnswer]) -> tuple[Checklist, ...]:
    together: dict[tuple[object, ...], tuple[list[Reading], PolicyAnswer]] = {}
    for one in answers:
        for policy in one.review.policies if one.review else ():
            key = (policy.finding.rule_id, policy.finding.status, policy.finding.conditions, policy.otherwise)
            together.setdefault(key, ([], policy))[0].append(one.reading)
    return tuple(Checklist(tuple(readings), policy) for readings, policy in together.values())


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
