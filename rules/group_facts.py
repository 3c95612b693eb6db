"""The facts of country groups, worked out from the facts of countries and the law of a day."""

from collections.abc import Mapping

from rules.country_codes import COUNTRY_CODES
from rules.errors import CountryError
from rules.facts import FactValue
from rules.law import LawOnDay


class GroupsOnDay:
    """The groups of countries on one day. Each country is looked up once, however many subjects are in it."""

    __slots__ = ("_day", "_found")

    def __init__(self, day: LawOnDay) -> None:
        self._day = day
        self._found: dict[str, tuple[str, ...] | None] = {}

    def facts_of(
        self, facts: Mapping[str, FactValue | None], groups_of: Mapping[str, str]
    ) -> dict[str, FactValue | None]:
        """The groups of every country that is known, by fact name.

        groups_of: fact of a country, or of a list of them -> fact of its groups. Of a list: every group that any of
        them is in. A country that is not known, a code that names none, and a day before the groups are recorded, leave
        the groups unknown: left out.
        """
        found: dict[str, FactValue | None] = {}
        for country_fact, groups_fact in groups_of.items():
            match facts.get(country_fact):
                case str(country):
                    groups = self._groups(country)
                case tuple(countries):
                    groups = self._groups_of_all(countries)
                case _:
                    groups = None
            if groups is not None:
                found[groups_fact] = groups
        return found

    def _groups_of_all(self, countries: tuple[str, ...]) -> tuple[str, ...] | None:
        united: set[str] = set()
        for country in countries:
            groups = self._groups(country)
            if groups is None:
                return None
            united.update(groups)
        return tuple(sorted(united))

    def _groups(self, country: str) -> tuple[str, ...] | None:
        if country not in self._found:
            try:
                # Whoever is in no list is in no group, so a code that names nobody would look free everywhere.
                self._found[country] = self._day.groups_of(country) if country in COUNTRY_CODES else None
            except CountryError:
                self._found[country] = None
        return self._found[country]
