"""Reading instants: text in, Unix seconds in UTC out, rounded down to the whole second."""

import re
from datetime import UTC, datetime

from audit.intake.errors import BadRecordError

RFC3339_PATTERN = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
"""RFC 3339 `date-time` with capital T and Z, without leap seconds; the published schema has the same text."""

EARLIEST_INSTANT = 946_684_800
"""2000-01-01T00:00:00Z; anything earlier is a clock or a unit gone wrong."""
LATEST_INSTANT = 4_102_444_800
"""2100-01-01T00:00:00Z, excluded; milliseconds taken for seconds land beyond it."""

_RFC3339 = re.compile(RFC3339_PATTERN)
_ZONELESS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?")
_EPOCH_SECONDS = re.compile(r"[0-9]{9,10}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ZONELESS = datetime(1970, 1, 1)  # noqa: DTZ001  a zoneless instant is subtracted from it, taken as UTC


def instant_of(text: str, field: str) -> int:
    """Return an RFC 3339 instant as Unix seconds; a BadRecordError it raises names `field`."""
    if _RFC3339.fullmatch(text) is None:
        message = f"{field} is not an RFC 3339 instant with a zone; write it like 2026-06-01T08:30:00Z"
        raise BadRecordError(message)
    try:
        gap = datetime.fromisoformat(text) - _EPOCH
    except (ValueError, OverflowError) as error:
        message = f"{field} names a day that the calendar does not have; send the real instant"
        raise BadRecordError(message) from error
    return in_range(gap.days * 86_400 + gap.seconds, field)


def scheduler_instant_of(text: str, field: str) -> int:
    """Return an instant as schedulers write it, as Unix seconds.

    Accepts Unix seconds, RFC 3339, and `2026-06-01T08:30:00` or `2026-06-01 08:30:00` without a zone, which
    is taken as UTC: a site whose clocks show local time should export with `SLURM_TIME_FORMAT=%s` (sacct(1)).
    """
    if _ZONELESS.fullmatch(text) is not None:
        try:
            gap = datetime.fromisoformat(text) - _EPOCH_ZONELESS
        except ValueError as error:
            message = f"{field} names a day or hour that does not exist; send the real instant"
            raise BadRecordError(message) from error
        return in_range(gap.days * 86_400 + gap.seconds, field)
    if _EPOCH_SECONDS.fullmatch(text) is not None:
        return in_range(int(text), field)
    return instant_of(text, field)


def in_range(instant: int, field: str) -> int:
    """Return `instant` if it lies in the years 2000 to 2099, else raise BadRecordError."""
    if EARLIEST_INSTANT <= instant < LATEST_INSTANT:
        return instant
    message = f"{field} lies outside the years 2000 to 2099; check the clock and the unit (seconds)"
    raise BadRecordError(message)
