"""Three answers to "does it apply today?", because text, enforcement and prudence differ.

A rule has a text date, a compliance date and an enforcement status. The AI Diffusion Rule of January 2025,
for one, stands in the Code of Federal Regulations while the Bureau of Industry and Security says that it
does not enforce it: neither "in force" nor "gone" is the whole truth, so the answers stand side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rules.library import select_in_force
from rules.ruleset import EnforcementStatus, RuleSet, Standing


@dataclass(frozen=True, slots=True)
class ClockAnswers:
    """The sets that apply on a day under each reading, each ordered by id."""

    codified: tuple[RuleSet, ...]
    enforced: tuple[RuleSet, ...]
    conservative: tuple[RuleSet, ...]


def status_on(rule_set: RuleSet, day: date) -> EnforcementStatus | None:
    """The enforcement status on a day, or None where no recorded period covers it: unknown."""
    for period in rule_set.enforcement:
        if period.applies_from <= day and (period.applies_until is None or day < period.applies_until):
            return period.status
    return None


def is_codified_on(rule_set: RuleSet, day: date) -> bool:
    """Whether the text binds by its own terms: law (not proposed, not policy) effective, not stayed.

    A stay suspends the text itself; a statement not to enforce leaves the text as it is.
    """
    return (
        rule_set.standing is Standing.CODIFIED
        and _is_effective_on(rule_set, day)
        and status_on(rule_set, day) is not EnforcementStatus.STAYED
    )


def is_enforced_on(rule_set: RuleSet, day: date) -> bool:
    """Whether it is law, its compliance date has come, and it is recorded as enforced that day."""
    return (
        is_codified_on(rule_set, day)
        and rule_set.compliance_from <= day
        and status_on(rule_set, day) is EnforcementStatus.ENFORCED
    )


def answers_on(rule_sets: Iterable[RuleSet], day: date, known_on: date | None = None) -> ClockAnswers:
    """The three answers for a day.

    Conservative is everything dated into force, stayed, unenforced, proposed and project sets too: what
    screening runs on.
    """
    conservative = select_in_force(rule_sets, day, known_on)
    return ClockAnswers(
        codified=tuple(one for one in conservative if is_codified_on(one, day)),
        enforced=tuple(one for one in conservative if is_enforced_on(one, day)),
        conservative=conservative,
    )


def _is_effective_on(rule_set: RuleSet, day: date) -> bool:
    ends_on = rule_set.effective_until
    return rule_set.effective_from <= day and (ends_on is None or day < ends_on)
