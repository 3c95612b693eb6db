"""The law of one day as far as it speaks of chips, and the asking of it, each question once."""

from collections.abc import Mapping
from functools import cached_property

from rules.catalogue import setting_fact_name
from rules.chips.figures import ChipFigures
from rules.chips.near_threshold import Threshold, thresholds_of
from rules.clocks import Reading
from rules.evaluate import evaluate
from rules.facts import FactValue, Subject
from rules.findings import Finding
from rules.law import LawOnDay
from rules.ruleset import RuleSet
from rules.switches import SettingUsed

CONTROL_ENTRY = "control_entry"


class ChipLaw:
    """The sets about chips that apply on a day, in two stages; made once and asked about many chips.

    every: all of them, as the conservative reading has them. parameters: sets that do not read what 3A090
    says of a chip; consequences: those that do; by reading.
    """

    def __init__(self, day: LawOnDay) -> None:
        self.day = day
        about_chips = {reading: _about_chips(day.under(reading)) for reading in Reading}
        self.parameters = {
            reading: tuple(one for one in found if not _reads(one, CONTROL_ENTRY))
            for reading, found in about_chips.items()
        }
        self.consequences = {
            reading: tuple(one for one in found if _reads(one, CONTROL_ENTRY))
            for reading, found in about_chips.items()
        }
        self.every = about_chips[Reading.CONSERVATIVE]
        self._groups: dict[tuple[str, ...], tuple[str, ...]] = {}

    @cached_property
    def settings_used(self) -> tuple[SettingUsed, ...]:
        """The settings that these sets rest on: read by a rule, or deciding whether a set is enforced."""
        return tuple(
            used
            for used in self.day.settings_used
            if any(
                _reads(one, setting_fact_name(used.switch))
                or any(period.switch == used.switch for period in one.enforcement)
                for one in self.every
            )
        )

    @cached_property
    def setting_facts(self) -> dict[str, FactValue | None]:
        """The facts that carry those settings."""
        return {setting_fact_name(used.switch): used.value for used in self.settings_used}

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Every number that these sets compare a fact with."""
        return thresholds_of(self.every, Subject.CHIP)

    @cached_property
    def sameness(self) -> tuple[object, ...]:
        """Two days with the same give the same answers, but for the designer's country groups."""
        return (*self.sameness_by_reading.values(), self.settings_used)

    @cached_property
    def sameness_by_reading(self) -> dict[Reading, tuple[str, ...]]:
        """The digests of the sets that apply under each reading."""
        return {
            reading: tuple(one.sha256 for one in (*self.parameters[reading], *self.consequences[reading]))
            for reading in Reading
        }

    def is_same(self, reading: Reading, other: Reading) -> bool:
        """Whether the same sets apply under both."""
        return self.sameness_by_reading[reading] == self.sameness_by_reading[other]

    def groups_of(self, countries: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """The country groups of all of these countries on the day; None where they are not known."""
        if not countries:
            return None
        if countries not in self._groups:
            found = {group for country in countries for group in self.day.groups_of(country) or ()}
            self._groups[countries] = tuple(sorted(found))
        return self._groups[countries]


class ChipStages:
    """One chip, and the findings about it: each set is asked once for the facts of its that differ."""

    def __init__(self, figures: ChipFigures) -> None:
        self.figures = figures
        self._kept: dict[tuple[object, ...], tuple[Finding, ...]] = {}

    def findings(
        self, rule_sets: tuple[RuleSet, ...], facts: Mapping[str, FactValue | None]
    ) -> tuple[Finding, ...]:
        """Of every rule about chips in these sets, in their order."""
        found: list[Finding] = []
        for rule_set in rule_sets:
            names = _names_read(rule_set)
            key = (rule_set.sha256, *(facts.get(name) for name in names))
            if key not in self._kept:
                self._kept[key] = tuple(evaluate([rule_set], Subject.CHIP, facts))
            found += self._kept[key]
        return tuple(found)


_names: dict[str, tuple[str, ...]] = {}


def _names_read(rule_set: RuleSet) -> tuple[str, ...]:
    """The facts that a set's rules about chips read or quote, kept by the digest of its file."""
    if rule_set.sha256 not in _names:
        names: set[str] = set()
        for rule in rule_set.rules:
            if Subject.CHIP in rule.subjects:
                names |= set(rule.fact_names)
                names |= {name for one in rule.conditions if one.when for name in one.when.facts}
        _names[rule_set.sha256] = tuple(sorted(names))
    return _names[rule_set.sha256]


def _about_chips(rule_sets: tuple[RuleSet, ...]) -> tuple[RuleSet, ...]:
    return tuple(one for one in rule_sets if _names_read(one))


def _reads(rule_set: RuleSet, fact: str) -> bool:
    return fact in _names_read(rule_set)
