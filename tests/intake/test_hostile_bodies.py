"""Bodies made to cost much: a MiB of any shape is cut and read in well under a second of processor time."""

import time

import pytest

from audit.intake import json_pieces as module
from audit.intake import lines
from audit.intake.formats import FORMATS
from audit.intake.json_pieces import json_pieces
from audit.intake.records import MAX_RECORDS_PER_BODY, Piece, Refusal

MIB = 1 << 20
SECONDS_ALLOWED = 2.5
"""Several times what the slowest shape takes on a slow machine; what these shapes once cost is a minute and more."""


def filled(unit: bytes) -> bytes:
    return unit * (MIB // len(unit))


SHAPES = {
    "empty arrays": filled(b"[]"),
    "empty arrays, one a line": filled(b"[]\n"),
    "arrays of a number": filled(b"[1]"),
    "arrays of an object": filled(b"[{}]"),
    "arrays of a line break": filled(b"[\n]"),
    "opening brackets": filled(b"["),
    "closing brackets": b"[" + filled(b"]"),
    "objects": filled(b"{}"),
    "objects, one a line": filled(b"{}\n"),
    "objects in an array": b"[" + filled(b"{},") + b"{}]",
    "objects of the wrong end": b"[" + filled(b"{]"),
    "numbers and objects": b"[" + filled(b"1,{},") + b"{}]",
    "line breaks": filled(b"\n"),
    "line breaks in an array": b"[" + filled(b"\n"),
    "log files": filled(b'{"Records":[]}'),
    "one string": b'[{"a":"' + b"a" * (MIB - 20) + b'"}]',
    "one string, never closed": b'[{"a":"' + filled(b'\\"'),
    "brackets, then escapes": b'{"a":' + b"[" * 65 + b'"' + b'\\"' * (MIB // 2 - 200),
    "strings": b'{"a":[' + b'"",' * (MIB // 3 - 9) + b'""]}',
    "deep": b'{"a":' + b"[" * (MIB // 2 - 4) + b"]" * (MIB // 2 - 4) + b"}",
    "deep objects": b'{"a":' * (MIB // 6) + b"}" * (MIB // 6),
    "flat": b'{"a":[' + b"[]," * (MIB // 3 - 9) + b"[]]}",
    "as deep as may be": b'{"a":[' + (b"[" * 62 + b"]" * 62 + b",") * (MIB // 126) + b"1]}",
    "doubled keys": b"{" + b'"a":{},' * (MIB // 8) + b'"a":1}',
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("name", "before", "behind"),
    [("chokepoint-events", b"", b""), ("aws-cloudtrail", b'{"Records":[', b"]}")],
    ids=["bare", "log file"],
)
def test_no_shape_costs_more_than_its_bytes(name, shape, before, behind):
    body = before + SHAPES[shape] + behind
    begun = time.process_time()
    read = list(FORMATS[name].records(body))
    assert time.process_time() - begun < SECONDS_ALLOWED
    assert all(isinstance(each, Refusal) for each in read)
    assert len(read) <= MAX_RECORDS_PER_BODY + 1


@pytest.mark.parametrize("body", [b"[]", b" [ ] ", b'{"Records":[]}', b"[][]\n[]"])
def test_empty_arrays_alone_give_nothing(body):
    assert list(json_pieces(body, envelope="Records")) == []


@pytest.mark.parametrize("unit", [b"[]", b"[\n]", b"[1]", b'{"Records":[]}', b"[{}]"])
def test_one_refusal_stands_for_all_arrays_beyond_the_limit(monkeypatch, unit):
    monkeypatch.setattr(lines, "MAX_RECORDS_PER_BODY", 3)
    monkeypatch.setattr(module, "MAX_RECORDS_PER_BODY", 3)
    within, beyond = unit * 3, unit * 50
    kept = list(json_pieces(within, envelope="Records"))
    *still_kept, rest = json_pieces(beyond, envelope="Records")
    assert still_kept == kept
    assert isinstance(rest, Refusal)
    assert "nothing from here on was read" in rest.reason
    assert len(within) <= rest.byte_offset <= len(within) + len(unit)
    assert rest.byte_offset + rest.byte_length == len(beyond)
    assert rest.line_number == 1 + beyond.count(b"\n", 0, rest.byte_offset)


def test_lines_are_counted_on_from_array_to_array():
    body = b'[{"a":1}]\n\n[\n7,\n{"a":2}]\n[]\n[{"a":3}]\nmore'
    read = list(json_pieces(body))
    assert [(each.line_number, isinstance(each, Piece)) for each in read] == [
        (1, True),
        (4, False),
        (5, True),
        (7, True),
        (8, False),
    ]
