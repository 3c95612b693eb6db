"""A law with one set tried in it: a draft, or a version of another time, as if it were in force that day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from rules.clocks import Reading, status_on
from rules.errors import TrialError
from rules.law import Law
from rules.ruleset import EnforcementPeriod, RuleSet
from rules.switches import Setting


class Mode(StrEnum):
    """What is tried. One version of each id is in force on a day, so the first two never both fit a set."""

    IN_PLACE = "in_place"  # of the version of that id in force that day
    IN_ADDITION = "in_addition"  # to all that is in force; no version of that id is
    OTHER_DAY = "other_day"  # the whole law of another day


def fitting_mode(rule_set: RuleSet, law: Law, *, as_of: date, known_on: date | None = None) -> Mode:
    """How a set can be tried under the law of a day: in place where a version of its id is in force."""
    in_force = law.on(as_of, known_on).under(Reading.CONSERVATIVE)
    return Mode.IN_PLACE if any(one.id == rule_set.id for one in in_force) else Mode.IN_ADDITION


def law_with_trial(
    law: Law, rule_set: RuleSet, mode: Mode, *, as_of: date, known_on: date | None = None
) -> Law:
    """The law of that day, and of that day only, with the set in force in it whatever its own dates say.

    Raises TrialError where the mode does not fit the set, or a rule id of it is used by another set already.
    """
    in_force = law.on(as_of, known_on).under(Reading.CONSERVATIVE)
    fitting = fitting_mode(rule_set, law, as_of=as_of, known_on=known_on)
    if mode is not fitting:
        raise TrialError(_misfit(rule_set, in_force, mode, as_of))
    others = tuple(one for one in in_force if one.id != rule_set.id)
    _require_own_rule_ids(rule_set, others)
    return Law(
        (*others, as_if_in_force(rule_set, law.settings, as_of=as_of, known_on=known_on)),
        law.countries,
        law.settings,
    )


def as_if_in_force(
    rule_set: RuleSet, settings: Iterable[Setting] = (), *, as_of: date, known_on: date | None = None
) -> RuleSet:
    """The set with its dates moved as far as it takes to be in force, and known, on that day.

    What the authority does with it is taken from the day of its own life that is nearest, as it was known on
    `known_on`, or when the set itself became known if that is later: what was announced or stated after that day
    counts for nothing. A set in force and known that day anyway comes back as it is. The content and its SHA-256
    stay; the reference may move.
    """
    nearest = max(as_of, rule_set.effective_from)
    if rule_set.effective_until is not None:
        nearest = min(nearest, rule_set.effective_until - timedelta(days=1))
    known_then = known_on is None or rule_set.known_from <= known_on
    if nearest == as_of and known_then:
        return rule_set
    stated = tuple(one for one in settings if known_on is None or one.recorded_on <= known_on)
    announced_by = None if known_on is None else max(known_on, rule_set.known_from)
    status = status_on(rule_set, nearest, known_on=announced_by, settings=stated)
    period = EnforcementPeriod(status, date.min, None, "as on the nearest day of its own life", date.min)
    return replace(
        rule_set,
        published_on=min(rule_set.published_on, known_on or as_of),
        recorded_on=None,
        effective_from=min(rule_set.effective_from, as_of),
        effective_until=None,
        compliance_from=min(rule_set.compliance_from, as_of),
        enforcement=(period,) if status else (),
    )


def _misfit(rule_set: RuleSet, in_force: Iterable[RuleSet], mode: Mode, as_of: date) -> str:
    same = next((one.reference for one in in_force if one.id == rule_set.id), None)
    if mode is Mode.IN_ADDITION:
        return f"{same} is in force on {as_of}: try this version in place of it, or give it another name"
    if mode is Mode.IN_PLACE:
        return f"no version of {rule_set.id} is in force on {as_of}: try it in addition to what is"
    return "the law of another day takes no rule set: give the day"


def _require_own_rule_ids(rule_set: RuleSet, others: Iterable[RuleSet]) -> None:
    own = {rule.id for rule in rule_set.rules}
    for other in others:
        if taken := sorted(own & {rule.id for rule in other.rules}):
            raise TrialError(
                f"{other.reference} has a rule {taken[0]!r} too: give the rule of {rule_set.reference} an id of its own"
            )
