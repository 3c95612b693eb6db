"""Cutting a text body into lines that know where they stand."""

import re
from collections.abc import Iterator

from audit.intake.records import MAX_RECORD_BYTES, MAX_RECORDS_PER_BODY, Piece, Refusal

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE = re.compile(rb"[^\n]+")


class LineCount:
    """Tells the line of ever later places of a body, so that each line break is counted once."""

    def __init__(self, body: bytes) -> None:
        """Begin at the first line of `body`."""
        self._body = body
        self._line_number = 1
        self._counted_to = 0

    def at(self, position: int) -> int:
        """Return the line, counted from 1, of a byte that lies no earlier than the one asked for before."""
        self._line_number += self._body.count(b"\n", self._counted_to, position)
        self._counted_to = position
        return self._line_number


def pieces_of_lines(body: bytes) -> Iterator[Piece | Refusal]:
    """Yield every line that is not blank; a line over `MAX_RECORD_BYTES` comes as a Refusal.

    Lines end with LF or CR LF; the ending is no part of the piece. A byte order mark at the start is skipped.
    After `MAX_RECORDS_PER_BODY` lines one Refusal stands for all the rest.
    """
    start = len(BYTE_ORDER_MARK) if body.startswith(BYTE_ORDER_MARK) else 0
    count = LineCount(body)
    lines_read = 0
    for line in _LINE.finditer(body, start):
        raw = line[0].removesuffix(b"\r")
        if not raw or raw.isspace():
            continue
        line_number = count.at(line.start())
        if lines_read >= MAX_RECORDS_PER_BODY:
            yield the_rest(line_number, line.start(), len(body))
            return
        lines_read += 1
        yield within_limit(Piece(line_number, line.start(), raw))


def within_limit(piece: Piece) -> Piece | Refusal:
    """Return the piece, or its Refusal when it is larger than one record may be."""
    if len(piece.raw) <= MAX_RECORD_BYTES:
        return piece
    return piece.refused(f"this record is larger than {MAX_RECORD_BYTES} bytes; leave large values out")


def the_rest(
    line_number: int, offset: int, body_length: int, limit: str = f"{MAX_RECORDS_PER_BODY} records"
) -> Refusal:
    """Return the one Refusal that stands for everything after the last record that a body may hold.

    `limit` says in words how many it may hold, and of what.
    """
    return Refusal(
        line_number=line_number,
        byte_offset=offset,
        byte_length=body_length - offset,
        reason=f"a body may hold {limit}; nothing from here on was read: send the rest as further bodies",
    )
