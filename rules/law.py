"""The law that questions are put to: rule sets, country groups and the operator's settings, on a day.

Every question takes two dates. As of which day: the law in force then. Known on which day: only what had
been published, announced or stated by then. Both are days of UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from rules.catalogue import setting_fact_name
from rules.clocks import ClockAnswers, Reading, answers_on, status_on
from rules.countries import CountryGroups
from rules.country_reader import country_groups
from rules.facts import FactValue
from rules.library import all_sets
from rules.ruleset import EnforcementStatus, RuleSet
from rules.switches import SWITCHES, Setting, SettingUsed, setting_used

TEXT_READ_UNTIL = date(2026, 7, 23)
"""The newest issue of the regulations that was read for the shipped sets (eCFR 2026-07-23)."""


@dataclass(frozen=True)
class LawOnDay:
    """The law of one day as known on another. known_on None: as known now."""

    as_of: date
    known_on: date | None
    answers: ClockAnswers
    settings_used: tuple[SettingUsed, ...]
    countries: CountryGroups
    settings: tuple[Setting, ...]

    def under(self, reading: Reading) -> tuple[RuleSet, ...]:
        """The sets that apply under a reading."""
        return self.answers.under(reading)

    def groups_of(self, country: str | None) -> tuple[str, ...] | None:
        """The country groups of a country that day; None, unknown, where the country is. CountryError before
        the data begins.
        """
        return None if country is None else self.countries.groups_of(country, self.as_of, self.known_on)

    def setting_facts(self) -> dict[str, FactValue | None]:
        """The facts that carry the settings in use."""
        return {setting_fact_name(used.switch): used.value for used in self.settings_used}

    def status_of(self, rule_set: RuleSet) -> EnforcementStatus | None:
        """What the authority says it does with a set that day; None is unknown."""
        return status_on(rule_set, self.as_of, known_on=self.known_on, settings=self.settings)


@dataclass(frozen=True)
class Law:
    """All versions of all sets (shipped, and the operator's own), country groups, settings."""

    rule_sets: tuple[RuleSet, ...]
    countries: CountryGroups
    settings: tuple[Setting, ...] = ()

    def on(self, as_of: date, known_on: date | None = None) -> LawOnDay:
        """The law of a day. A day before the first version of any set has no sets: that is for the caller to
        say.
        """
        return LawOnDay(
            as_of=as_of,
            known_on=known_on,
            answers=answers_on(self.rule_sets, as_of, known_on, self.settings),
            settings_used=tuple(setting_used(one, self.settings, as_of, known_on) for one in SWITCHES),
            countries=self.countries,
            settings=self.settings,
        )

    def change_days(self) -> tuple[date, ...]:
        """Every day from which some answer may differ from the day before, sorted."""
        days = set(self.countries.change_days())
        for one in self.rule_sets:
            days |= {one.effective_from, one.compliance_from}
            days |= {one.effective_until} if one.effective_until else set()
            for period in one.enforcement:
                days |= {period.applies_from} | ({period.applies_until} if period.applies_until else set())
        for setting in self.settings:
            days |= {day for day in (setting.applies_from, setting.applies_until) if day}
        return tuple(sorted(days))

    def with_set(self, rule_set: RuleSet) -> "Law":
        """This law with one set more, in place of any version of the same reference."""
        others = tuple(one for one in self.rule_sets if one.reference != rule_set.reference)
        return Law((*others, rule_set), self.countries, self.settings)


@cache
def shipped_law() -> Law:
    """The law as shipped: no directives, every switch at its default."""
    return Law(all_sets(), country_groups())


def law_of(directives: Iterable[RuleSet], settings: Iterable[Setting]) -> Law:
    """The shipped law with the operator's directives and settings."""
    return Law((*all_sets(), *directives), country_groups(), tuple(settings))
