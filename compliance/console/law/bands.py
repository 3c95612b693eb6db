"""Periods on a line of years, as shares of its width: what a timeline draws."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIRST_DAY = date(2022, 1, 1)
LAST_DAY = date(2028, 1, 1)
WIDTH = 1000
"""The line's length in the units of its drawing."""


@dataclass(frozen=True, slots=True)
class Period:
    """[begins_on, ends_on): an open end is None. kind: which colour; label: what is said of it."""

    begins_on: date
    ends_on: date | None
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """A period as drawn: from `x`, `width` wide, of `WIDTH`."""

    x: int
    width: int
    period: Period


@dataclass(frozen=True, slots=True)
class Line:
    """A line of years with its bands. today: where today lies; None: outside. year_marks: (x, year)."""

    bands: tuple[Band, ...]
    today: int | None
    year_marks: tuple[tuple[int, int], ...]


def line_of(periods: Iterable[Period], today: date) -> Line:
    """Return the line from 2022 to the end of 2027; what lies outside is cut off, and the narrowest is still seen."""
    bands = []
    for period in periods:
        begins = max(period.begins_on, FIRST_DAY)
        ends = min(period.ends_on or LAST_DAY, LAST_DAY)
        if begins < ends:
            x = _place(begins)
            bands.append(Band(x, max(2, _place(ends) - x), period))
    years = range(FIRST_DAY.year, LAST_DAY.year)
    return Line(
        bands=tuple(bands),
        today=_place(today) if FIRST_DAY <= today < LAST_DAY else None,
        year_marks=tuple((_place(date(year, 1, 1)), year) for year in years),
    )


def _place(day: date) -> int:
    return round(WIDTH * (day - FIRST_DAY).days / (LAST_DAY - FIRST_DAY).days)
