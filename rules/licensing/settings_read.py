"""The settings that answers about one kind of subject rest on."""

from rules.catalogue import setting_fact_name
from rules.clocks import Reading
from rules.facts import Subject
from rules.law import LawOnDay
from rules.ruleset import Rule
from rules.switches import SettingUsed


def settings_read(day: LawOnDay, subject: Subject) -> tuple[SettingUsed, ...]:
    """Those that a rule about the subject reads, or that decide whether a set about it is enforced."""
    sets = [
        one for one in day.under(Reading.CONSERVATIVE) if any(subject in rule.subjects for rule in one.rules)
    ]
    deciding = {period.switch for one in sets for period in one.enforcement}
    names = {
        name for one in sets for rule in one.rules if subject in rule.subjects for name in _read_by(rule)
    }
    return tuple(
        used
        for used in day.settings_used
        if used.switch in deciding or setting_fact_name(used.switch) in names
    )


def _read_by(rule: Rule) -> set[str]:
    of_conditions = {name for one in rule.conditions if one.when for name in one.when.facts}
    return {*rule.fact_names, *of_conditions}
