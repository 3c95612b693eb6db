"""The series of a tenant's use: what the chart draws and the table beside it says."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import F, Sum

from compliance.providers.models import Facility
from compliance.screening.rates import Rate, rates
from compliance.tenants.models import Tenant
from compliance.usage.models import UsageHour

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
DEFAULT_WINDOW_DAYS = 365
DAYS_SHOWN = 400
_TABLE_DAYS = 31

# Sources: the shipped rule set project/large_compute, which cites each law.
THRESHOLDS = (
    (10**23, "10²³", "European Commission guidelines on general-purpose AI (indicative)"),
    (10**25, "10²⁵", "EU AI Act, Art. 51(2)"),
    (10**26, "10²⁶", "ECCN 4E091 (not enforced); California SB 53"),
)


@dataclass(frozen=True, slots=True)
class DayOfUse:
    """One UTC day. `operations_*` are those of the window that ends with this day, not of the day."""

    on: date
    accelerator_hours: float
    hours_by_chip: Mapping[str, float]
    operations_lower: int
    operations_expected: int
    operations_upper: int


@dataclass(frozen=True, slots=True)
class UseChart:
    """A tenant's use by day.

    unknown_hours: of chips without a known rate, in the bars but not in the lines. assumptions: the facilities used
    at which unnamed accelerators are counted as some chip.
    """

    days: list[DayOfUse]
    chips: list[str]
    window_days: int
    total_hours: float
    unknown_hours: float
    assumptions: list[Facility]

    @property
    def latest_first(self) -> list[DayOfUse]:
        """The last days with use, newest first, for the table."""
        return [day for day in reversed(self.days) if day.accelerator_hours][:_TABLE_DAYS]

    def document(self) -> dict[str, object]:
        """Return what the script draws, as JSON. Floats are for the eye only; rules count in integers."""
        return {
            "days": [day.on.isoformat() for day in self.days],
            "chips": [
                {"name": chip, "hours": [round(day.hours_by_chip.get(chip, 0.0), 2) for day in self.days]}
                for chip in self.chips
            ],
            "operations": {
                "lower": [_drawn(day.operations_lower) for day in self.days],
                "expected": [_drawn(day.operations_expected) for day in self.days],
                "upper": [_drawn(day.operations_upper) for day in self.days],
            },
            "window_days": self.window_days,
            "thresholds": [
                {"operations": float(operations), "label": label, "source": source}
                for operations, label, source in self.thresholds()
            ],
        }

    def thresholds(self) -> list[tuple[int, str, str]]:
        """Return the thresholds worth drawing: those reached, and the next one above."""
        highest = max((day.operations_upper for day in self.days), default=0)
        reached = [line for line in THRESHOLDS if line[0] <= highest]
        return reached + [line for line in THRESHOLDS if line[0] > highest][:1] if highest else []


def window_days_of(limb_id: str | None) -> int:
    """Return the length of the rolling window that a limb speaks of (`window_30d`), or a year."""
    found = re.fullmatch(r"window_(\d{1,4})d", limb_id or "")
    return int(found[1]) if found else DEFAULT_WINDOW_DAYS


def read_use_chart(tenant: Tenant, window_days: int = DEFAULT_WINDOW_DAYS) -> UseChart:
    """Return the use of `tenant` by UTC day, with operations in the window that ends with each day. Three queries."""
    by_day = _seconds_by_day_and_chip(tenant)
    known_rates = rates() if by_day else {}
    seconds_by_chip: dict[str, int] = defaultdict(int)
    for chips in by_day.values():
        for chip, seconds in chips.items():
            seconds_by_chip[chip] += seconds
    return UseChart(
        days=_days(by_day, known_rates, window_days)[-DAYS_SHOWN:],
        chips=sorted(seconds_by_chip, key=lambda chip: -seconds_by_chip[chip]),
        window_days=window_days,
        total_hours=sum(seconds_by_chip.values()) / HOUR_SECONDS,
        unknown_hours=sum(s for chip, s in seconds_by_chip.items() if chip not in known_rates) / HOUR_SECONDS,
        assumptions=_assumptions_behind(tenant) if by_day else [],
    )


def _assumptions_behind(tenant: Tenant) -> list[Facility]:
    used = UsageHour.objects.filter(tenant=tenant).values("facility")
    facilities = Facility.objects.filter(provider=tenant.provider_id, key__in=used)
    return list(facilities.exclude(assumed_chip="").order_by("key"))


def _seconds_by_day_and_chip(tenant: Tenant) -> dict[int, dict[str, int]]:
    rows = (
        UsageHour.objects.filter(tenant=tenant)
        .values_list(F("hour") - F("hour") % DAY_SECONDS, "chip")
        .annotate(total=Sum("accelerator_seconds"))
        .order_by()
    )
    by_day: dict[int, dict[str, int]] = {}
    for day, chip, total in rows:
        by_day.setdefault(day, {})[chip] = total
    return by_day


def _days(
    by_day: Mapping[int, Mapping[str, int]], known_rates: Mapping[str, Rate], window_days: int
) -> list[DayOfUse]:
    if not by_day:
        return []
    operations = {day: _operations(chips.items(), known_rates) for day, chips in by_day.items()}
    nothing = (0, 0, 0)
    running = [0, 0, 0]
    days = []
    for day in range(min(by_day), max(by_day) + DAY_SECONDS, DAY_SECONDS):
        entering = operations.get(day, nothing)
        leaving = operations.get(day - window_days * DAY_SECONDS, nothing)
        running = [now + more - less for now, more, less in zip(running, entering, leaving, strict=True)]
        hours = {chip: seconds / HOUR_SECONDS for chip, seconds in by_day.get(day, {}).items()}
        on = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=day)).date()
        days.append(DayOfUse(on, sum(hours.values()), hours, *running))
    return days


def _operations(chips: Iterable[tuple[str, int]], known_rates: Mapping[str, Rate]) -> tuple[int, int, int]:
    lower = expected = upper = 0
    for chip, seconds in chips:
        if rate := known_rates.get(chip):
            lower += seconds * rate.lower_operations
            expected += seconds * rate.expected_operations
            upper += seconds * rate.upper_operations
    return lower, expected, upper


def _drawn(operations: int) -> float | None:
    """A logarithmic axis has no zero."""
    return float(operations) if operations > 0 else None
