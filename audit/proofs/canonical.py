"""Canonical JSON: RFC 8785 (JCS), and the stricter profile used for ledger leaves.

Two entry points, because they serve two ends. `canonical_bytes` takes any JSON value, floats included, and is
used for reports and statements. `leaf_bytes` takes less (see there) and is several times faster, which
matters because canonical JSON is the ledger's bottleneck.
"""

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring

from audit.proofs.errors import CanonicalError

INTEGER_MAX = 2**53 - 1  # RFC 7493 (I-JSON) 2.2: the largest integer every JSON reader keeps exactly
LEAF_MAX_BYTES = 65_535  # C2SP tlog-tiles: an entry's length is a uint16
NESTING_MAX = 100  # so that no later step can meet Python's recursion limit
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")
_INTEGER_TEXT_MAX = 400  # characters; the longest finite double written out in full has 309 digits


def canonical_bytes(value: object) -> bytes:
    """The RFC 8785 form of a JSON value: UTF-8, keys by UTF-16 code unit, numbers as ECMAScript writes them.

    Takes None, bool, int within ±(2^53-1), finite float, str, list/tuple and Mapping with str keys.
    Raises CanonicalError for anything else, for lone surrogates and for nesting deeper than 100.
    """
    parts: list[str] = []
    try:
        _write(value, parts, 0)
        return "".join(parts).encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalError("a string holds a lone surrogate, which has no UTF-8 form") from None


def parse_canonical(data: bytes) -> object:
    """The JSON value of `data`, refused unless `data` is exactly its RFC 8785 form.

    So two different byte strings never give the same value: duplicate keys, spaces, other key orders, other
    spellings of a number and escapes that are not needed all raise CanonicalError.
    """
    reader = _Reader()
    value = reader.parse(data)
    if (_plain_bytes(value) if reader.is_plain else canonical_bytes(value)) != data:
        raise CanonicalError("the JSON is not in canonical form (RFC 8785)")
    return value


def leaf_bytes(entry: Mapping[str, object]) -> bytes:
    """The canonical bytes of a ledger leaf, at most 65,535 of them.

    The leaf profile: an object with `type` (text) and `v` (integer), ASCII keys, integers within
    ±(2^53-1), no floats (a decimal is a string), no lone surrogates. Under it the standard encoder with
    sorted keys gives the RFC 8785 bytes, since ASCII keys sort alike by code point and by UTF-16 unit.
    Raises CanonicalError.
    """
    fields = dict(entry)
    _require_leaf_profile(fields)
    _require_leaf_fields(fields)
    return _require_leaf_size(_plain_bytes(fields))


def parse_leaf(data: bytes) -> dict[str, object]:
    """The entry of a leaf; CanonicalError unless `data` is exactly what `leaf_bytes` gives for it."""
    reader = _Reader()
    entry = reader.parse(_require_leaf_size(data))
    if not isinstance(entry, dict):
        raise CanonicalError("a leaf must be a JSON object")
    if not reader.is_plain:
        raise CanonicalError("a leaf may hold only ASCII keys and integers within ±(2^53-1), no floats")
    _require_leaf_fields(entry)
    if _plain_bytes(entry) != data:
        raise CanonicalError("the leaf is not in canonical form (RFC 8785)")
    return entry


def _require_leaf_fields(entry: Mapping[str, object]) -> None:
    if not isinstance(entry.get("type"), str):
        raise CanonicalError("a leaf needs a text field 'type'")
    version = entry.get("v")
    if not isinstance(version, int) or isinstance(version, bool):
        raise CanonicalError("a leaf needs an integer field 'v'")


def _require_leaf_size(data: bytes) -> bytes:
    if len(data) > LEAF_MAX_BYTES:
        raise CanonicalError(f"a leaf may have {LEAF_MAX_BYTES} bytes, this one has {len(data)}")
    return data


def _plain_bytes(value: object) -> bytes:
    """The fast way to the same bytes, for values that keep to the leaf profile."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalError("a string holds a lone surrogate, which has no UTF-8 form") from None


def _require_leaf_profile(value: object, depth: int = 0) -> None:
    _require_depth(depth)
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise CanonicalError("a leaf integer must lie within ±(2^53-1); write larger ones as text")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise CanonicalError(f"a leaf key must be ASCII text: {key!r}")
            _require_leaf_profile(item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _require_leaf_profile(item, depth + 1)
    else:
        raise CanonicalError(f"a leaf cannot hold a {type(value).__name__}; write decimals and times as text")


def _write(value: object, parts: list[str], depth: int) -> None:
    _require_depth(depth)
    if isinstance(value, str):
        parts.append(encode_basestring(value))
    elif value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        if not -INTEGER_MAX <= value <= INTEGER_MAX:
            raise CanonicalError("an integer must lie within ±(2^53-1); write larger ones as text")
        parts.append(str(value))
    elif isinstance(value, float):
        parts.append(_number_text(value))
    elif isinstance(value, Mapping):
        _write_object(value, parts, depth + 1)
    elif isinstance(value, (list, tuple)):
        _write_array(value, parts, depth + 1)
    else:
        raise CanonicalError(f"a {type(value).__name__} has no canonical JSON form")


def _write_array(items: list[object] | tuple[object, ...], parts: list[str], depth: int) -> None:
    parts.append("[")
    for position, item in enumerate(items):
        if position:
            parts.append(",")
        _write(item, parts, depth)
    parts.append("]")


def _write_object(fields: Mapping[object, object], parts: list[str], depth: int) -> None:
    keys = []
    for key in fields:
        if not isinstance(key, str):
            raise CanonicalError(f"an object key must be text: {key!r}")
        keys.append(key)
    parts.append("{")
    # RFC 8785 3.2.3: big-endian UTF-16 compares bytewise as its code units do.
    for position, key in enumerate(sorted(keys, key=lambda k: k.encode("utf-16-be"))):
        parts.append(("," if position else "") + encode_basestring(key) + ":")
        _write(fields[key], parts, depth)
    parts.append("}")


def _number_text(number: float) -> str:
    """ECMAScript Number::toString (RFC 8785 3.2.2.3). `repr` already finds the same shortest digits."""
    if not math.isfinite(number):
        raise CanonicalError("NaN and infinity have no JSON form")
    if number == 0:
        return "0"
    _, digit_values, exponent = Decimal(repr(abs(number))).as_tuple()
    digits = "".join(map(str, digit_values))
    point = len(digits) + int(exponent)  # the decimal point stands after this many digits
    digits = digits.rstrip("0")
    sign = "-" if number < 0 else ""
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{point - 1:+d}"


def _require_depth(depth: int) -> None:
    if depth > NESTING_MAX:
        raise CanonicalError(f"the value is nested more than {NESTING_MAX} deep")


def _require_shallow(data: bytes) -> None:
    if data.count(b"{") + data.count(b"[") <= NESTING_MAX:
        return
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", data)):
        depth += 1 if bracket in b"[{" else -1
        _require_depth(depth)


class _Reader:
    """Reads JSON strictly, and notices on the way whether the value keeps to the leaf profile
    (`is_plain`).
    """

    def __init__(self) -> None:
        self.is_plain = True

    def parse(self, data: bytes) -> object:
        _require_shallow(data)
        try:
            value: object = json.loads(
                data.decode("utf-8"),
                object_pairs_hook=self._object,
                parse_constant=self._constant,
                parse_float=self._double,
                parse_int=self._integer,
            )
        except UnicodeDecodeError:
            raise CanonicalError("the JSON is not UTF-8") from None
        except json.JSONDecodeError as error:
            raise CanonicalError(f"the JSON cannot be read: {error.msg} at character {error.pos}") from None
        return value

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            raise CanonicalError("an object names the same key twice")
        if self.is_plain and not all(map(str.isascii, fields)):
            self.is_plain = False
        return fields

    def _constant(self, name: str) -> object:
        raise CanonicalError(f"{name} is not a JSON number")

    def _double(self, digits: str) -> float:
        self.is_plain = False
        return float(digits)

    def _integer(self, digits: str) -> int | float:
        # Beyond ±(2^53-1) a JSON number is a double (RFC 8785 3.2.2.3); Python refuses 4,300 digits.
        if len(digits) > _INTEGER_TEXT_MAX:
            raise CanonicalError(f"a number has {len(digits)} digits")
        value = int(digits)
        return value if -INTEGER_MAX <= value <= INTEGER_MAX else self._double(digits)
