"""Both laws asked of stored facts, once for each way the facts stand to the rules that may differ."""

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from compliance.replays.sides import Side, Sides
from rules.alike import Alikeness
from rules.catalogue import CATALOGUE
from rules.catalogue.identity import GROUPS_OF_TENANT_COUNTRIES
from rules.errors import FactError
from rules.evaluate import evaluate
from rules.facts import FactValue, Subject
from rules.findings import Finding, FindingStatus
from rules.replay import SAME, Change, Difference, difference, facts_read, sets_that_may_differ
from rules.ruleset import Rule, RuleSet, Severity

_Key = TypeVar("_Key", bound=Hashable)
_Kept = TypeVar("_Kept")


# So many are kept of each; then they are forgotten and worked out again.
_KEPT_DOCUMENTS = 50_000
_KEPT_ANSWERS = 100_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule that says something else: what each side finds. None where that side has no such rule."""

    rule_id: str
    change: Change
    status_before: FindingStatus | None
    status_after: FindingStatus | None
    severity_before: Severity | None
    severity_after: Severity | None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What becomes of the flags of a tenant with such facts.

    changes: rule id -> change, of every rule that was asked. listed: those that are no mere count. not_stored: facts
    the rules read that the screening did not have, so that they count as unknown. from_law: facts of the law's day
    that it did not have, worked out now. unreadable: why the facts could not be read, and then nothing was asked;
    empty otherwise.
    """

    changes: Mapping[str, Change] = field(default_factory=dict)
    listed: tuple[Listed, ...] = ()
    not_stored: tuple[str, ...] = ()
    from_law: tuple[str, ...] = ()
    unreadable: str = ""


_DAMAGED = Answer(unreadable="the stored facts are not those that were written")
_NO_DOCUMENT = Answer(unreadable="what is stored is no document of facts by name")


@dataclass(frozen=True, slots=True)
class Read:
    """A stored document: its answer, and the names in it of which no rule about a tenant can read any more."""

    answer: Answer
    without_name: tuple[str, ...] = ()


class Asking:
    """The rules of both sides that may say something else, ready for documents of stored facts."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        other_facts = _facts_of_law() if sides.is_other_day else frozenset()
        self._before, self._after = sets_that_may_differ(
            sides.before.rule_sets, sides.after.rule_sets, other_facts
        )
        rules = self._rules(self._before) + self._rules(self._after)
        read = facts_read(rules)
        of_law = frozenset(place for place, groups in GROUPS_OF_TENANT_COUNTRIES.items() if groups in read)
        self._alikeness = Alikeness(rules, by_value=of_law)
        # For another day these are worked out anew, and whatever was stored of them says nothing.
        self._names = tuple(name for name in self._alikeness.names if name not in other_facts)
        self._by_digest: dict[str, Read] = {}
        self._by_key: dict[tuple[Hashable, ...], Answer] = {}

    @staticmethod
    def _rules(rule_sets: tuple[RuleSet, ...]) -> list[Rule]:
        return [rule for one in rule_sets for rule in one.rules if Subject.TENANT in rule.subjects]

    def rules(self) -> dict[str, tuple[str, str, str]]:
        """Return rule id -> (title, reference of its set before, after) of the rules asked; "" for none."""
        found: dict[str, tuple[str, str, str]] = {}
        for one in self._before:
            for rule in self._rules((one,)):
                found[rule.id] = (rule.title, one.reference, "")
        for one in self._after:
            for rule in self._rules((one,)):
                found[rule.id] = (rule.title, found.get(rule.id, ("", "", ""))[1], one.reference)
        return dict(sorted(found.items()))

    def left_out(self) -> tuple[str, ...]:
        """Return the sets that were not asked: the same on both sides, so that nothing can differ by them."""
        asked = {one.sha256 for one in (*self._before, *self._after)}
        return tuple(one.reference for one in self._sides.after.rule_sets if one.sha256 not in asked)

    def read(self, facts: str, sha256: str) -> Read:
        """Return what follows from stored facts, the text of a document that had this SHA-256 when it was written."""
        if hashlib.sha256(facts.encode()).hexdigest() != sha256:
            return Read(_DAMAGED)
        found = self._by_digest.get(sha256)
        if found is None:
            found = self._read(facts)
            _keep(self._by_digest, sha256, found, _KEPT_DOCUMENTS)
        return found

    def _read(self, facts: str) -> Read:
        try:
            document = json.loads(facts)
        except (ValueError, RecursionError):
            return Read(_NO_DOCUMENT)
        if not isinstance(document, dict):
            return Read(_NO_DOCUMENT)
        return Read(self.answer(document), _without_name(tuple(document)))

    def answer(self, document: Mapping[str, object]) -> Answer:
        """Return what becomes of the flags of a tenant with these stored facts."""
        stored: dict[str, FactValue | None] = {}
        for name in self._names:
            if name in document:
                value = document[name]
                try:
                    stored[name] = None if value is None else CATALOGUE[name].parse_text(value)
                except FactError as error:
                    return Answer(unreadable=str(error))
        key = self._alikeness.key(stored)
        found = self._by_key.get(key)
        if found is None:
            found = self._ask(stored)
            _keep(self._by_key, key, found, _KEPT_ANSWERS)
        return found

    def _ask(self, stored: Mapping[str, FactValue | None]) -> Answer:
        differences = difference(
            self._findings(self._before, self._sides.before, stored),
            self._findings(self._after, self._sides.after, stored),
        )
        judged = set(self._sides.facts_under(self._sides.before, stored))
        judged |= set(self._sides.facts_under(self._sides.after, stored))
        absent = [name for name in self._alikeness.names if name not in stored]
        return Answer(
            changes={one.rule_id: one.change for one in differences},
            listed=tuple(_listed(one) for one in differences if one.change not in SAME),
            not_stored=tuple(name for name in absent if name not in judged),
            from_law=tuple(name for name in absent if name in judged),
        )

    def _findings(
        self, rule_sets: tuple[RuleSet, ...], side: Side, stored: Mapping[str, FactValue | None]
    ) -> list[Finding]:
        return evaluate(rule_sets, Subject.TENANT, self._sides.facts_under(side, stored))


def _facts_of_law() -> frozenset[str]:
    """The facts that depend on the day of the law: groups of countries, settings of switches."""
    settings = {name for name in CATALOGUE if name.startswith("setting_")}
    return frozenset(settings | set(GROUPS_OF_TENANT_COUNTRIES.values()))


_RAISED_BEFORE = frozenset(Change) - {Change.APPEARS, Change.QUIET}
_RAISED_AFTER = frozenset(Change) - {Change.DISAPPEARS, Change.QUIET}


def _listed(one: Difference) -> Listed:
    before, after = one.before, one.after
    return Listed(
        one.rule_id,
        one.change,
        status_before=before.status if before else None,
        status_after=after.status if after else None,
        severity_before=before.severity if before and one.change in _RAISED_BEFORE else None,
        severity_after=after.severity if after and one.change in _RAISED_AFTER else None,
    )


@lru_cache(maxsize=256)
def _without_name(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        name for name in names if name not in CATALOGUE or Subject.TENANT not in CATALOGUE[name].subjects
    )


def _keep(kept: dict[_Key, _Kept], key: _Key, value: _Kept, most: int) -> None:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
