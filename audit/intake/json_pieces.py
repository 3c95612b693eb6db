"""Cutting a JSON body into records, and decoding each strictly.

Three shapes are met: one object a line (NDJSON), one array of objects, and an envelope such as CloudTrail's
`{"Records": [...]}`. One broken record never hides the next one.
"""

import json
import re
from collections.abc import Generator, Iterator
from typing import NoReturn

import msgspec

from audit.intake.errors import BadRecordError
from audit.intake.lines import BYTE_ORDER_MARK, LineCount, pieces_of_lines, the_rest, within_limit
from audit.intake.records import MAX_JSON_DEPTH, MAX_RECORDS_PER_BODY, Piece, Refusal

# Possessive repeats: a body without closing quotes must not make the scan go back over itself.
_TO_NEXT_BRACKET = re.compile(
    rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+([{}\[\]])', re.DOTALL
)
_CLOSING = {b"{": b"}", b"[": b"]"}
_BETWEEN_ELEMENTS = re.compile(rb"[\s,]*")
_TO_NEXT_ELEMENT = re.compile(rb"[^{\]]*")
_BETWEEN_ARRAYS = re.compile(rb"[\s,\]}]*")
# A string that is never closed reaches to the end, for the same reason.
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+', re.DOTALL)
_ONE_KIND_OF_BRACKET = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"{}[]"))


def json_pieces(body: bytes, envelope: str | None = None) -> Iterator[Piece | Refusal]:
    """Yield each record of a JSON body as a Piece; text between records that is no object comes as a Refusal.

    `envelope` is the only key of an object that may wrap the array of records, if the format has one. Records,
    refusals and empty arrays together may be `MAX_RECORDS_PER_BODY`; one Refusal stands for all the rest.
    """
    start = len(BYTE_ORDER_MARK) if body.startswith(BYTE_ORDER_MARK) else 0
    opening = _opening_of(envelope)
    found = opening.match(body, start)
    if found is None:
        yield from pieces_of_lines(body)
        return
    for counted, element in enumerate(_elements_of_arrays(body, opening, found)):
        if counted >= MAX_RECORDS_PER_BODY:
            yield the_rest(element.line_number, element.byte_offset, len(body))
            return
        if isinstance(element, Refusal):
            yield element
        elif element.raw:
            yield within_limit(element)


def _opening_of(envelope: str | None) -> re.Pattern[bytes]:
    """Return the pattern of what stands before the first record: a bare `[`, or the envelope and its `[`."""
    wrapped = rb'\{\s*"' + envelope.encode() + rb'"\s*:\s*\[' if envelope else rb"\["
    return re.compile(rb"\s*(?:\[|" + wrapped + rb")")


def _elements_of_arrays(
    body: bytes, opening: re.Pattern[bytes], found: re.Match[bytes] | None
) -> Iterator[Piece | Refusal]:
    """Yield the elements of one array after the other, from the one that `found` opens, and what follows them.

    An array without any comes as a Piece of no bytes, so that a body of nothing else has its limit too.
    """
    end, lines = 0, LineCount(body)
    while found is not None:
        end = yield from _elements(body, found.end(), lines)
        end = _end_of(_BETWEEN_ARRAYS, body, end)
        found = opening.match(body, end)
    if end < len(body):
        reason = "nothing may follow the closing bracket of the records"
        yield _junk(end, len(body), reason, lines.at(end))


def _elements(body: bytes, start: int, lines: LineCount) -> Generator[Piece | Refusal, None, int]:
    """Yield the elements of the array whose opening bracket ends at `start`; return where it closes."""
    position = start
    while True:
        is_empty = position == start
        position = _end_of(_BETWEEN_ELEMENTS, body, position)
        line_number = lines.at(position)
        if position >= len(body):
            reason = "the array of records is never closed, so the body was cut short; send it whole"
            yield _junk(position, len(body), reason, line_number)
            return position
        if body[position : position + 1] == b"]":
            if is_empty:
                yield Piece(line_number, position, b"")
            return position
        if body[position : position + 1] == b"{":
            end = _object_end(body, position)
            if end is None:
                reason = "this object is never closed; nothing after it in this body could be read"
                yield _junk(position, len(body), reason, line_number)
                return len(body)
            yield Piece(line_number, position, body[position:end])
        else:
            end = max(_end_of(_TO_NEXT_ELEMENT, body, position), position + 1)
            yield _junk(position, end, "only objects may stand in the array of records", line_number)
        position = end


def _object_end(body: bytes, position: int) -> int | None:
    """Return where the object that opens at `position` closes, or None when it does not.

    A closing bracket of the wrong kind ends the object too: it is broken, but the next one need not be.
    """
    awaited: list[bytes] = []
    # Matched step by step: a search would try again from every byte of a string that is never closed.
    while token := _TO_NEXT_BRACKET.match(body, position):
        position, bracket = token.end(), token[1]
        if closing := _CLOSING.get(bracket):
            awaited.append(closing)
        elif awaited.pop() != bracket or not awaited:
            return position
    return None


def decode_strictly(raw: bytes) -> dict[str, object]:
    """Return the one JSON object in `raw`, or raise BadRecordError with a reason that quotes none of it.

    Stricter than RFC 8259 asks, as I-JSON (RFC 7493) is: valid UTF-8, no key twice, no NaN, no number out of
    range, no NUL character, at most `MAX_JSON_DEPTH` levels. Parsers differ in which of two equal keys they
    take, so a record with both is refused.
    """
    if raw.count(b"{") + raw.count(b"[") > MAX_JSON_DEPTH and _nests_too_deep(raw):
        message = f"this record nests deeper than {MAX_JSON_DEPTH} levels; flatten it"
        raise BadRecordError(message)
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _refuse_broken_json(error)
    if not isinstance(value, dict):
        message = "this record is not a JSON object; send one object for each record"
        raise BadRecordError(message)
    if not _is_same_when_written_again(value, raw):
        json.loads(raw.decode(), object_pairs_hook=_refuse_double_keys, parse_int=str, parse_float=str)
    if b"\\u0000" in raw and "\\u0000" in json.dumps(value).replace("\\\\", ""):
        message = "this record holds a NUL character, which databases cannot store; leave it out"
        raise BadRecordError(message)
    return value


def _is_same_when_written_again(value: dict[str, object], raw: bytes) -> bool:
    """Say whether `value`, written compactly, gives `raw`: then no key stood twice."""
    try:
        return msgspec.json.encode(value) == raw
    except (msgspec.MsgspecError, OverflowError):  # an integer beyond 64 bits
        return False


def _refuse_broken_json(error: Exception) -> NoReturn:
    """Raise the BadRecordError for a decoder's complaint, in which only the position is kept."""
    if "truncated" in str(error):
        message = "this record stops in the middle of its JSON; send whole records"
        raise BadRecordError(message) from error
    found = re.search(r" \(byte \d+\)", str(error))
    place = found[0] if found else ""
    message = f"this record is not valid JSON{place}; send one whole object in UTF-8"
    raise BadRecordError(message) from error


def _refuse_double_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the pairs as an object; a key that comes twice raises BadRecordError."""
    held = dict(pairs)
    if len(held) != len(pairs):
        message = "a key stands twice in one object; parsers disagree on which counts, so send it once"
        raise BadRecordError(message)
    return held


def _nests_too_deep(raw: bytes) -> bool:
    """Say whether brackets outside strings nest, or are left open, deeper than `MAX_JSON_DEPTH` levels.

    Each round takes the innermost pairs away, whole buffers at a time: a record may hold a million brackets.
    """
    brackets = _STRING.sub(b"", raw).translate(_ONE_KIND_OF_BRACKET, _NO_BRACKETS)
    for _ in range(MAX_JSON_DEPTH):
        brackets = brackets.replace(b"[]", b"")
    return b"[]" in brackets or brackets.count(b"[") > MAX_JSON_DEPTH


def _junk(start: int, end: int, reason: str, line_number: int) -> Refusal:
    """Return the Refusal of the bytes from `start` to `end`."""
    return Refusal(line_number=line_number, byte_offset=start, byte_length=end - start, reason=reason)


def _end_of(pattern: re.Pattern[bytes], body: bytes, position: int) -> int:
    """Return where `pattern`, which may match nothing, ends when matched at `position`."""
    found = pattern.match(body, position)
    return position if found is None else found.end()
