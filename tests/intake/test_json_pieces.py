"""Cutting JSON bodies into records that know their place, and reading each strictly."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake import json_pieces as module
from audit.intake import lines
from audit.intake.errors import BadRecordError
from audit.intake.json_pieces import decode_strictly, json_pieces
from audit.intake.records import MAX_JSON_DEPTH, MAX_RECORD_BYTES, Piece, Refusal

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.text(), values, max_size=5)


def places_hold(body, pieces):
    for piece in pieces:
        assert body[piece.byte_offset : piece.byte_offset + len(piece.raw)] == piece.raw
        assert piece.line_number == 1 + body.count(b"\n", 0, piece.byte_offset)


@settings(max_examples=80, deadline=None)
@given(records=st.lists(objects, max_size=6), indent=st.sampled_from([None, 1]), shape=st.sampled_from("lae"))
def test_every_shape_gives_the_same_records_and_true_places(records, indent, shape):
    written = {
        "l": "\n".join(json.dumps(each) for each in records),
        "a": json.dumps(records, indent=indent),
        "e": json.dumps({"Records": records}, indent=indent),
    }
    body = written[shape].encode()
    pieces = list(json_pieces(body, envelope="Records"))
    places_hold(body, pieces)
    assert [json.loads(piece.raw) for piece in pieces] == records


@settings(max_examples=200, deadline=None)
@given(body=st.text(alphabet='{}[]",:\\n\n 1aR', max_size=60).map(str.encode))
def test_no_body_raises_and_every_piece_is_where_it_says(body):
    for each in json_pieces(body, envelope="Records"):
        if isinstance(each, Piece):
            places_hold(body, [each])
        else:
            assert 0 <= each.byte_offset <= len(body)


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_record():
    pieces = list(json_pieces(b'\xef\xbb\xbf{"a":1}\r\n\r\n{"a":2}\r\n'))
    assert [(piece.line_number, piece.byte_offset, piece.raw) for piece in pieces] == [
        (1, 3, b'{"a":1}'),
        (3, 14, b'{"a":2}'),
    ]


def test_log_files_one_after_the_other_are_all_read():
    body = b'{"Records":[{"a":1}]}\n{"Records":[{"a":2},{"a":3}]}\n'
    assert [piece.raw for piece in json_pieces(body, envelope="Records")] == [
        b'{"a":1}',
        b'{"a":2}',
        b'{"a":3}',
    ]


def test_a_broken_element_does_not_hide_the_next():
    got = list(json_pieces(b'[{"a":1}, 7, "x", {"b":[}, {"c":1}]'))
    assert [each.raw for each in got if isinstance(each, Piece)] == [b'{"a":1}', b'{"b":[}', b'{"c":1}']
    assert [(each.byte_offset, each.byte_length) for each in got if isinstance(each, Refusal)] == [(10, 8)]


@pytest.mark.parametrize("body", [b'[{"a":1},', b'[{"a":1},{"b":', b'{"Records":[{"a":1}'])
def test_an_array_cut_short_is_noticed(body):
    *records, last = json_pieces(body, envelope="Records")
    assert [each.raw for each in records] == [b'{"a":1}']
    assert isinstance(last, Refusal)
    assert "closed" in last.reason


def test_text_after_the_array_is_noticed():
    *_, last = json_pieces(b'[{"a":1}] and more')
    assert (last.byte_offset, last.byte_length) == (10, 8)


def test_an_unclosed_string_costs_one_pass_only():
    assert len(list(json_pieces(b'[{"' + b"a" * 4_000_000))) == 1
    with pytest.raises(BadRecordError):
        decode_strictly(b"[" * 100 + b'{"' + b"a" * 900_000)


@settings(max_examples=80, deadline=None)
@given(record=objects, compactly=st.booleans())
def test_decoding_agrees_with_the_standard_library(record, compactly):
    raw = json.dumps(record, separators=(",", ":") if compactly else None).encode()
    try:
        assert decode_strictly(raw) == json.loads(raw)
    except BadRecordError:
        # Lone surrogates are no text, and databases take no NUL.
        assert b"\\ud" in raw or b"\\u0000" in raw


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"a":1,"a":2}', "a key stands twice"),
        (b'{"x":{"a":1,"b":{},"a":1}}', "a key stands twice"),
        (b'{"a":1, "\\u0061":2}', "a key stands twice"),
        (b'{"a":NaN}', "not valid JSON"),
        (b'{"a":Infinity}', "not valid JSON"),
        (b'{"a":1e999}', "not valid JSON"),
        (b'{"a":01}', "not valid JSON"),
        (b'{"a":"\xff"}', "not valid JSON"),
        (b'{"a":1}{"a":2}', "not valid JSON"),
        (b'{"a":"\\u0000"}', "NUL character"),
        (b'{"a":', "stops in the middle"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "nests deeper than 64"),
        (b'{"a":' + b"[" * 100_000, "nests deeper than 64"),
    ],
)
def test_what_is_not_strict_json_is_refused_for_its_reason(raw, reason):
    with pytest.raises(BadRecordError, match=reason):
        decode_strictly(raw)


def test_what_only_looks_forbidden_is_read():
    assert decode_strictly(b'{"a":"\\\\u0000"}') == {"a": "\\u0000"}
    assert decode_strictly(b'{"a":{"b":1},"c":{"b":1}}') == {"a": {"b": 1}, "c": {"b": 1}}
    assert decode_strictly(b'{"a":"' + b"[" * 100 + b'"}') == {"a": "[" * 100}
    deepest = b'{"a":' * MAX_JSON_DEPTH + b"1" + b"}" * MAX_JSON_DEPTH
    assert decode_strictly(deepest)


def test_no_refusal_quotes_the_record():
    for raw in (
        b'{"alice@example.org":1,"alice@example.org":2}',
        b'{"a":alice}',
        b'{"alice":NaN}',
        b'"alice"',
    ):
        with pytest.raises(BadRecordError) as refused:
            decode_strictly(raw)
        assert "alice" not in str(refused.value)


def test_limits_on_one_record_and_on_a_body(monkeypatch):
    (large,) = json_pieces(b'{"a":"' + b"a" * MAX_RECORD_BYTES + b'"}')
    assert isinstance(large, Refusal)
    monkeypatch.setattr(lines, "MAX_RECORDS_PER_BODY", 3)
    monkeypatch.setattr(module, "MAX_RECORDS_PER_BODY", 3)
    for body in (b'{"a":1}\n' * 5, b"[" + b",".join([b'{"a":1}'] * 5) + b"]"):
        *kept, rest = json_pieces(body)
        assert len(kept) == 3
        assert isinstance(rest, Refusal)
        assert rest.byte_offset + rest.byte_length == len(body)
