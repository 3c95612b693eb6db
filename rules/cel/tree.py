"""The syntax tree of a compiled CEL expression, read from CEL's own serialized form.

`cel_expr_python` shows no tree, but it serializes the checked expression as the public protobuf message
`cel.expr.CheckedExpr` (cel-spec, proto/cel/expr/checked.proto and syntax.proto) inside a
`google.protobuf.Any`. Rules need the tree to know which facts an expression names and which numbers it
compares them with. Reading it here, with the few wire types that message uses, is smaller than a protobuf
runtime, and it is CEL's parse, not a second one.
"""

import struct
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from rules.errors import ExpressionError

# Field numbers: CheckedExpr, SourceInfo, Expr, Expr.Call, Expr.CreateList, Constant, Any.
_CHECKED_REFERENCES, _CHECKED_TYPES, _CHECKED_EXPR, _CHECKED_SOURCE_INFO = 2, 3, 4, 5
_SOURCE_POSITIONS = 4
_EXPR_ID, _EXPR_CONST, _EXPR_IDENT, _EXPR_CALL, _EXPR_LIST = 2, 3, 4, 6, 7
_CALL_TARGET, _CALL_FUNCTION, _CALL_ARGUMENT = 1, 2, 3
_LIST_ELEMENT = 1
_CONSTANT_KINDS = {1: "null", 2: "bool", 3: "int", 4: "uint", 5: "double", 6: "string", 7: "bytes"}
_ANY_URL, _ANY_VALUE = 1, 2

DEEPEST_NESTING = 40
"""Of operators within each other. CEL makes a chain of && or || a tree that is as flat as can be."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node: `kind` is call, ident, list, a constant's kind, or "other" for what rules do not use.

    name: the function's or the identifier's name. text: a string constant's value. number: an int or double
    constant's value, else None. position: offset in characters in the source. encoded: the node's own bytes,
    from which `Parts` makes an expression of its own. id: by which CEL's maps of types name it.
    """

    kind: str
    name: str
    text: str
    number: int | float | None
    position: int
    children: tuple["Node", ...]
    encoded: bytes
    id: int

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in source order of the call structure."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def content(self) -> tuple[Hashable, ...]:
        """What it says, wherever it stands: equal for two nodes that say the same."""
        return (self.kind, self.name, self.text, self.number, *(child.content for child in self.children))


def tree_of(serialized: bytes) -> Node:
    """The tree of what `Expression.serialize()` returned."""
    checked = _fields(dict(_fields(serialized))[_ANY_VALUE])
    positions: dict[int, int] = {}
    for number, value in _fields(dict(checked)[_CHECKED_SOURCE_INFO]):
        if number == _SOURCE_POSITIONS:
            entry = dict(_fields(value))
            positions[_integer(entry.get(1, b"\0"))] = _integer(entry.get(2, b"\0"))
    return _node(dict(checked)[_CHECKED_EXPR], positions, 0)


class Parts:
    """A checked expression taken apart once, so that each of its nodes can be an expression of its own."""

    def __init__(self, serialized: bytes) -> None:
        """serialized: what `Expression.serialize()` returned."""
        envelope = dict(_fields(serialized))
        self._url = _encoded(_ANY_URL, envelope[_ANY_URL])
        self._shared = b""
        self._of_node: dict[int, bytes] = {}
        for number, value in _fields(envelope[_ANY_VALUE]):
            if number in {_CHECKED_REFERENCES, _CHECKED_TYPES}:
                node_id = _integer(dict(_fields(value)).get(1, b"\0"))
                self._of_node[node_id] = self._of_node.get(node_id, b"") + _encoded(number, value)
            elif number not in {_CHECKED_EXPR, _CHECKED_SOURCE_INFO}:
                self._shared += _encoded(number, value)

    def serialized(self, node: Node) -> bytes:
        """The serialized form of one node, with the types checked before.

        Of the whole expression's maps only what belongs to the node is kept, so that its size is the node's own.
        """
        own = b"".join(self._of_node.get(below.id, b"") for below in node.walk())
        checked = self._shared + own + _encoded(_CHECKED_EXPR, node.encoded)
        return self._url + _encoded(_ANY_VALUE, checked)


def _node(encoded: bytes, positions: dict[int, int], depth: int) -> Node:
    if depth > DEEPEST_NESTING:
        raise ExpressionError(
            f"operators or brackets stand more than {DEEPEST_NESTING} deep within each other: make several rules of it"
        )
    fields = dict(_fields(encoded))
    node_id = _integer(fields.get(_EXPR_ID, b"\0"))
    position = positions.get(node_id, 0)
    kind, name, text, constant = "other", "", "", None
    children: list[bytes] = []
    if _EXPR_CALL in fields:
        kind = "call"
        for number, value in _fields(fields[_EXPR_CALL]):
            if number == _CALL_FUNCTION:
                name = value.decode()
            elif number in {_CALL_TARGET, _CALL_ARGUMENT}:
                children.append(value)
    elif _EXPR_IDENT in fields:
        kind, name = "ident", dict(_fields(fields[_EXPR_IDENT]))[1].decode()
    elif _EXPR_LIST in fields:
        kind = "list"
        children = [value for number, value in _fields(fields[_EXPR_LIST]) if number == _LIST_ELEMENT]
    elif _EXPR_CONST in fields:
        ((number, value),) = _fields(fields[_EXPR_CONST])
        kind = _CONSTANT_KINDS.get(number, "other")
        text = value.decode() if kind == "string" else ""
        constant = _number(kind, value)
    below = tuple(_node(child, positions, depth + 1) for child in children)
    return Node(kind, name, text, constant, position, below, encoded, node_id)


def _number(kind: str, payload: bytes) -> int | float | None:
    """An int64 (two's complement in a varint) or a double (8 bytes, little end first)."""
    match kind:
        case "int":
            unsigned = _integer(payload)
            return unsigned - 2**64 if unsigned >= 2**63 else unsigned
        case "double":
            (double,) = struct.unpack("<d", payload)
            return float(double)
        case _:
            return None


def _fields(message: bytes) -> list[tuple[int, bytes]]:
    """The message's fields as (number, payload); a varint's payload is its raw bytes."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, wire_type = key >> 3, key & 7
        start = at
        if wire_type == 0:
            _, at = _varint(message, at)
        elif wire_type == 1:
            at += 8
        elif wire_type == 2:
            length, start = _varint(message, at)
            at = start + length
        else:
            raise ExpressionError(f"CEL serialized an expression with wire type {wire_type}: unknown version")
        found.append((number, message[start:at]))
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _integer(payload: bytes) -> int:
    return _varint(payload, 0)[0]


def _encoded(number: int, payload: bytes) -> bytes:
    """A length-delimited field; all fields of CheckedExpr and Any are."""
    return _encoded_varint(number << 3 | 2) + _encoded_varint(len(payload)) + payload


def _encoded_varint(value: int) -> bytes:
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
