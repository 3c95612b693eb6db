"""The two laws that a replay compares: before, the law of its day; after, the same with the trial in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from compliance.replays.models import Replay
from compliance.screening.facts_of_law import FactsOfLaw
from rules.clocks import Reading
from rules.facts import FactValue
from rules.law import Law, LawOnDay
from rules.ruleset import RuleSet
from rules.ruleset_reader import read_rule_set
from rules.trial import Mode, law_with_trial

READING = Reading.CONSERVATIVE
"""What tenants are screened under: everything dated into force, whether or not it is enforced."""


@dataclass(frozen=True)
class Side:
    """One law on one day. rule_sets: those in force under READING; a set that is tried stands here as it was given."""

    law: Law
    day: LawOnDay
    rule_sets: tuple[RuleSet, ...]

    @cached_property
    def facts_of_law(self) -> FactsOfLaw:
        """Return what this law adds to stored facts; the same for every tenant, so worked out once."""
        return FactsOfLaw(self.day)

    def described(self) -> dict[str, object]:
        """Return the day, every rule set with its SHA-256, and the settings used, as JSON-safe plain values."""
        known_on = self.day.known_on
        return {
            "as_of": self.day.as_of.isoformat(),
            "known_on": known_on.isoformat() if known_on else None,
            "reading": str(READING),
            "rule_sets": {one.reference: one.sha256 for one in self.rule_sets},
            "settings": [one.to_document() for one in self.day.settings_used],
        }


@dataclass(frozen=True)
class Sides:
    """Both laws. is_other_day: whether facts that depend on the day of the law are worked out anew for each."""

    before: Side
    after: Side
    is_other_day: bool

    def described(self) -> dict[str, object]:
        """Return both sides as JSON-safe plain values."""
        return {"before": self.before.described(), "after": self.after.described()}

    def digest(self) -> str:
        """Return the SHA-256 of the description: a run that goes on must go on under the same law."""
        return hashlib.sha256(json.dumps(self.described(), sort_keys=True).encode()).hexdigest()

    def facts_under(self, side: Side, stored: Mapping[str, FactValue | None]) -> dict[str, FactValue | None]:
        """Return stored facts as one side judges them.

        Country groups and settings are facts of the law's day. They stay as they were stored, and are worked out only
        where the screening did not have them yet; for the law of another day they are worked out for each side.
        """
        of_that_day = side.facts_of_law.added_to(stored)
        return of_that_day if self.is_other_day else of_that_day | dict(stored)


def sides_of(replay: Replay, law: Law) -> Sides:
    """Return both laws of `replay`, out of the law that holds now.

    Raises rules.errors.TrialError where the trial does not fit the law of that day (any more).
    """
    before = _side(law, replay.as_of, replay.known_on)
    if replay.mode == Replay.Mode.OTHER_DAY:
        if replay.tried_as_of is None:
            raise ValueError(f"{replay.reference} tries another day and does not say which")
        return Sides(before, _side(law, replay.tried_as_of, replay.tried_known_on), is_other_day=True)
    tried = read_rule_set(replay.tried_content.encode(), replay.tried_reference)
    return Sides(before, _side_with(tried, replay, law), is_other_day=False)


def _side(law: Law, as_of: date, known_on: date | None) -> Side:
    day = law.on(as_of, known_on)
    return Side(law, day, day.under(READING))


def _side_with(tried: RuleSet, replay: Replay, law: Law) -> Side:
    with_trial = law_with_trial(law, tried, Mode(replay.mode), as_of=replay.as_of, known_on=replay.known_on)
    side = _side(with_trial, replay.as_of, replay.known_on)
    # In force that day it may bear another date; findings name the set by its own.
    rule_sets = tuple(tried if one.id == tried.id else one for one in side.rule_sets)
    return Side(with_trial, side.day, rule_sets)
