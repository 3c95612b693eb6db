"""The settings that answers about one kind of subject rest on, and those of sets."""

from collections.abc import Iterable

from rules.catalogue import setting_fact_name
from rules.clocks import Reading
from rules.facts import Subject
from rules.law import LawOnDay
from rules.ruleset import Rule, RuleSet
from rules.switches import SettingUsed


def settings_read(day: LawOnDay, subject: Subject) -> tuple[SettingUsed, ...]:
    """Those that a rule about the subject reads, or that decide whether a set about it is enforced."""
    sets = [
        one for one in day.under(Reading.CONSERVATIVE) if any(subject in rule.subjects for rule in one.rules)
    ]
    return _used(day, sets, [rule for one in sets for rule in one.rules if subject in rule.subjects])


def settings_of_sets(day: LawOnDay, sets: Iterable[RuleSet]) -> tuple[SettingUsed, ...]:
    """Those that a rule of these sets reads, or that decide whether one of them is enforced."""
    found = tuple(sets)
    return _used(day, found, [rule for one in found for rule in one.rules])


def _used(day: LawOnDay, sets: Iterable[RuleSet], rules: Iterable[Rule]) -> tuple[SettingUsed, ...]:
    deciding = {period.switch for one in sets for period in one.enforcement}
    names = {name for rule in rules for name in _read_by(rule)}
    return tuple(
        used
        for used in day.settings_used
        if used.switch in deciding or setting_fact_name(used.switch) in names
    )


def _read_by(rule: Rule) -> set[str]:
    of_conditions = {name for one in rule.conditions if one.when for name in one.when.facts}
    return {*rule.fact_names, *of_conditions}
