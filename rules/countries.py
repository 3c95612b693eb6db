"""Country groups and territories as dated data: who belonged to which group of 15 CFR part 740 on a day.

`country_groups.toml` holds the groups as they stood on one day and every dated change before and after it;
a new change of law is one more entry there. Macau is in no group D:5 and is always named beside it. Hong
Kong is treated as China, and the United States are in A:1 but not in A:5. Territories of a country that
have rules of their own (Crimea) are regions, with codes of their own: they are in no ISO list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.errors import CountryError
from rules.ruleset import Confidence

MACAU = "MO"


@dataclass(frozen=True, slots=True)
class Change:
    """One country joins or leaves one group on a day."""

    group: str
    country: str
    joins: bool
    effective_from: date
    published_on: date
    citation: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class TreatedAs:
    """A territory with an ISO code of its own that the regulations count as part of another country."""

    country: str
    treated_as: str
    effective_from: date
    citation: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a country with rules of its own; `code` is ours, because ISO 3166-1 has none."""

    code: str
    name: str
    within: str
    effective_from: date
    citation: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class CountryGroups:
    """The whole of the data. members: group -> countries on `as_of`; changes: in time, before and after.

    known_from: the first day for which the data answers.
    """

    as_of: date
    known_from: date
    citation: str
    members: Mapping[str, frozenset[str]]
    changes: tuple[Change, ...]
    treated_as: tuple[TreatedAs, ...]
    regions: tuple[Region, ...]

    def members_on(self, group: str, day: date, known_on: date | None = None) -> frozenset[str]:
        """The countries of a group on a day; Hong Kong never among them, see `groups_of`.

        known_on: leave out changes published later than this day. Raises CountryError for a group there is
        not, and for a day before the data begins.
        """
        if group not in self.members:
            raise CountryError(f"there is no country group {group!r}: there are {', '.join(self.members)}")
        self._require_known(day)
        found = set(self.members[group])
        for change in self.changes:
            if change.group != group:
                continue
            has_happened = change.effective_from <= day and (
                known_on is None or change.published_on <= known_on
            )
            # `members` has every change up to as_of in it already: take back what had not happened yet.
            if has_happened == change.joins:
                found.add(change.country)
            else:
                found.discard(change.country)
        return frozenset(found)

    def groups_of(self, country: str, day: date, known_on: date | None = None) -> tuple[str, ...]:
        """The groups a country belongs to on a day, sorted; "MO" stands for itself beside them.

        Hong Kong answers as China does. Empty: in none of the groups kept here. Raises CountryError.
        """
        counted = self.counted_as(country, day)
        return tuple(
            sorted(group for group in self.members if counted in self.members_on(group, day, known_on))
        )

    def counted_as(self, country: str, day: date) -> str:
        """The country as which the regulations treat this one: China for Hong Kong."""
        for one in self.treated_as:
            if one.country == country and one.effective_from <= day:
                return one.treated_as
        return country

    def is_macau_or_d5(self, country: str, day: date, known_on: date | None = None) -> bool:
        """Whether it is "Macau or a destination specified in Country Group D:5"."""
        return country == MACAU or self.counted_as(country, day) in self.members_on("D:5", day, known_on)

    def change_days(self) -> tuple[date, ...]:
        """The days on which any answer may change, sorted."""
        days = {change.effective_from for change in self.changes}
        days |= {one.effective_from for one in self.treated_as if one.effective_from >= self.known_from}
        return tuple(sorted(days))

    def _require_known(self, day: date) -> None:
        if day < self.known_from:
            raise CountryError(
                f"country groups are recorded from {self.known_from} on: nothing is known here for {day}"
            )
