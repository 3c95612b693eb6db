"""The columns and cells of a job table: which column is which, and what a cell says."""

import csv
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

import msgspec

from audit.intake.errors import BadRecordError
from audit.intake.instants import scheduler_instant_of
from audit.intake.records import MAX_ACCELERATORS, MAX_TEXT_CHARACTERS

ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "timestamp": ("timestamp",),
    "duration": ("duration",),
    "accelerators": ("accelerators", "num_gpus", "gpus"),
    "tenant": ("tenant", "cluster", "virtual_cluster"),
    "job_id": ("job_id",),
    "accelerator_model": ("accelerator_model",),
    "facility": ("facility",),
    "region": ("region",),
}
REQUIRED_COLUMNS: Final = ("timestamp", "duration", "accelerators", "tenant")

_NUMBER = re.compile(r"[0-9]{1,10}(\.[0-9]{1,9})?")
_FRACTION = re.compile(r"\.[0-9]+")


class Columns(msgspec.Struct, frozen=True):
    """Where each column stands in a row, counted from 0; None for a column that the table does not have."""

    width: int
    timestamp: int
    duration: int
    accelerators: int
    tenant: int
    job_id: int | None
    accelerator_model: int | None
    facility: int | None
    region: int | None


def columns_of(header: bytes) -> Columns:
    """Return where the columns stand, or raise BadRecordError when one is missing or comes twice."""
    names = [cell.strip().lower() for cell in cells_of(header)]
    places: dict[str, int | None] = {}
    for column, aliases in ALIASES.items():
        found = [place for place, name in enumerate(names) if name in aliases]
        if len(found) > 1:
            message = f"the header names {column} more than once ({', '.join(aliases)}); keep one of them"
            raise BadRecordError(message)
        places[column] = found[0] if found else None
    missing = [column for column in REQUIRED_COLUMNS if places[column] is None]
    if missing:
        message = (
            f"the header lacks {', '.join(missing)}, so no row was read; the first line names the columns"
        )
        raise BadRecordError(message)
    return msgspec.convert({"width": len(names), **places}, Columns)


def cells_of(raw: bytes) -> list[str]:
    """Return the cells of one CSV line (RFC 4180), or raise BadRecordError when it cannot be cut."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        message = "this line is not valid UTF-8; write the table in UTF-8"
        raise BadRecordError(message) from error
    if "\0" in text:
        message = "this line holds a NUL character, which databases cannot store; leave it out"
        raise BadRecordError(message)
    if '"' not in text:
        return text.split(",")
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        message = "the quotes of this line do not match; a quoted cell may not hold a line break"
        raise BadRecordError(message) from error


def text_of(cells: list[str], place: int | None, column: str) -> str | None:
    """Return the text of an optional cell, None when it is empty or the table has no such column."""
    if place is None or not cells[place]:
        return None
    if len(cells[place]) > MAX_TEXT_CHARACTERS:
        message = f"{column} is longer than {MAX_TEXT_CHARACTERS} characters; shorten it"
        raise BadRecordError(message)
    return cells[place]


def span_of(timestamp: str, duration: str) -> tuple[int, int]:
    """Return start and end in Unix seconds, each rounded down by itself; `duration` is in seconds."""
    started_at = scheduler_instant_of(timestamp, "timestamp")
    if _NUMBER.fullmatch(duration) is None:
        message = "duration is not a number of seconds; write it like 66 or 66.5"
        raise BadRecordError(message)
    fraction = _FRACTION.search(timestamp)
    if fraction is None:
        return started_at, started_at + int(duration.partition(".")[0])
    return started_at, started_at + int(Decimal(f"0{fraction[0]}") + Decimal(duration))


@lru_cache(maxsize=4096)
def accelerators_of(text: str) -> Decimal:
    """Return the number of accelerators, whole or a fraction, or raise BadRecordError."""
    if _NUMBER.fullmatch(text) is None or Decimal(text) > MAX_ACCELERATORS:
        message = f"accelerators is not a number from 0 to {MAX_ACCELERATORS}; write it like 8 or 0.5"
        raise BadRecordError(message)
    return Decimal(text)
