"""Spreading use over the hours of UTC, in whole accelerator-seconds that always add up.

Hours are half-open and begin at multiples of 3600 Unix seconds; summer time never enters. An hour's part is
the difference of two rounded-down running totals, so the parts of any span add up to its rounded-down
total, exactly, however the span is cut and however fractional the accelerators are.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeVar

HOUR_SECONDS: Final = 3600

Accelerators = int | Decimal | Fraction
Key = TypeVar("Key")


def split_hours(started_at: int, ended_at: int, accelerators: Accelerators) -> Iterator[tuple[int, int]]:
    """Yield (hour, accelerator-seconds in that hour) for `accelerators` held from `started_at` to `ended_at`.

    All instants are Unix seconds in UTC, the span is half-open, an hour is named by its first second. Every
    hour touched is given, also where its part is 0; a span of no length touches none. The parts add up to
    floor(accelerators x seconds). Raises ValueError for a span that runs backwards or accelerators below 0.
    """
    if ended_at < started_at or accelerators < 0:
        message = "a span must not run backwards and accelerators must not be negative"
        raise ValueError(message)
    if ended_at == started_at:
        return
    share = Fraction(accelerators)
    counted = 0
    for hour in range(started_at - started_at % HOUR_SECONDS, ended_at, HOUR_SECONDS):
        until = min(hour + HOUR_SECONDS, ended_at)
        total = share.numerator * (until - started_at) // share.denominator
        yield hour, total - counted
        counted = total


def add_hours(
    cells: dict[Key, dict[int, int]],
    key: Key,
    started_at: int,
    ended_at: int,
    accelerators: Accelerators,
) -> None:
    """Add a span to `cells[key]`, a map from hour to accelerator-seconds; same terms as `split_hours`.

    Made for many spans: whole accelerators, by far the usual case, are added without any division.
    """
    hours = cells.setdefault(key, {})
    if not isinstance(accelerators, int) and accelerators == int(accelerators):
        accelerators = int(accelerators)
    if not isinstance(accelerators, int) or ended_at < started_at or accelerators < 0:
        for hour, accelerator_seconds in split_hours(started_at, ended_at, accelerators):
            hours[hour] = hours.get(hour, 0) + accelerator_seconds
        return
    first = started_at - started_at % HOUR_SECONDS
    last = ended_at - ended_at % HOUR_SECONDS
    if first == last:
        if ended_at > started_at:
            hours[first] = hours.get(first, 0) + accelerators * (ended_at - started_at)
        return
    hours[first] = hours.get(first, 0) + accelerators * (first + HOUR_SECONDS - started_at)
    whole_hour = accelerators * HOUR_SECONDS
    for hour in range(first + HOUR_SECONDS, last, HOUR_SECONDS):
        hours[hour] = hours.get(hour, 0) + whole_hour
    if ended_at > last:
        hours[last] = hours.get(last, 0) + accelerators * (ended_at - last)


def add_stated_usage(
    cells: dict[Key, dict[int, int]],
    key: Key,
    started_at: int,
    ended_at: int,
    accelerator_seconds: int,
) -> None:
    """Add usage that a provider states for a whole span, spread evenly over it, to `cells[key]`.

    The parts add up to `accelerator_seconds` exactly. Raises ValueError for usage over no time.
    """
    seconds = ended_at - started_at
    if seconds <= 0:
        if seconds < 0 or accelerator_seconds:
            message = "usage cannot be spread over a span that has no length or runs backwards"
            raise ValueError(message)
        return
    accelerators, remainder = divmod(accelerator_seconds, seconds)
    add_hours(
        cells,
        key,
        started_at,
        ended_at,
        Fraction(accelerator_seconds, seconds) if remainder else accelerators,
    )
