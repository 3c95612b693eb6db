"""Cutting a text body into lines that know where they stand."""

from collections.abc import Iterator

from audit.intake.records import MAX_RECORD_BYTES, MAX_RECORDS_PER_BODY, Piece, Refusal

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def pieces_of_lines(body: bytes) -> Iterator[Piece | Refusal]:
    """Yield every line that is not blank; a line over `MAX_RECORD_BYTES` comes as a Refusal.

    Lines end with LF or CR LF; the ending is no part of the piece. A byte order mark at the start is skipped.
    After `MAX_RECORDS_PER_BODY` lines one Refusal stands for all the rest.
    """
    offset = len(BYTE_ORDER_MARK) if body.startswith(BYTE_ORDER_MARK) else 0
    lines_read = 0
    for line_number, whole in enumerate(body[offset:].split(b"\n"), start=1):
        raw = whole[:-1] if whole.endswith(b"\r") else whole
        if raw and not raw.isspace():
            if lines_read >= MAX_RECORDS_PER_BODY:
                yield the_rest(line_number, offset, len(body))
                return
            lines_read += 1
            yield within_limit(Piece(line_number, offset, raw))
        offset += len(whole) + 1


def within_limit(piece: Piece) -> Piece | Refusal:
    """Return the piece, or its Refusal when it is larger than one record may be."""
    if len(piece.raw) <= MAX_RECORD_BYTES:
        return piece
    return piece.refused(f"this record is larger than {MAX_RECORD_BYTES} bytes; leave large values out")


def the_rest(line_number: int, offset: int, body_length: int) -> Refusal:
    """Return the one Refusal that stands for everything after the last record that a body may hold."""
    return Refusal(
        line_number=line_number,
        byte_offset=offset,
        byte_length=body_length - offset,
        reason=f"a body may hold {MAX_RECORDS_PER_BODY} records; nothing from here on was read: "
        "send the rest as further bodies",
    )
