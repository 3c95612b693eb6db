"""Everything that is wrong with a rule set's text, not only the first thing: for whoever writes one.

The reader stops at the first error, which is right for a shipped file. A person at a desk mends many at a time,
so every table of the text is read here by itself and each gives its first error; limbs, carve-outs and
conditions are tables of their own.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from rules.errors import RuleSetError
from rules.rule_reader import (
    LONGEST_CLAUSE,
    LONGEST_OUTCOME,
    language_of,
    read_condition,
    read_limb,
    read_rule,
    read_subject,
)
from rules.ruleset import Confidence, Effect, NamedList, Severity, Standing
from rules.ruleset_reader import (
    LONGEST_JURISDICTION,
    read_enforcement,
    read_list,
    read_rule_set,
    read_text_reference,
)
from rules.toml.document import toml_document
from rules.toml.lines import Path
from rules.toml.strict_table import LONGEST_ID, StrictTable

_HEADER: tuple[Callable[[StrictTable], object], ...] = (
    lambda table: table.name("jurisdiction", LONGEST_JURISDICTION),
    lambda table: table.name("name"),
    lambda table: table.line("title"),
    lambda table: table.line("authority"),
    lambda table: table.text("citation"),
    lambda table: table.address("source_url"),
    lambda table: table.choice("confidence", Confidence),
    lambda table: table.choice("standing", Standing),
    lambda table: table.optional_text("notes"),
    lambda table: table.day("published_on"),
    lambda table: table.day("effective_from"),
    lambda table: table.optional_day("effective_until"),
    lambda table: table.optional_day("compliance_from"),
)
_RULE: tuple[Callable[[StrictTable], object], ...] = (
    lambda table: table.choice("severity", Severity),
    lambda table: table.line("title"),
    lambda table: table.line("clause", LONGEST_CLAUSE),
    lambda table: table.text("explanation"),
    lambda table: table.optional_text("question"),
    lambda table: table.optional_choice("effect", Effect),
    lambda table: table.optional_line("outcome", LONGEST_OUTCOME),
    lambda table: table.optional_texts("instead_of"),
    lambda table: table.flag("raises_when_unknown", otherwise=True),
)


def errors_of(content: bytes, origin: str) -> tuple[RuleSetError, ...]:
    """What is wrong with a rule set in TOML, in order of lines; empty for one that `read_rule_set` takes."""
    try:
        read_rule_set(content, origin)
    except RuleSetError as error:
        first = error
    else:
        return ()
    try:
        document, lines = toml_document(content, origin)
    except RuleSetError as error:
        return (error,)
    found = {str(error): error for error in (first, *_Pieces(document, origin, lines).errors())}
    return tuple(sorted(found.values(), key=lambda error: (error.line or 0, str(error))))


class _Pieces:
    """The tables of one text, read one by one. A table is used up by reading, so each reading makes its own."""

    def __init__(self, document: Mapping[str, object], origin: str, lines: Mapping[Path, int]) -> None:
        self._document = document
        self._origin = origin
        self._lines = lines
        self._lists: dict[str, NamedList] = {}

    def errors(self) -> Iterator[RuleSetError]:
        """The first error of each table."""
        yield from self._header()
        for name in self._names("lists"):
            yield from _attempt(partial(self._keep_list, name))
        for position in range(self._count("enforcement")):
            yield from _attempt(partial(read_enforcement, self._whole().tables("enforcement")[position]))
        for position in range(self._count("texts")):
            yield from _attempt(partial(read_text_reference, self._whole().tables("texts")[position]))
        for position in range(self._count("rules")):
            yield from self._rule(position)

    def _whole(self) -> StrictTable:
        return StrictTable(dict(self._document), self._origin, self._lines)

    def _header(self) -> Iterator[RuleSetError]:
        table = self._whole()
        for read in _HEADER:
            yield from _attempt(partial(read, table))
        for key in ("enforcement", "rules", "texts"):
            yield from _attempt(partial(table.tables, key))
        yield from _attempt(partial(table.named_tables, "lists"))
        yield from _attempt(table.finish)

    def _keep_list(self, name: str) -> None:
        # Known by name even where it is wrong, so that the rules that use it are not blamed for that.
        self._lists[name] = NamedList(name, (), "", date.min, Confidence.UNCERTAIN)
        self._lists[name] = read_list(name, self._whole().named_tables("lists")[name])

    def _rule(self, position: int) -> Iterator[RuleSetError]:
        name = str(self._document.get("name"))
        errors = list(_attempt(partial(read_rule, self._fresh(position), name, self._lists)))
        yield from errors
        if errors:
            yield from self._pieces_of_rule(self._fresh(position))

    def _fresh(self, position: int) -> StrictTable:
        return self._whole().tables("rules")[position]

    def _pieces_of_rule(self, table: StrictTable) -> Iterator[RuleSetError]:
        """The errors of each key, limb, carve-out and condition of a rule that is wrong somewhere."""
        try:
            table.where = f"{table.where} ({table.line('id', LONGEST_ID)})"
            subjects = [read_subject(table, text) for text in table.texts("subjects")]
            limbs = [*table.tables("limbs"), *table.tables("unless")]
            conditions = table.tables("conditions")
        except RuleSetError:
            return  # said already: without subjects nobody knows which facts there are
        for read in _RULE:
            yield from _attempt(partial(read, table))
        yield from _attempt(table.finish)
        language = language_of(subjects, self._lists)
        for piece in limbs:
            yield from _attempt(partial(read_limb, piece, language))
        for piece in conditions:
            yield from _attempt(partial(read_condition, piece, language))

    def _count(self, key: str) -> int:
        try:
            return len(self._whole().tables(key))
        except RuleSetError:
            return 0

    def _names(self, key: str) -> tuple[str, ...]:
        try:
            return tuple(self._whole().named_tables(key))
        except RuleSetError:
            return ()


def _attempt(read: Callable[[], object]) -> Iterator[RuleSetError]:
    try:
        read()
    except RuleSetError as error:
        yield error
