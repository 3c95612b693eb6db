"""The formats a provider can push, by name. A new format is one file here and one line in `FORMATS`."""

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from audit.intake.errors import BadRecordError
from audit.intake.formats import cloudtrail, job_table, own_events, slurm
from audit.intake.formats.job_table_fields import columns_of
from audit.intake.formats.slurm_fields import layout_of
from audit.intake.lines import BYTE_ORDER_MARK
from audit.intake.records import AccessRecord, Refusal


class Format(msgspec.Struct, frozen=True):
    """One way of writing logs down.

    `records` takes a decompressed body and yields, in the body's order, access records and refusals; it
    raises nothing for whatever the body holds.
    """

    name: str
    title: str
    media_types: tuple[str, ...]
    records: Callable[[bytes], Iterator[AccessRecord | Refusal]]


FORMATS: Final[dict[str, Format]] = {
    "chokepoint-events": Format(
        "chokepoint-events",
        "Chokepoint access events",
        ("application/x-ndjson", "application/json", "application/cloudevents-batch+json"),
        own_events.records,
    ),
    "aws-cloudtrail": Format(
        "aws-cloudtrail",
        "AWS CloudTrail records",
        ("application/x-ndjson", "application/json"),
        cloudtrail.records,
    ),
    "slurm-sacct": Format("slurm-sacct", "Slurm sacct --parsable2", ("text/plain",), slurm.records),
    "job-table": Format("job-table", "Table of jobs", ("text/csv",), job_table.records),
}

SNIFFED_BYTES: Final = 64 * 1024
"""How much of the start of a body is enough to tell its format."""

_CLOUDTRAIL_MARKS = re.compile(rb'^[\s\[]*\{\s*"Records"\s*:|"(eventSource|eventVersion)"\s*:\s*"')
_OWN_MARKS = re.compile(rb'"type"\s*:\s*"(start|stop|change|heartbeat|usage|access|login|account)[."]')


def sniff(body_head: bytes) -> str | None:
    """Return the name of the format that the start of a decompressed body shows, or None when it shows none.

    Content types are not trusted: agents send what they were configured to send. The first `SNIFFED_BYTES`
    of the body are enough.
    """
    head = body_head[:SNIFFED_BYTES].removeprefix(BYTE_ORDER_MARK).lstrip()
    if head[:1] in {b"{", b"["}:
        if _CLOUDTRAIL_MARKS.search(head):
            return "aws-cloudtrail"
        return "chokepoint-events" if _OWN_MARKS.search(head) else None
    first_line = head.partition(b"\n")[0].removesuffix(b"\r")
    if b"|" in first_line:
        return "slurm-sacct" if _reads_as(layout_of, first_line) else None
    return "job-table" if _reads_as(columns_of, first_line) else None


def _reads_as(read: Callable[[bytes], object], first_line: bytes) -> bool:
    """Say whether a format's own reader takes the first line."""
    try:
        read(first_line)
    except BadRecordError:
        return False
    return True
