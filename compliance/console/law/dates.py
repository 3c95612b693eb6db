"""The two dates of a question of law, from the address: as of which day, known on which day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class TwoDates:
    """as_of: the law of this day. known_on: as known on that day, None for now. complaint: what could not be read."""

    as_of: date
    known_on: date | None
    complaint: str
    is_today: bool

    def query(self) -> str:
        """Return the dates as an address carries them; empty where they are today's and now."""
        parts = {} if self.is_today else {"as_of": self.as_of.isoformat()}
        if self.known_on:
            parts["known_on"] = self.known_on.isoformat()
        return urlencode(parts)


def dates_asked(query: QueryDict) -> TwoDates:
    """Return the dates asked for; a date that cannot be read is today's (or now), and the complaint says so."""
    today = datetime.now(UTC).date()
    complaints: list[str] = []
    as_of = _day(query, "as_of", complaints) or today
    known_on = _day(query, "known_on", complaints)
    return TwoDates(as_of, known_on, " ".join(complaints), is_today=as_of == today)


def _day(query: QueryDict, name: str, complaints: list[str]) -> date | None:
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        complaints.append(f"{text!r} is no date: write it as 2026-11-22.")
        return None
