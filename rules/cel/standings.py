"""How a fact stands to an expression: all of its value that the expression can tell apart.

A rule compares facts with constants and does nothing else to them (`rules.cel.limits`). So two values
that stand alike to every constant get the same answer:

- a decimal, or an integer or instant that is compared with written ones only, stands on one of those or between
  two of them;
- a text that is only compared with written texts, or looked up in lists of them, is one of those or is not;
- a list of texts in which only written texts are looked up has each of those or has it not;
- anything else stands by its value.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from rules.cel.exact_doubles import Literals
from rules.cel.limits import COMPARISONS
from rules.cel.tree import Node
from rules.facts import Fact, FactType

Standing = Callable[[Any], Hashable]

# Others may have more digits than a datetime holds: facts compared with them stand by their value.
_WHOLE_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\dZ", re.ASCII)
_EQUALITIES = frozenset({"_==_", "_!=_"})
_NONE_OF_THEM = object()


def standings_of(
    root: Node, facts: Mapping[str, Fact], lists: Mapping[str, Sequence[str]], literals: Literals
) -> dict[str, Standing]:
    """By fact name: what turns a known value into how it stands. Facts that stand by their value are left out.

    root: of an expression within the limits; literals: its decimal ones.
    """
    constants: dict[str, list[Iterable[Any] | None]] = {}
    for node in root.walk():
        for child in node.children:
            if child.kind == "ident" and child.name in facts:
                beside = _constants_beside(node, child, facts[child.name].type, lists, literals)
                constants.setdefault(child.name, []).append(beside)
    standings: dict[str, Standing] = {}
    for name, uses in constants.items():
        known = [use for use in uses if use is not None]
        if len(known) < len(uses):
            continue
        values = {constant for use in known for constant in use}
        standings[name] = _standing(facts[name].type, values)
    return standings


def _standing(kind: FactType, constants: set[Any]) -> Standing:
    match kind:
        case FactType.TEXT:
            return partial(_one_of, frozenset(constants))
        case FactType.TEXT_LIST:
            return partial(_which_of, tuple(sorted(constants)))
        case _:
            return partial(place, tuple(sorted(constants)))


def joined(kind: FactType, standings: Iterable[Standing]) -> Standing:
    """One that tells apart whatever one of these does; kind: the type of the fact that they are all of."""
    constants = {constant for one in standings if isinstance(one, partial) for constant in one.args[0]}
    return _standing(kind, constants)


def place(thresholds: Sequence[Any], value: Decimal | int | datetime) -> int:
    """Where a value lies among ascending thresholds: odd on one of them, even between two or outside."""
    return bisect_left(thresholds, value) + bisect_right(thresholds, value)


def _one_of(constants: frozenset[str], text: str) -> Hashable:
    return text if text in constants else _NONE_OF_THEM


def _which_of(constants: Sequence[str], texts: Sequence[str]) -> Hashable:
    return tuple([constant in texts for constant in constants])


def _constants_beside(
    call: Node, operand: Node, kind: FactType, lists: Mapping[str, Sequence[str]], literals: Literals
) -> Iterable[Any] | None:
    """What one call compares a fact with, where the call can tell no more of it than that; else None."""
    if call.kind != "call" or len(call.children) != 2:
        return None
    left, right = call.children
    other = right if operand is left else left
    match kind:
        case FactType.DECIMAL if call.name in COMPARISONS and other.kind == "double":
            return (dict(literals.by_double)[float(other.number or 0)],)
        case FactType.INTEGER if call.name in COMPARISONS and other.kind == "int":
            return (other.number,)
        case FactType.TIMESTAMP if call.name in COMPARISONS and other.name == "timestamp":
            return _instant_of(other)
        case FactType.TEXT if call.name in _EQUALITIES and other.kind == "string":
            return (other.text,)
        case FactType.TEXT if call.name == "@in" and operand is left:
            return _texts_in(other, lists)
        case FactType.TEXT_LIST if call.name == "@in" and operand is right and other.kind == "string":
            return (other.text,)
        case _:
            return None


def _instant_of(call: Node) -> Iterable[datetime] | None:
    """What timestamp("2023-11-17T00:00:00Z") says."""
    text = call.children[0].text
    return (datetime.fromisoformat(text),) if _WHOLE_SECOND.fullmatch(text) else None


def _texts_in(looked_up: Node, lists: Mapping[str, Sequence[str]]) -> Iterable[str] | None:
    if looked_up.kind == "ident":
        return lists.get(looked_up.name)  # None for a list that is a fact
    if looked_up.kind == "list" and all(element.kind == "string" for element in looked_up.children):
        return [element.text for element in looked_up.children]
    return None
