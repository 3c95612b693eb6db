"""RFC 8785 against its own vectors and against another implementation; the leaf profile; strict reading."""

import json
import string
import struct

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.proofs.canonical import (
    INTEGER_MAX,
    LEAF_MAX_BYTES,
    NESTING_MAX,
    canonical_bytes,
    leaf_bytes,
    parse_canonical,
    parse_leaf,
)
from audit.proofs.errors import CanonicalError
from tests.real_data import real_data

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INTEGERS = st.integers(-INTEGER_MAX, INTEGER_MAX)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def json_values(scalars, keys):
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


ANY_JSON = json_values(st.none() | st.booleans() | INTEGERS | FLOATS | TEXT, TEXT)
LEAF_VALUES = json_values(
    st.none() | st.booleans() | INTEGERS | TEXT, st.text(st.sampled_from(string.printable), max_size=8)
)


def entry(**fields):
    return {"v": 1, "type": "thing.happened", **fields}


@given(ANY_JSON)
@settings(max_examples=300)
def test_canonical_bytes_equal_those_of_another_implementation_and_read_back(value):
    data = canonical_bytes(value)
    assert data == rfc8785.dumps(value)
    assert canonical_bytes(parse_canonical(data)) == data


@given(st.dictionaries(st.sampled_from(["a", "B", "z_", "id", "é".encode().hex()]), LEAF_VALUES))
def test_leaf_bytes_equal_full_rfc8785(fields):
    leaf = entry(**fields)
    assert leaf_bytes(leaf) == rfc8785.dumps(leaf) == canonical_bytes(leaf)
    assert parse_leaf(leaf_bytes(leaf)) == leaf


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_published_vectors(name):
    folder = real_data("vectors/jcs")
    expected = bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text())
    assert canonical_bytes(json.loads((folder / "input" / f"{name}.json").read_bytes())) == expected
    assert canonical_bytes(parse_canonical(expected)) == expected


@pytest.mark.parametrize(
    ("ieee_754_hex", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_of_rfc8785_appendix_b(ieee_754_hex, text):
    (number,) = struct.unpack(">d", bytes.fromhex(ieee_754_hex))
    assert canonical_bytes(number) == text.encode()


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b" 1",
        b"1\n",
        b"1.0",
        b"1e2",
        b"-0",
        b"01",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\ud800"',
        b'"\xff"',
        b"NaN",
        b"Infinity",
        b"1e999",
        b"9" * 5000,
        b"[" * 100_000,
        b"[" * (NESTING_MAX + 2) + b"]" * (NESTING_MAX + 2),
        b'{"a":' * 5000,
        b'"' + b"\\" * 99_999,
        b"",
        b"\xef\xbb\xbf1",
    ],
)
def test_bytes_that_are_not_canonical_are_refused(data):
    with pytest.raises(CanonicalError):
        parse_canonical(data)


@given(st.binary(max_size=60))
def test_any_bytes_read_or_are_refused_with_the_one_error(data):
    try:
        value = parse_canonical(data)
    except CanonicalError:
        return
    assert canonical_bytes(value) == data


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "\ud800", {1: 2}, {"a": {1, 2}}, INTEGER_MAX + 1, object(), b"bytes"],
)
def test_values_without_canonical_form_are_refused(value):
    with pytest.raises(CanonicalError):
        canonical_bytes(value)


def nested(depth):
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_has_the_same_limit_for_writing_and_reading():
    assert parse_canonical(canonical_bytes(nested(NESTING_MAX))) == nested(NESTING_MAX)
    for write in (canonical_bytes, lambda value: leaf_bytes(entry(deep=value))):
        with pytest.raises(CanonicalError, match="nested"):
            write(nested(NESTING_MAX + 1))


@pytest.mark.parametrize(
    "fields",
    [
        {"x": 1.5},
        {"x": INTEGER_MAX + 1},
        {"x": -INTEGER_MAX - 1},
        {"é": 1},
        {"x": [{"é": 1}]},
        {"x": "\ud800"},
        {"type": None},
        {"v": True},
        {"v": "1"},
        {"x": b"bytes"},
        {"x": "a" * LEAF_MAX_BYTES},
    ],
)
def test_the_leaf_profile_refuses(fields):
    with pytest.raises(CanonicalError):
        leaf_bytes(entry(**fields))


def test_the_longest_leaf_has_65535_bytes():
    room = LEAF_MAX_BYTES - len(leaf_bytes(entry(x="")))
    assert len(leaf_bytes(entry(x="a" * room))) == LEAF_MAX_BYTES
    with pytest.raises(CanonicalError, match="65536"):
        leaf_bytes(entry(x="a" * (room + 1)))


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b'{"v":1}',
        b'{"type":"a"}',
        b'{"type":"a","v":1.5}',
        b'{"type":"a","v":true}',
        b'{"v":1,"type":"a"}',
        b'{"type":"a","v":1,"x":0.5}',
        b'{"type":"a","v":1,"x":100000000000000000000}',
        b'{"type":"a","v":1,"\xc3\xa9":1}',
        b'{"type":"a","v":1}' + b" " * LEAF_MAX_BYTES,
    ],
)
def test_leaves_off_the_profile_are_refused(data):
    with pytest.raises(CanonicalError):
        parse_leaf(data)
