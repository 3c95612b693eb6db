"""Reading one rule of a rule set: its limbs, carve-outs and conditions, each expression compiled."""

import string
from collections.abc import Collection, Mapping

from rules.catalogue import CATALOGUE
from rules.errors import ExpressionError
from rules.expressions import Expression, Language
from rules.facts import Subject
from rules.ruleset import (
    REVIEW_POLICIES,
    Condition,
    Confidence,
    Effect,
    Limb,
    NamedList,
    Rule,
    Severity,
)
from rules.toml.lines import Path
from rules.toml.strict_table import LONGEST_ID, StrictTable

LONGEST_CLAUSE = 300
LONGEST_STORED_CLAUSE = {Subject.TENANT: 200, Subject.CHIP: 120}
LONGEST_OUTCOME = 40


def language_of(subjects: Collection[Subject], lists: Mapping[str, NamedList]) -> Language:
    """What expressions of a rule about these subjects may name: the facts that all of them have, and the lists."""
    return Language(
        facts={name: fact for name, fact in CATALOGUE.items() if fact.subjects.issuperset(subjects)},
        lists={name: named.codes for name, named in lists.items()},
    )


def read_rule(table: StrictTable, set_name: str, lists: Mapping[str, NamedList]) -> Rule:
    """One [[rules]] of the set of this name; RuleSetError for the first thing that is wrong with it."""
    rule_id = _read_id(table, set_name)
    subjects = tuple(read_subject(table, text) for text in table.texts("subjects"))
    language = language_of(subjects, lists)
    limbs = tuple(read_limb(found, language) for found in table.tables("limbs"))
    unless = tuple(read_limb(found, language) for found in table.tables("unless"))
    if not limbs:
        raise table.refusal("a rule has at least one [[rules.limbs]]")
    conditions = tuple(read_condition(found, language) for found in table.tables("conditions"))
    explanation = table.text("explanation")
    rule = Rule(
        id=rule_id,
        subjects=subjects,
        severity=table.choice("severity", Severity),
        title=table.line("title"),
        clause=table.line("clause", LONGEST_CLAUSE),
        explanation=explanation,
        question=table.optional_text("question"),
        limbs=limbs,
        unless=unless,
        any_limb=_joined(limbs, language, table),
        any_unless=_joined(unless, language, table) if unless else None,
        fact_names=_fact_names((*limbs, *unless), explanation, language, table),
        effect=table.optional_choice("effect", Effect) or Effect.FLAG,
        outcome=table.optional_line("outcome", LONGEST_OUTCOME),
        instead_of=table.optional_texts("instead_of"),
        conditions=conditions,
        raises_when_unknown=table.flag("raises_when_unknown", otherwise=True),
        confidence=table.optional_choice("confidence", Confidence),
    )
    table.finish()
    _require_outcome(rule, table)
    _require_fitting_clauses(rule, table)
    require_unique(table, "limb", [limb.id for limb in (*limbs, *unless)])
    require_unique(table, "condition", [condition.id for condition in conditions])
    return rule


def _read_id(table: StrictTable, set_name: str) -> str:
    """The rule's id, which every later message names too."""
    rule_id = table.line("id", LONGEST_ID)
    table.where = f"{table.where} ({rule_id})"
    prefix, _, rest = rule_id.partition(".")
    if prefix != set_name or not rest:
        raise table.refusal(
            f"a rule's id begins with the name of its set: {set_name}.{rest or 'something'}", "id"
        )
    return rule_id


def _fact_names(
    limbs: Collection[Limb], explanation: str, language: Language, table: StrictTable
) -> tuple[str, ...]:
    """All that expressions read or sentences quote, sorted."""
    quoted = [explanation, *(limb.explanation for limb in limbs if limb.explanation)]
    read = {name for limb in limbs for name in limb.when.facts}
    return tuple(sorted(read.union(*(_placeholders(sentence, language, table) for sentence in quoted))))


def _require_outcome(rule: Rule, table: StrictTable) -> None:
    """A classification without an entry, or an exception without a name, would answer nothing."""
    plain = {Effect.FLAG, Effect.NOTICE, Effect.PROHIBITION}
    if rule.effect not in plain and rule.outcome is None:
        raise table.refusal(f"a rule of effect {rule.effect} needs an 'outcome'", "effect")
    if rule.effect is Effect.REVIEW_POLICY and rule.outcome not in REVIEW_POLICIES:
        raise table.refusal(
            f"outcome {rule.outcome!r} is no review policy: there are {', '.join(REVIEW_POLICIES)}", "outcome"
        )


def _require_fitting_clauses(rule: Rule, table: StrictTable) -> None:
    """A clause that decided is stored: with a tenant's flag, and with a chip that a replay classes otherwise."""
    longest = min(LONGEST_STORED_CLAUSE.get(subject, LONGEST_CLAUSE) for subject in rule.subjects)
    places: list[tuple[Path, str]] = [((), rule.clause)]
    for key, limbs in (("limbs", rule.limbs), ("unless", rule.unless)):
        places += [((key, position), limb.clause) for position, limb in enumerate(limbs, 1)]
    for place, clause in places:
        if len(clause) > longest:
            raise table.refusal(
                f"key 'clause' has {len(clause)} characters and may have {longest} in a rule about "
                f"{', '.join(rule.subjects)}",
                "clause",
                inside=place,
            )


def read_subject(table: StrictTable, text: str) -> Subject:
    """The kind of subject of that name."""
    try:
        return Subject(text)
    except ValueError as error:
        raise table.refusal(f"subject {text!r} is none of {', '.join(Subject)}", "subjects") from error


def read_limb(table: StrictTable, language: Language) -> Limb:
    """One limb or carve-out, compiled."""
    limb_id = table.name("id")
    table.where = f"{table.where} ({limb_id})"
    source = table.text("when")
    when = _compiled(source, language, table)
    limb = Limb(limb_id, table.line("clause", LONGEST_CLAUSE), when, table.optional_text("explanation"))
    table.finish()
    return limb


def _compiled(source: str, language: Language, table: StrictTable) -> Expression:
    try:
        return language.compile(source)
    except ExpressionError as error:
        raise table.refusal(str(error), "when") from error


def read_condition(table: StrictTable, language: Language) -> Condition:
    """One condition, compiled where it has an expression."""
    condition_id = table.name("id")
    table.where = f"{table.where} ({condition_id})"
    source = table.optional_text("when")
    condition = Condition(
        id=condition_id,
        clause=table.line("clause", LONGEST_CLAUSE),
        text=table.text("text"),
        confidence=table.choice("confidence", Confidence),
        when=None if source is None else _compiled(source, language, table),
    )
    table.finish()
    return condition


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
            raise table.refusal(
                f"explanation: {{{name}}} is not a fact of this rule's subjects", "explanation"
            )
        names.add(name)
    return names


def require_unique(table: StrictTable, what: str, ids: list[str]) -> None:
    """RuleSetError where an id is used twice."""
    if len(set(ids)) != len(ids):
        twice = sorted({found for found in ids if ids.count(found) > 1})
        raise table.refusal(f"{what} id {', '.join(twice)} is used twice")
