"""Times within a range of the log: where it begins, how it goes on, and what came after a report was drawn.

A time is the word of whoever wrote the leaf; that a leaf stands before another is proved. These checks hold the one
against the other. An operator who holds the log's key can still choose both, unless the range begins with leaf 0.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from audit.proofs.entries import (
    CLOCK_ALLOWANCE_SECONDS,
    LATE_ALLOWANCE_SECONDS,
    REPORT_ISSUED,
    Entry,
)
from audit.proofs.errors import BundleError, ContentError
from audit.proofs.report import Report, instant

LATER_NAMED_MAX = 5
_LATE = timedelta(seconds=LATE_ALLOWANCE_SECONDS)


def require_early_start(opening: Mapping[str, object], first: int, period_from_seconds: int) -> None:
    """Raise BundleError unless the range begins with the log, or early enough that no leaf before it could matter.

    opening: the parsed leaf at index `first`. Early enough is more than `CLOCK_ALLOWANCE_SECONDS` before the period:
    a batch accounted later than that may hold use within the period.
    """
    if not first:
        return
    where = f"leaf {first}"
    if instant(opening, "at", where).timestamp() >= period_from_seconds - CLOCK_ALLOWANCE_SECONDS:
        raise BundleError(
            f"the range begins with {where}, recorded within the period or less than a day before it: "
            "entries before it could be missing"
        )


def require_order(leaves: Sequence[Mapping[str, object]], first: int) -> None:
    """Raise BundleError at a leaf more than `LATE_ALLOWANCE_SECONDS` older than one that stands before it.

    leaves: parsed, the first at index `first`.
    """
    newest: datetime | None = None
    for index, leaf in enumerate(leaves, first):
        at = instant(leaf, "at", f"leaf {index}")
        if newest is not None and at < newest - _LATE:
            raise BundleError(
                f"leaf {index} says {at.isoformat()}, more than an hour before an earlier leaf "
                f"({newest.isoformat()}): its time was chosen"
            )
        newest = at if newest is None else max(newest, at)


def check_later(report: Report, entries: Sequence[Entry], issued_index: int) -> str:
    """Return a sentence naming the entries between the last leaf the report was drawn from and its `report.issued`.

    entries: those of the report's provider. Raises ContentError for one recorded more than `LATE_ALLOWANCE_SECONDS`
    before the report says it was issued: it was known, and left out.
    """
    later = [
        entry
        for entry in entries
        if report.size_until <= entry.index < issued_index and entry.kind != REPORT_ISSUED
    ]
    for entry in later:
        if entry.at < report.issued_at - _LATE:
            raise ContentError(
                f"{_named(entry)} was recorded more than an hour before the report was issued, "
                "but the report was drawn from the leaves before it: it was left out"
            )
    if not later:
        return f"none stands between leaf {report.size_until} and the report's own, {issued_index}"
    named = ", ".join(_named(entry) for entry in later[:LATER_NAMED_MAX])
    more = len(later) - LATER_NAMED_MAX
    ending = f", and {more} more" if more > 0 else ""
    return f"{len(later)} came after the report was drawn and are not in it: {named}{ending}"


def _named(entry: Entry) -> str:
    return f"{entry.kind} {entry.reference} (leaf {entry.index})"
