"""All differences of a replay as CSV (RFC 4180, UTF-8, with a header), safe to open in a spreadsheet."""

import csv
import hashlib
from collections.abc import Iterator, Mapping

from compliance.replays.differences import chip_lines, every_tenant_line
from compliance.replays.models import Replay

COLUMNS = (
    "subject_kind",
    "tenant",
    "provider",
    "account",
    "chip",
    "name",
    "reading",
    "rule",
    "title",
    "rule_set_before",
    "rule_set_after",
    "change",
    "before",
    "after",
    "severity_before",
    "severity_after",
    "limb_before",
    "limb_after",
    "also_before",
    "also_after",
    "screening",
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LINES_A_PIECE = 1000


class _Line:
    """A file of one line, for csv.writer to write into."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_pieces(replay: Replay) -> Iterator[bytes]:
    """Yield the CSV in pieces. The same replay always gives the same bytes: their digest is in the ledger."""
    line = _Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    waiting = [line.text]
    for row in _rows(replay):
        writer.writerow([_safe(row.get(column)) for column in COLUMNS])
        waiting.append(line.text)
        if len(waiting) >= _LINES_A_PIECE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def csv_digest(replay: Replay) -> str:
    """Return the SHA-256 of the CSV, hexadecimal."""
    digest = hashlib.sha256()
    for piece in csv_pieces(replay):
        digest.update(piece)
    return digest.hexdigest()


def _rows(replay: Replay) -> Iterator[Mapping[str, object]]:
    for chip in chip_lines(replay):
        yield {"subject_kind": "chip", "change": "changes_class"} | chip._asdict()
    for tenant in every_tenant_line(replay):
        yield {"subject_kind": "tenant"} | tenant._asdict()


def _safe(value: object) -> str:
    """Return a cell. A spreadsheet takes what begins like a formula for one: an apostrophe before it makes it text."""
    text = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
