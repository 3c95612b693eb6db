"""How long a record must be kept: the longest duty in force decides (`retention.toml`).

The 2 years that cloud know-your-customer texts speak of are a minimum in a proposal, not a maximum: records
of the same account fall under longer duties too. Erasure duties and legal holds are no matter of this file;
a hold keeps a record beyond any date given here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from rules.errors import FigureError, RuleSetNotFound
from rules.ruleset import Confidence, Standing
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

RETENTION_FILE = Path(__file__).parent / "retention.toml"


@dataclass(frozen=True, slots=True)
class RetentionDuty:
    """One duty to keep records for so many years, in force on [in_force_from, in_force_until).

    counts_from: the event from which the years run. standing: a proposed duty is never in force.
    """

    id: str
    title: str
    years: int
    counts_from: str
    standing: Standing
    in_force_from: date | None
    in_force_until: date | None
    citation: str
    confidence: Confidence

    def is_in_force_on(self, day: date) -> bool:
        """Whether it binds on a day."""
        return self.standing is Standing.CODIFIED and self._dates_include(day)

    def is_proposed_on(self, day: date) -> bool:
        """Whether it was proposed by a day, and is not law."""
        return self.standing is Standing.PROPOSED and self._dates_include(day)

    def _dates_include(self, day: date) -> bool:
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_until is None or day < self.in_force_until
        )


@dataclass(frozen=True, slots=True)
class RetentionDuties:
    """All duties on record. on_record_from: of days before it the file says nothing."""

    on_record_from: date
    duties: tuple[RetentionDuty, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long one record is kept. last_day: it is kept through this day. decided_by: the duty that lasts
    longest. shorter: the other duties in force, longest first. proposed: what is not law and decides nothing.
    """

    last_day: date
    decided_by: RetentionDuty
    shorter: tuple[RetentionDuty, ...]
    proposed: tuple[RetentionDuty, ...]

    @property
    def erasable_from(self) -> date:
        """The first day on which no duty keeps the record."""
        return self.last_day + timedelta(days=1)


def read_retention(content: bytes, origin: str) -> RetentionDuties:
    """Duties from the bytes of a TOML file; RuleSetError for anything but the format."""
    table = toml_table(content, origin)
    on_record_from = table.day("on_record_from")
    duties: list[RetentionDuty] = []
    for one in table.tables("duties"):
        duty = _read_duty(one)
        if duty.id in {earlier.id for earlier in duties}:
            raise one.refusal(f"id {duty.id!r} is used twice", "id")
        duties.append(duty)
    table.finish()
    return RetentionDuties(on_record_from, tuple(duties))


def _read_duty(table: StrictTable) -> RetentionDuty:
    duty = RetentionDuty(
        id=table.name("id"),
        title=table.text("title"),
        years=table.integer("years"),
        counts_from=table.text("counts_from"),
        standing=table.choice("standing", Standing),
        in_force_from=table.optional_day("in_force_from"),
        in_force_until=table.optional_day("in_force_until"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    if not 1 <= duty.years <= 100:
        raise table.refusal(f"years is {duty.years}: give 1 to 100", "years")
    if duty.standing not in (Standing.CODIFIED, Standing.PROPOSED):
        raise table.refusal("standing is codified or proposed", "standing")
    if duty.in_force_from and duty.in_force_until and duty.in_force_until <= duty.in_force_from:
        raise table.refusal("'in_force_until' must be later than 'in_force_from'", "in_force_until")
    return duty


@cache
def shipped_duties() -> RetentionDuties:
    """The shipped duties."""
    return read_retention(RETENTION_FILE.read_bytes(), RETENTION_FILE.name)


def retain_until(last_event_on: date, as_of: date, duties: RetentionDuties | None = None) -> Retention:
    """Through which day to keep a record, by the duties in force on `as_of`.

    last_event_on: the last event of the record: last use of the account, its closing, the end of the last
    transaction, whichever came last. duties: in place of the shipped ones. A record of an older event is
    measured by the duty of today: a duty that was made longer takes records along that are still held.

    Raises RuleSetNotFound where nothing is in force, or on record, on that day; FigureError where the last
    day would lie beyond the calendar.
    """
    known = duties or shipped_duties()
    if as_of < known.on_record_from:
        raise RuleSetNotFound(f"duties to keep records are on record from {known.on_record_from} only")
    in_force = _longest_first(duty for duty in known.duties if duty.is_in_force_on(as_of))
    if not in_force:
        raise RuleSetNotFound(f"no duty to keep records is in force on {as_of}")
    longest = in_force[0]
    return Retention(
        last_day=anniversary(last_event_on, longest.years),
        decided_by=longest,
        shorter=in_force[1:],
        proposed=_longest_first(duty for duty in known.duties if duty.is_proposed_on(as_of)),
    )


def _longest_first(duties: Iterable[RetentionDuty]) -> tuple[RetentionDuty, ...]:
    return tuple(sorted(duties, key=lambda duty: (-duty.years, duty.id)))


def anniversary(day: date, years: int) -> date:
    """The same day so many years later. 29 February falls on 1 March where there is none: never a day short.

    Raises FigureError beyond the year 9999.
    """
    year = day.year + years
    if year > date.max.year:
        raise FigureError(f"{years} years after {day} lies beyond the year {date.max.year}")
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February in a year without one
        return date(year, 3, 1)
