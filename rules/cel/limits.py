"""What a rule's expression may say: comparisons of facts with constants, joined by && || and !.

CEL can do more (arithmetic, macros, indexing, conversions). Rules may not: arithmetic on doubles rounds and
belongs in Python, where Decimal is; indexing and conversion fail at run time, and CEL would absorb that
failure as if it were an unknown fact. Within these limits the only run-time error there can be is a fact
that is not known.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.cel.exact_doubles import Literals, literals_from_texts
from rules.cel.excerpt import excerpt
from rules.cel.tree import Node
from rules.errors import ExpressionError, FactError
from rules.facts import Fact, FactType

JUNCTIONS = frozenset({"_&&_", "_||_", "!_"})
COMPARISONS = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"})
_FUNCTIONS = JUNCTIONS | COMPARISONS | {"@in", "size", "timestamp"}
_KINDS = frozenset({"call", "ident", "list", "bool", "int", "double", "string"})

LONGEST_SOURCE_CHARACTERS = 20_000
"""Of an expression, and of all limbs of a rule joined into one."""
MOST_COMPARISONS = 200
"""In one expression, and in all limbs of a rule together: while a fact is unknown each is asked by itself."""

_NUMBER = re.compile(r"-?\s*(?:\d+\.\d+|\.\d+|\d+(?=[eE]))(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Contents:
    """What an expression names: facts and lists (sorted), and its decimal literals."""

    facts: tuple[str, ...]
    lists: tuple[str, ...]
    literals: Literals


def require_within_limits(
    source: str, root: Node, facts: Mapping[str, Fact], lists: Mapping[str, tuple[str, ...]]
) -> Contents:
    """The contents of an expression, or ExpressionError with the column of what a rule may not say."""
    _require_few_comparisons(source, root)
    literal_texts: list[str] = []
    for node in root.walk():
        _require_known_node(source, node)
        if node.kind == "call":
            _require_decimals_compared_with_literals(source, node, facts, literal_texts)
            _require_allowed_texts(source, node, facts, lists)
    _require_no_stray_decimal(source, root, facts)
    named = {node.name for node in root.walk() if node.kind == "ident"}
    if not named & facts.keys():
        raise ExpressionError(f"{excerpt(source)} names no fact, so it would say the same of everybody")
    return Contents(
        facts=tuple(sorted(named & facts.keys())),
        lists=tuple(sorted(named & lists.keys())),
        literals=literals_from_texts(literal_texts),
    )


def _refusal(source: str, node: Node, why: str) -> ExpressionError:
    return ExpressionError(f"column {node.position + 1} of {excerpt(source, node.position)}: {why}")


def require_short(source: str) -> None:
    """ExpressionError for a text so long that even compiling it is dear."""
    if len(source) > LONGEST_SOURCE_CHARACTERS:
        raise ExpressionError(
            f"{excerpt(source)} has {len(source)} characters and may have {LONGEST_SOURCE_CHARACTERS}: "
            "make several rules of it"
        )


def _require_few_comparisons(source: str, root: Node) -> None:
    count = sum(1 for _ in comparisons(root))
    if count > MOST_COMPARISONS:
        raise ExpressionError(
            f"{excerpt(source)} has {count} comparisons and may have {MOST_COMPARISONS}: look texts up in a list, "
            "or make several rules of it"
        )


def comparisons(root: Node) -> Iterator[Node]:
    """The parts of an expression that are not && || or !, as often as they stand in it."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.kind == "call" and node.name in JUNCTIONS:
            waiting += node.children
        else:
            yield node


def _require_known_node(source: str, node: Node) -> None:
    if node.kind not in _KINDS:
        raise _refusal(
            source, node, "a rule compares facts with constants; macros, maps and null are not used"
        )
    if node.kind == "call" and node.name not in _FUNCTIONS:
        raise _refusal(
            source,
            node,
            f"{node.name!r} may not be used in a rule: compute the value in Python and name it as a fact",
        )
    if node.kind == "call" and node.name == "timestamp" and node.children[0].kind != "string":
        raise _refusal(source, node, "timestamp() takes a text between quotes")


def _is_decimal(node: Node, facts: Mapping[str, Fact]) -> bool:
    return node.kind == "ident" and node.name in facts and facts[node.name].type is FactType.DECIMAL


def _require_decimals_compared_with_literals(
    source: str, call: Node, facts: Mapping[str, Fact], literal_texts: list[str]
) -> None:
    """Collect the literals that decimal facts are compared with; refuse any other use of either."""
    decimals = [child for child in call.children if _is_decimal(child, facts)]
    doubles = [child for child in call.children if child.kind == "double"]
    if not decimals and not doubles:
        return
    if call.name not in COMPARISONS or len(decimals) != 1 or len(doubles) != 1:
        raise _refusal(
            source, call, "a decimal fact is compared with a literal such as 4800.0, and nothing else"
        )
    literal_texts.append(_literal_text(source, doubles[0]))


def _require_no_stray_decimal(source: str, root: Node, facts: Mapping[str, Fact]) -> None:
    """Lists are no calls: a decimal in one would escape the check on calls."""
    for node in root.walk():
        for child in node.children:
            if node.kind == "list" and (child.kind == "double" or _is_decimal(child, facts)):
                raise _refusal(source, child, "a decimal may not stand in a list: compare it with literals")


def _literal_text(source: str, literal: Node) -> str:
    """The literal as written, because its double may already have lost digits."""
    match = _NUMBER.match(source, literal.position)
    if match is None:
        raise _refusal(source, literal, "write the number as 4800.0 or 1e26")
    return "".join(match.group().split())


def _require_allowed_texts(
    source: str, call: Node, facts: Mapping[str, Fact], lists: Mapping[str, tuple[str, ...]]
) -> None:
    """A text that its fact can never have would make a rule that never fires: refuse it."""
    texts = _texts_of(call.children, lists)
    for child in call.children:
        if child.kind != "ident" or child.name not in facts:
            continue
        for text in texts:
            try:
                facts[child.name].require_allowed_text(text)
            except FactError as error:
                raise _refusal(source, call, str(error)) from error


def _texts_of(operands: Sequence[Node], lists: Mapping[str, tuple[str, ...]]) -> list[str]:
    texts: list[str] = []
    for operand in operands:
        if operand.kind == "string":
            texts.append(operand.text)
        elif operand.kind == "list":
            texts += [element.text for element in operand.children if element.kind == "string"]
        elif operand.kind == "ident":
            texts += lists.get(operand.name, ())
    return texts
