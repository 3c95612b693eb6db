"""The fields of a `sacct --parsable2` row: which layout, how long, how many GPUs of what model."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import msgspec

from audit.intake.errors import BadRecordError
from audit.intake.records import MAX_ACCELERATORS, MAX_TEXT_CHARACTERS

MAX_GPU_MODELS_PER_RUN: Final = 64
"""A run with more is refused: each model becomes a resource of its own, and no node list is that mixed."""

HEADERLESS_LAYOUT: Final = (
    *("JobID", "JobIDRaw", "Cluster", "Partition", "QOS", "Account", "Group", "GID", "User", "UID"),
    *("Submit", "Eligible", "Start", "End", "Elapsed", "ExitCode", "State", "NNodes", "NCPUS", "ReqCPUS"),
    *("ReqMem", "ReqTRES", "AllocTRES", "Timelimit", "NodeList", "JobName"),
)
"""The 26 fields that Open XDMoD's Slurm documentation has sites export with `--noheader`."""

REQUIRED_FIELDS: Final = ("Cluster", "Account", "Submit", "Start", "End", "State", "AllocTRES")

_ELAPSED = re.compile(
    r"(?:(?P<days>[0-9]{1,5})-)?(?P<hours>[0-9]{2}):(?P<minutes>[0-5][0-9]):(?P<seconds>[0-5][0-9])"
)
_WHOLE_SECONDS = re.compile(r"[0-9]{1,10}")
_GPU_COUNT = re.compile(r"[0-9]{1,8}")
_FIELD_NAME = re.compile(r"[A-Za-z]+(%-?[0-9]+)?")


class GpuShare(msgspec.Struct, frozen=True):
    """GPUs of one model in a run; `model` is None when not named, `count` None when not known."""

    model: str | None
    count: Decimal | None


def layout_of(first_line: bytes) -> tuple[list[str], bool]:
    """Return the field names that the first line gives, and whether it is a header.

    A first line that is no header is read by `HEADERLESS_LAYOUT` if it fits it. Raises BadRecordError
    otherwise, and when a header lacks a field without which no row can be counted.
    """
    fields = _decoded(first_line).removesuffix("|").split("|")
    if "State" in fields and "Account" in fields and all(_FIELD_NAME.fullmatch(field) for field in fields):
        missing = [name for name in REQUIRED_FIELDS if name not in fields]
        missing += [] if {"JobIDRaw", "JobID"} & set(fields) else ["JobIDRaw"]
        missing += [] if {"ElapsedRaw", "Elapsed"} & set(fields) else ["ElapsedRaw"]
        if missing:
            message = f"the header lacks {', '.join(missing)}, so no row was read; add them to sacct --format"
            raise BadRecordError(message)
        return fields, True
    if len(fields) >= len(HEADERLESS_LAYOUT):
        return list(HEADERLESS_LAYOUT), False
    message = "the first line is neither a sacct header nor a row of 26 fields; send the header line"
    raise BadRecordError(message)


def row_of(raw: bytes, layout: list[str]) -> dict[str, str]:
    """Return a row's fields by name; a `|` inside the last field, where job names belong, is kept."""
    fields = _decoded(raw).split("|", len(layout) - 1)
    if len(fields) != len(layout):
        message = f"this row has {len(fields)} fields where the layout has {len(layout)}; send whole rows"
        raise BadRecordError(message)
    if any(len(field) > MAX_TEXT_CHARACTERS for field in fields[:-1] if "[" not in field):
        message = f"a field of this row is longer than {MAX_TEXT_CHARACTERS} characters; shorten it"
        raise BadRecordError(message)
    row = dict(zip(layout, fields, strict=True))
    if "|" in fields[-1].removesuffix("|") and layout[-1] not in {"JobName", "Comment", "WorkDir"}:
        message = "this row has more fields than the header; put JobName last, or leave it out"
        raise BadRecordError(message)
    row[layout[-1]] = fields[-1].removesuffix("|")
    return row


def elapsed_seconds_of(row: Mapping[str, str]) -> int:
    """Return how long a run has held its GPUs: ElapsedRaw, or Elapsed as `[days-]hours:minutes:seconds`."""
    raw = row.get("ElapsedRaw", "")
    if _WHOLE_SECONDS.fullmatch(raw):
        return int(raw)
    found = _ELAPSED.fullmatch(row.get("Elapsed", ""))
    if found is None:
        message = "neither ElapsedRaw nor Elapsed can be read; send ElapsedRaw in whole seconds"
        raise BadRecordError(message)
    hours = int(found["days"] or 0) * 24 + int(found["hours"])
    return hours * 3600 + int(found["minutes"]) * 60 + int(found["seconds"])


def gpu_shares_of(alloc_tres: str, *, is_empty_run: bool) -> list[GpuShare]:
    """Return the GPUs that AllocTRES names, by model; never empty.

    `gres/gpu=4` and `gres/gpu:l20=4` beside each other tell of the same four (slurm.conf(5),
    AccountingStorageTRES), so typed counts are never added to the untyped one; what is left over has no
    model. An empty AllocTRES says nothing: no GPUs when `is_empty_run` (nothing was held for any time),
    else an unknown number.
    """
    if not alloc_tres:
        return [GpuShare(None, Decimal(0) if is_empty_run else None)]
    untyped: int | None = None
    typed: dict[str, int] = {}
    for item in alloc_tres.split(","):
        name, _, count = item.partition("=")
        if name == "gres/gpu":
            untyped = _gpu_count(count)
        elif name.startswith("gres/gpu:"):
            model = name.removeprefix("gres/gpu:")
            typed[model] = typed.get(model, 0) + _gpu_count(count)
    if len(typed) > MAX_GPU_MODELS_PER_RUN:
        message = f"AllocTRES names more than {MAX_GPU_MODELS_PER_RUN} GPU models; send it as sacct prints it"
        raise BadRecordError(message)
    return _shares(untyped, typed)


def _shares(untyped: int | None, typed: dict[str, int]) -> list[GpuShare]:
    """Return the shares of typed GPUs and of those left over, or one share of zero."""
    left_over = (untyped or 0) - sum(typed.values())
    if untyped is not None and left_over < 0:
        message = "AllocTRES gives more GPUs by type than in all; check AccountingStorageTRES"
        raise BadRecordError(message)
    shares = [GpuShare(model, Decimal(count)) for model, count in sorted(typed.items())]
    if left_over > 0 or not shares:
        shares.append(GpuShare(None, Decimal(max(left_over, 0))))
    return shares


def _gpu_count(text: str) -> int:
    """Return a count of GPUs, or raise BadRecordError."""
    if _GPU_COUNT.fullmatch(text) is None or int(text) > MAX_ACCELERATORS:
        message = "AllocTRES gives a number of GPUs that cannot be read; send it as sacct prints it"
        raise BadRecordError(message)
    return int(text)


def _decoded(raw: bytes) -> str:
    """Return a line as text, or raise BadRecordError when it is not UTF-8 or holds a NUL character."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        message = "this line is not valid UTF-8; export with a UTF-8 locale"
        raise BadRecordError(message) from error
    if "\0" in text:
        message = "this line holds a NUL character, which databases cannot store; leave it out"
        raise BadRecordError(message)
    return text
