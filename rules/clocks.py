"""Three answers to "does it apply today?", because text, enforcement and prudence differ.

A rule has a text date, a compliance date and an enforcement status. The AI Diffusion Rule of January 2025,
for one, stands in the Code of Federal Regulations while the Bureau of Industry and Security says that it
does not enforce it: neither "in force" nor "gone" is the whole truth, so the answers stand side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.library import select_in_force
from rules.ruleset import EnforcementPeriod, EnforcementStatus, RuleSet, Standing
from rules.switches import Setting, setting_used


class Reading(StrEnum):
    """Which of the three answers."""

    CODIFIED = "codified"
    ENFORCED = "enforced"
    CONSERVATIVE = "conservative"


@dataclass(frozen=True, slots=True)
class ClockAnswers:
    """The sets that apply on a day under each reading, each ordered by id."""

    codified: tuple[RuleSet, ...]
    enforced: tuple[RuleSet, ...]
    conservative: tuple[RuleSet, ...]

    def under(self, reading: Reading) -> tuple[RuleSet, ...]:
        """The sets of one reading."""
        match reading:
            case Reading.CODIFIED:
                return self.codified
            case Reading.ENFORCED:
                return self.enforced
            case Reading.CONSERVATIVE:
                return self.conservative


def status_on(
    rule_set: RuleSet, day: date, *, known_on: date | None = None, settings: Sequence[Setting] = ()
) -> EnforcementStatus | None:
    """The enforcement status on a day, or None where no recorded period covers it: unknown.

    known_on: as it was known then: what was announced later leaves the status before it standing. settings:
    what the operator stated of switches, for periods that depend on one.
    """
    period = _period_on(rule_set.enforcement, day, known_on)
    if period is None or period.switch is None:
        return period.status if period else None
    return period.by_setting[setting_used(period.switch, settings, day, known_on).value]


def _period_on(
    periods: Sequence[EnforcementPeriod], day: date, known_on: date | None
) -> EnforcementPeriod | None:
    """The period of a day. One whose successor could not be known yet lasts on, as it did for its readers."""
    for period, successor in zip(periods, [*periods[1:], None], strict=True):
        if known_on is not None and period.announced_on > known_on:
            return None
        ends_on = period.applies_until
        if (
            successor is not None
            and known_on is not None
            and successor.announced_on > known_on
            and ends_on == successor.applies_from
        ):
            ends_on = None
        if period.applies_from <= day and (ends_on is None or day < ends_on):
            return period
    return None


def is_codified_on(
    rule_set: RuleSet, day: date, *, known_on: date | None = None, settings: Sequence[Setting] = ()
) -> bool:
    """Whether the text binds by its own terms: law (not proposed, not policy) effective, not stayed.

    A stay suspends the text itself; a statement not to enforce leaves the text as it is.
    """
    return (
        rule_set.standing is Standing.CODIFIED
        and _is_effective_on(rule_set, day)
        and status_on(rule_set, day, known_on=known_on, settings=settings) is not EnforcementStatus.STAYED
    )


def is_enforced_on(
    rule_set: RuleSet, day: date, *, known_on: date | None = None, settings: Sequence[Setting] = ()
) -> bool:
    """Whether it binds (law, or a letter to this operator), its compliance date has come, and it is recorded as
    enforced that day.
    """
    binds = (
        is_codified_on(rule_set, day, known_on=known_on, settings=settings)
        or rule_set.standing is Standing.DIRECTIVE
    )
    return (
        binds
        and _is_effective_on(rule_set, day)
        and rule_set.compliance_from <= day
        and status_on(rule_set, day, known_on=known_on, settings=settings) is EnforcementStatus.ENFORCED
    )


def answers_on(
    rule_sets: Iterable[RuleSet],
    day: date,
    known_on: date | None = None,
    settings: Sequence[Setting] = (),
) -> ClockAnswers:
    """The three answers for a day.

    Conservative is everything dated into force, stayed, unenforced, proposed and project sets too: what
    screening runs on.
    """
    conservative = select_in_force(rule_sets, day, known_on)
    return ClockAnswers(
        codified=tuple(
            one for one in conservative if is_codified_on(one, day, known_on=known_on, settings=settings)
        ),
        enforced=tuple(
            one for one in conservative if is_enforced_on(one, day, known_on=known_on, settings=settings)
        ),
        conservative=conservative,
    )


def _is_effective_on(rule_set: RuleSet, day: date) -> bool:
    ends_on = rule_set.effective_until
    return rule_set.effective_from <= day and (ends_on is None or day < ends_on)
