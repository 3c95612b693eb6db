"""Rule sets x facts -> findings. Pure: the same sets and facts give the same findings, today or later."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache

from rules.catalogue import CATALOGUE
from rules.errors import FactError
from rules.facts import Fact, FactValue, Subject, parse_facts, value_text
from rules.findings import Finding
from rules.judge import Readings, judges_of
from rules.ruleset import RuleSet


def evaluate(
    rule_sets: Iterable[RuleSet], subject: Subject | str, facts: Mapping[str, FactValue | None]
) -> list[Finding]:
    """One finding for every rule about this kind of subject, in the order of the sets and of their rules.

    facts: by catalogue name; None or left out means unknown. Raises FactError for a name or value that the
    catalogue does not have for this subject: a fact that no rule could read must not be lost silently.
    """
    kind = parse_subject(subject)
    known = _known(kind, facts)
    readings = Readings(known)
    return [judge.finding(known, readings) for rule_set in rule_sets for judge in judges_of(rule_set, kind)]


def _known(kind: Subject, facts: Mapping[str, FactValue | None]) -> dict[str, FactValue]:
    """The known facts, parsed: of most subjects a few of the many that the catalogue has."""
    own = _facts_of(kind)
    if not own.keys() >= facts.keys():
        parse_facts(CATALOGUE, kind, facts)  # says which name is wrong, and why
    return {name: own[name].parse(value) for name, value in facts.items() if value is not None}


@cache
def _facts_of(kind: Subject) -> dict[str, Fact]:
    return {name: fact for name, fact in CATALOGUE.items() if kind in fact.subjects}


def parse_subject(subject: Subject | str) -> Subject:
    """The kind of subject, or FactError naming the kinds there are."""
    try:
        return Subject(subject)
    except ValueError as error:
        raise FactError(f"{subject!r} is no kind of subject: there are {', '.join(Subject)}") from error


def facts_document(facts: Mapping[str, FactValue | None]) -> dict[str, object]:
    """The facts as JSON-safe plain values: numbers as exact text, booleans as such, unknown as None.

    Facts left out stay out. Equal values give equal documents (1.0 and 1.00, any order of a text list).
    Raises FactError for names and values that the catalogue does not have.
    """
    document: dict[str, object] = {}
    for name, value in sorted(facts.items()):
        fact = _known_fact(name)
        parsed = None if value is None else fact.parse(value)
        match parsed:
            case None | bool():
                document[name] = parsed
            case tuple():
                document[name] = list(parsed)
            case _:
                document[name] = value_text(parsed)
    return document


def facts_from_document(document: Mapping[str, object]) -> dict[str, FactValue | None]:
    """The facts again from a stored document, to evaluate them years later.

    Raises FactError for what `facts_document` would not have written, and for names that the catalogue no
    longer has.
    """
    return {
        name: None if value is None else _known_fact(name).parse_text(value)
        for name, value in document.items()
    }


def _known_fact(name: str) -> Fact:
    if name not in CATALOGUE:
        raise FactError(f"no fact is named {name!r}: see rules/catalogue for the names there are")
    return CATALOGUE[name]


def facts_digest(facts: Mapping[str, FactValue | None]) -> str:
    """SHA-256 (hexadecimal) of the facts' document as compact JSON with sorted keys, in UTF-8."""
    text = json.dumps(facts_document(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
