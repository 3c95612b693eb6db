"""Facts that would decide, as things to find out: what each means, and addresses that answer it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from compliance.console.law.fact_fields import NO, YES
from compliance.console.law.question_form import FIELD_OF_FACT
from rules.catalogue import CATALOGUE
from rules.facts import FactType
from rules.licensing.answer import OpenQuestion


@dataclass(frozen=True, slots=True)
class ToFindOut:
    """One fact. field: of the form where it is stated, or None: the registry has to learn it.

    answers: word and query that states it so, where yes and no are the answers.
    """

    fact: str
    meaning: str
    field: str | None
    answers: tuple[tuple[str, str], ...]


def to_find_out(
    facts: Iterable[str], parts: Mapping[str, list[str]], fields: Iterable[str]
) -> list[ToFindOut]:
    """Return each fact once, in the order given. parts: the question as it stands in the address."""
    known = set(fields)
    return [_one(name, parts, known) for name in dict.fromkeys(facts)]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that only people can answer. facts: those of it that the form can state with yes or no."""

    question: str
    clause: str
    facts: tuple[ToFindOut, ...]


def asked_of_people(
    open_questions: Iterable[OpenQuestion], parts: Mapping[str, list[str]], fields: Iterable[str]
) -> list[Asked]:
    """Return the open questions of an answer, in their order."""
    known = list(fields)
    return [
        Asked(
            one.question,
            one.clause,
            tuple(fact for fact in to_find_out(one.missing_facts, parts, known) if fact.answers),
        )
        for one in open_questions
    ]


def _one(name: str, parts: Mapping[str, list[str]], known: set[str]) -> ToFindOut:
    fact = CATALOGUE.get(name)
    field = FIELD_OF_FACT.get(name, name)
    is_boolean = fact is not None and fact.type is FactType.BOOLEAN and field in known
    return ToFindOut(
        fact=name,
        meaning=_meaning(name),
        field=field if field in known else None,
        answers=tuple((word, urlencode({**parts, name: [word]}, doseq=True)) for word in (YES, NO))
        if is_boolean
        else (),
    )


def _meaning(name: str) -> str:
    fact = CATALOGUE.get(name)
    if fact is None:
        return name.replace("_", " ")
    text = fact.meaning.removeprefix("whether ")
    return text[:1].upper() + text[1:]
