"""Reading a rule set from TOML, strictly.

The format, by example, is any file under `rules/sets/`. Reading one compiles every expression against the
fact catalogue, so a set that loads has no misspelt fact, no comparison of unlike types and no constant its
fact can never have.
"""

import hashlib
import string
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from rules.catalogue import CATALOGUE
from rules.errors import ExpressionError, RuleSetError
from rules.expressions import Expression, Language
from rules.facts import Subject
from rules.ruleset import (
    Confidence,
    EnforcementPeriod,
    EnforcementStatus,
    Limb,
    NamedList,
    Rule,
    RuleSet,
    Severity,
    Standing,
)
from rules.strict_table import StrictTable

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_rule_set(content: bytes, origin: str) -> RuleSet:
    """A rule set from the bytes of a TOML file; `origin` names the file in messages.

    Raises RuleSetError for anything but the format: bad TOML or encoding, unknown or missing keys, wrong
    types, dates out of order, expressions that do not compile, placeholders that are no facts.
    """
    try:
        document = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleSetError(f"{origin}: not a TOML file in UTF-8: {error}") from error
    table = StrictTable(document, origin)
    jurisdiction, name = table.name("jurisdiction"), table.name("name")
    effective_from = table.day("effective_from")
    lists = {key: _read_list(key, found) for key, found in table.named_tables("lists").items()}
    rule_set = RuleSet(
        id=f"{jurisdiction}/{name}",
        jurisdiction=jurisdiction,
        name=name,
        title=table.text("title"),
        authority=table.text("authority"),
        citation=table.text("citation"),
        source_url=table.text("source_url"),
        confidence=_read_choice(table, "confidence", Confidence),
        standing=_read_choice(table, "standing", Standing),
        notes=table.optional_text("notes"),
        published_on=table.day("published_on"),
        effective_from=effective_from,
        effective_until=table.optional_day("effective_until"),
        compliance_from=table.optional_day("compliance_from") or effective_from,
        enforcement=tuple(_read_enforcement(found) for found in table.tables("enforcement")),
        lists=MappingProxyType(lists),
        rules=tuple(_read_rule(found, name, lists) for found in table.tables("rules")),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    table.finish()
    _require_consistent(rule_set, table)
    return rule_set


def _read_choice(table: StrictTable, key: str, choices: type[_Choice]) -> _Choice:
    value = table.text(key)
    try:
        return choices(value)
    except ValueError as error:
        allowed = ", ".join(choices)
        raise table.refusal(f"key {key!r} is {value!r}: it is one of {allowed}") from error


def _read_enforcement(table: StrictTable) -> EnforcementPeriod:
    period = EnforcementPeriod(
        status=_read_choice(table, "status", EnforcementStatus),
        applies_from=table.day("from"),
        applies_until=table.optional_day("until"),
        source=table.text("source"),
    )
    table.finish()
    if period.applies_until is not None and period.applies_until <= period.applies_from:
        raise table.refusal("'until' must be later than 'from'")
    return period


def _read_list(name: str, table: StrictTable) -> NamedList:
    named = NamedList(
        name=name,
        codes=table.texts("codes"),
        citation=table.text("citation"),
        as_of=table.day("as_of"),
        confidence=_read_choice(table, "confidence", Confidence),
    )
    table.finish()
    return named


def _read_rule(table: StrictTable, set_name: str, lists: Mapping[str, NamedList]) -> Rule:
    rule_id = table.text("id")
    table.where = f"{table.where} ({rule_id})"
    prefix, _, rest = rule_id.partition(".")
    if prefix != set_name or not rest:
        raise table.refusal(f"a rule's id begins with the name of its set: {set_name}.{rest or 'something'}")
    subjects = tuple(_subject(table, text) for text in table.texts("subjects"))
    language = Language(
        facts={name: fact for name, fact in CATALOGUE.items() if fact.subjects.issuperset(subjects)},
        lists={name: named.codes for name, named in lists.items()},
    )
    limbs = tuple(_read_limb(found, language) for found in table.tables("limbs"))
    unless = tuple(_read_limb(found, language) for found in table.tables("unless"))
    if not limbs:
        raise table.refusal("a rule has at least one [[rules.limbs]]")
    explanation = table.text("explanation")
    quoted = [explanation, *(limb.explanation for limb in (*limbs, *unless) if limb.explanation)]
    read = {name for limb in (*limbs, *unless) for name in limb.when.facts}
    rule = Rule(
        id=rule_id,
        subjects=subjects,
        severity=_read_choice(table, "severity", Severity),
        title=table.text("title"),
        clause=table.text("clause"),
        explanation=explanation,
        question=table.optional_text("question"),
        limbs=limbs,
        unless=unless,
        any_limb=_joined(limbs, language, table),
        any_unless=_joined(unless, language, table) if unless else None,
        fact_names=tuple(
            sorted(read.union(*(_placeholders(sentence, language, table) for sentence in quoted)))
        ),
    )
    table.finish()
    _require_unique(table, "limb", [limb.id for limb in (*limbs, *unless)])
    return rule


def _subject(table: StrictTable, text: str) -> Subject:
    try:
        return Subject(text)
    except ValueError as error:
        raise table.refusal(f"subject {text!r} is none of {', '.join(Subject)}") from error


def _read_limb(table: StrictTable, language: Language) -> Limb:
    limb_id = table.name("id")
    table.where = f"{table.where} ({limb_id})"
    source = table.text("when")
    try:
        when = language.compile(source)
    except ExpressionError as error:
        raise table.refusal(str(error)) from error
    limb = Limb(limb_id, table.text("clause"), when, table.optional_text("explanation"))
    table.finish()
    return limb


def _joined(limbs: tuple[Limb, ...], language: Language, table: StrictTable) -> Expression:
    """All limbs in one expression; the line ends keep a comment in one limb from swallowing the next."""
    try:
        return language.compile(" || ".join(f"({limb.when.source}\n)" for limb in limbs))
    except ExpressionError as error:
        raise table.refusal(f"the limbs taken together: {error}") from error


def _placeholders(sentence: str, language: Language, table: StrictTable) -> set[str]:
    """The facts a sentence quotes as {name}; nothing else may stand in braces."""
    try:
        pieces = list(string.Formatter().parse(sentence))
    except ValueError as error:
        raise table.refusal(f"explanation {sentence!r}: {error}") from error
    names = set()
    for _, name, specification, conversion in pieces:
        if name is None:
            continue
        if name not in language.facts or specification or conversion:
            raise table.refusal(f"explanation: {{{name}}} is not a fact of this rule's subjects")
        names.add(name)
    return names


def _require_unique(table: StrictTable, what: str, ids: list[str]) -> None:
    if len(set(ids)) != len(ids):
        twice = sorted({found for found in ids if ids.count(found) > 1})
        raise table.refusal(f"{what} id {', '.join(twice)} is used twice")


def _require_consistent(rule_set: RuleSet, table: StrictTable) -> None:
    if not rule_set.rules:
        raise table.refusal("a rule set has at least one [[rules]]")
    _require_unique(table, "rule", [rule.id for rule in rule_set.rules])
    if rule_set.effective_until is not None and rule_set.effective_until <= rule_set.effective_from:
        raise table.refusal("'effective_until' must be later than 'effective_from'")
    if rule_set.compliance_from < rule_set.effective_from:
        raise table.refusal("'compliance_from' may not be earlier than 'effective_from'")
    for earlier, later in zip(rule_set.enforcement, rule_set.enforcement[1:], strict=False):
        if earlier.applies_until is None or earlier.applies_until > later.applies_from:
            raise table.refusal("enforcement periods must follow each other in time and not overlap")
