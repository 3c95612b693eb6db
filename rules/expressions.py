"""CEL: compile against the fact catalogue, evaluate with unknowns.

The only module that touches `cel_expr_python`. Common Expression Language (cel-spec) with Google's own
implementation. How it is used, and why:

- Facts are flat, typed variables, so a misspelt name or a comparison of unlike types is an error when a
  rule set is read. Named lists of the rule set are variables too, always given.
- An unknown fact is a declared variable that the activation does not have. Reading it is an error inside
  CEL, and `&&` and `||` absorb an error, in either order, where the other operand decides: exactly the
  logic of unknowns.
- `eval` returns errors instead of raising, and a CEL value has no truth value of its own (even false is
  "true" to Python): results are read by `.type()` and `.value()` only.
- Expressions keep to `rules.cel.limits`, so an error can only mean an unknown fact.
- CEL is asked once for each way the facts can stand to an expression (`rules.cel.standings`), and its answer kept.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from cel_expr_python import cel

from rules.cel.answers import Answers
from rules.cel.excerpt import excerpt, offset_of
from rules.cel.limits import JUNCTIONS, Contents, require_short, require_within_limits
from rules.cel.standings import Standing, standings_of
from rules.cel.tree import Node, Parts, tree_of
from rules.errors import ExpressionError
from rules.facts import Fact, FactType, FactValue
from rules.three_valued import Outcome, Undetermined, all_of, any_of, negation

_CEL_TYPES: dict[FactType, cel.Type] = {
    FactType.DECIMAL: cel.Type.DOUBLE,
    FactType.INTEGER: cel.Type.INT,
    FactType.BOOLEAN: cel.Type.BOOL,
    FactType.TEXT: cel.Type.STRING,
    FactType.TEXT_LIST: cel.Type.List(cel.Type.STRING),
    FactType.TIMESTAMP: cel.Type.TIMESTAMP,
}

_CEL_MESSAGE = re.compile(r"ERROR: <input>:(?P<line>\d+):(?P<column>\d+): (?P<what>[^\n]*)")

_LONGEST_MESSAGE = 300

_CelData = bool | int | float | str | list[str] | datetime


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression. `facts`: the names it reads, sorted."""

    source: str
    facts: tuple[str, ...]
    _contents: Contents = field(repr=False, compare=False)
    _lists: Mapping[str, list[str]] = field(repr=False, compare=False)
    _root: Node = field(repr=False, compare=False)
    _program: cel.Expression = field(repr=False, compare=False)
    _comparisons: "_Comparisons" = field(repr=False, compare=False)
    _answers: Answers = field(repr=False, compare=False)

    def evaluate(self, facts: Mapping[str, FactValue | None]) -> Outcome:
        """True, False, or Undetermined with the facts that would decide.

        facts: values in the catalogue's form (`rules.facts.parse_facts`); None and left out both mean
        unknown.
        """
        key = self._answers.key(facts)
        outcome = self._answers.get(key)
        if outcome is None:
            outcome = self.ask(facts)
            self._answers.keep(key, outcome)
        return outcome

    def standings(self) -> dict[str, Standing]:
        """What turns a known value into how it stands to this expression, by fact (`rules.cel.standings`); facts left
        out stand by their value.
        """
        return self._answers.standings()

    def decimal_comparisons(self) -> tuple[tuple[str, Decimal], ...]:
        """Every comparison of a decimal fact with a number: the fact, and the number as written."""
        exact = dict(self._contents.literals.by_double)
        found = []
        for node in self._root.walk():
            literal = next((child for child in node.children if child.kind == "double"), None)
            if literal is not None:
                fact = next(child for child in node.children if child.kind == "ident")
                found.append((fact.name, exact[float(literal.number or 0)]))
        return tuple(found)

    def ask(self, facts: Mapping[str, FactValue | None]) -> Outcome:
        """The same answer from CEL itself, whatever was answered before."""
        data = self._data(facts)
        outcome = _outcome_of(self._program, data)
        return self._outcome(self._root, data) if outcome is None else outcome

    def _data(self, facts: Mapping[str, FactValue | None]) -> dict[str, _CelData]:
        data: dict[str, _CelData] = dict(self._lists)
        for name in self.facts:
            value = facts.get(name)
            if isinstance(value, Decimal):
                data[name] = self._contents.literals.to_double(value)
            elif isinstance(value, tuple):
                data[name] = list(value)
            elif value is not None:
                data[name] = value
        return data

    def _outcome(self, node: Node, data: Mapping[str, _CelData]) -> Outcome:
        """The same answer as CEL's, with the missing facts, which CEL names only one of."""
        if node.kind == "call" and node.name in JUNCTIONS:
            outcomes = [self._outcome(child, data) for child in node.children]
            match node.name:
                case "_&&_":
                    return all_of(outcomes)
                case "_||_":
                    return any_of(outcomes)
                case _:
                    return negation(outcomes[0])
        outcome = _outcome_of(self._comparisons.program(node), data)
        if outcome is not None:
            return outcome
        named = {below.name for below in node.walk() if below.kind == "ident"}
        missing = tuple(name for name in self.facts if name in named and name not in data)
        if not missing:
            raise ExpressionError(f"{excerpt(self.source)} fails although every fact it names is known")
        return Undetermined(missing)


class _Comparisons:
    """The parts of an expression that are not && || or !, as programs of their own: made when first asked for,
    because most expressions never need them.
    """

    __slots__ = ("_environment", "_parts", "_programs", "_serialized")

    def __init__(self, environment: cel.Env, serialized: bytes) -> None:
        self._environment = environment
        self._serialized = serialized
        self._parts: Parts | None = None
        self._programs: dict[Hashable, cel.Expression] = {}

    def program(self, node: Node) -> cel.Expression:
        """The program of one part; parts that say the same share one."""
        content = node.content
        program = self._programs.get(content)
        if program is None:
            if self._parts is None:
                self._parts = Parts(self._serialized)
            program = self._environment.deserialize(self._parts.serialized(node))
            self._programs[content] = program
        return program


@dataclass(frozen=True, slots=True)
class Language:
    """The facts and named lists that expressions may use: one for each rule, as its subjects allow."""

    facts: Mapping[str, Fact]
    lists: Mapping[str, tuple[str, ...]]

    def compile(self, source: str) -> Expression:
        """The expression, or ExpressionError with line and column where it does not fit the catalogue."""
        require_short(source)
        environment = self._environment()
        try:
            program = environment.compile(source)
        except RuntimeError as error:
            raise ExpressionError(_mended(source, str(error))) from error
        if program.return_type() != cel.Type.BOOL:
            raise ExpressionError(
                f"{excerpt(source)} gives a {program.return_type().name()}: it must be true or false"
            )
        serialized = program.serialize()
        root = tree_of(serialized)
        contents = require_within_limits(source, root, self.facts, self.lists)
        _require_readable_timestamps(source, root, environment)
        return Expression(
            source=source,
            facts=contents.facts,
            _contents=contents,
            _lists={name: list(self.lists[name]) for name in contents.lists},
            _root=root,
            _program=program,
            _comparisons=_Comparisons(environment, serialized),
            _answers=Answers(contents.facts, standings_of(root, self.facts, self.lists, contents.literals)),
        )

    def _environment(self) -> cel.Env:
        both = self.facts.keys() & self.lists.keys()
        if both:
            raise ExpressionError(f"{', '.join(sorted(both))}: a list may not have the name of a fact")
        return _environment_of(
            tuple(sorted((name, fact.type) for name, fact in self.facts.items())), tuple(sorted(self.lists))
        )


@lru_cache(maxsize=128)
def _environment_of(facts: tuple[tuple[str, FactType], ...], lists: tuple[str, ...]) -> cel.Env:
    """CEL's type checker for these names, kept because making one costs ten times what compiling with it does."""
    variables = {name: _CEL_TYPES[kind] for name, kind in facts}
    variables |= {name: cel.Type.List(cel.Type.STRING) for name in lists}
    return cel.NewEnv(variables=variables)


def _outcome_of(program: cel.Expression, data: Mapping[str, _CelData]) -> bool | None:
    """True or False, or None for CEL's error. Compared by type and value, never by truth."""
    result = program.eval(data=data)
    if result.type() == cel.Type.BOOL:
        return bool(result.value())
    if result.type() == cel.Type.ERROR:
        return None
    raise ExpressionError(f"CEL answered with a {result.type().name()}, which is neither true nor false")


def _require_readable_timestamps(source: str, root: Node, environment: cel.Env) -> None:
    for node in root.walk():
        if node.name == "timestamp" and node.kind == "call":
            text = node.children[0].text
            program = environment.compile("timestamp(text)".replace("text", _quoted(text)))
            if program.eval(data={}).type() != cel.Type.TIMESTAMP:
                raise ExpressionError(
                    f"column {node.position + 1} of {excerpt(source, node.position)}: {excerpt(text)} is no RFC 3339 "
                    "timestamp, write 2023-11-17T00:00:00Z"
                )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mended(source: str, message: str) -> str:
    """CEL's message as one line: where, what."""
    found = _CEL_MESSAGE.search(message)
    if found is None:
        return f"{excerpt(source)} does not compile: {message[:_LONGEST_MESSAGE]}"
    line, column = int(found["line"]), int(found["column"])
    what = found["what"].removesuffix(" (in container )")[:_LONGEST_MESSAGE]
    return f"line {line}, column {column} of {excerpt(source, offset_of(source, line, column))}: {what}"
