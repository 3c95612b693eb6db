"""All differences of a replay as CSV (RFC 4180, UTF-8, with a header), safe to open in a spreadsheet."""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from operator import attrgetter

from compliance.replays.differences import TenantLine, chip_lines, every_tenant_line
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
        writer.writerow(row)
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


def _rows(replay: Replay) -> Iterator[Sequence[str]]:
    """Yield the cells of each line, in the order of COLUMNS."""
    for chip in chip_lines(replay):
        named = {"subject_kind": "chip", "change": "changes_class"} | chip._asdict()
        yield [_safe(named.get(column)) for column in COLUMNS]
    blank = len(COLUMNS) * [""]
    places = [(COLUMNS.index(name), name) for name in TenantLine._fields if name in COLUMNS]
    at, get = [place for place, _ in places], attrgetter(*(name for _, name in places))
    blank[0] = "tenant"
    for tenant in every_tenant_line(replay):
        row = blank.copy()
        for place, value in zip(at, get(tenant), strict=True):
            row[place] = _safe(value)
        yield row


def _safe(value: object) -> str:
    """Return a cell. A spreadsheet takes what begins like a formula for one: an apostrophe before it makes it text."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
