"""Both laws asked of stored facts, once for each way the facts stand to the rules that may differ."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from compliance.replays.sides import Side, Sides
from rules.catalogue import CATALOGUE
from rules.catalogue.identity import GROUPS_OF_TENANT_COUNTRIES
from rules.errors import FactError
from rules.evaluate import evaluate
from rules.facts import FactValue, Subject
from rules.findings import Finding
from rules.replay import SAME, Change, Difference, difference, facts_read, sets_that_may_differ
from rules.ruleset import Rule, RuleSet

# So many answers are kept; then they are forgotten and asked for again.
_KEPT_ANSWERS = 100_000
_ABSENT = "absent"


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What becomes of the flags of a tenant with such facts.

    changes: rule id -> change, of every rule that was asked. listed: those that are no mere count. not_stored: facts
    the rules read that the screening did not have yet, so that they count as unknown. from_law: facts of the law's day
    that it did not have, worked out now. unreadable: why the facts could not be read, and then nothing was asked;
    empty otherwise.
    """

    changes: Mapping[str, Change] = field(default_factory=dict)
    listed: tuple[Difference, ...] = ()
    not_stored: tuple[str, ...] = ()
    from_law: tuple[str, ...] = ()
    unreadable: str = ""


class Asking:
    """The rules of both sides that may say something else, ready for documents of stored facts."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        other_facts = _facts_of_law() if sides.is_other_day else frozenset()
        self._before, self._after = sets_that_may_differ(
            sides.before.rule_sets, sides.after.rule_sets, other_facts
        )
        read = facts_read(self._rules(self._before) + self._rules(self._after))
        countries = {place for place, groups in GROUPS_OF_TENANT_COUNTRIES.items() if groups in read}
        ignored = other_facts if sides.is_other_day else frozenset()
        self._names = tuple(sorted((read | countries) - ignored))
        self._kept: dict[tuple[Hashable, ...], Answer] = {}

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

    def answer(self, document: Mapping[str, object]) -> Answer:
        """Return what becomes of the flags of a tenant with these stored facts."""
        key = tuple([_hashable(document.get(name, _ABSENT)) for name in self._names])
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _KEPT_ANSWERS:
                self._kept.clear()
            found = self._kept[key] = self._ask(document)
        return found

    def _ask(self, document: Mapping[str, object]) -> Answer:
        stored: dict[str, FactValue | None] = {}
        for name in self._names:
            if name in document:
                value = document[name]
                try:
                    stored[name] = None if value is None else CATALOGUE[name].parse_text(value)
                except FactError as error:
                    return Answer(unreadable=str(error))
        differences = difference(
            self._findings(self._before, self._sides.before, stored),
            self._findings(self._after, self._sides.after, stored),
        )
        of_law = _facts_of_law()
        absent = [name for name in self._names if name not in document]
        return Answer(
            changes={one.rule_id: one.change for one in differences},
            listed=tuple(one for one in differences if one.change not in SAME),
            not_stored=tuple(name for name in absent if name not in of_law),
            from_law=tuple(name for name in absent if name in of_law),
        )

    def _findings(
        self, rule_sets: tuple[RuleSet, ...], side: Side, stored: Mapping[str, FactValue | None]
    ) -> list[Finding]:
        return evaluate(rule_sets, Subject.TENANT, self._sides.facts_under(side, stored))


def _facts_of_law() -> frozenset[str]:
    """The facts that depend on the day of the law: groups of countries, settings of switches."""
    settings = {name for name in CATALOGUE if name.startswith("setting_")}
    return frozenset(settings | set(GROUPS_OF_TENANT_COUNTRIES.values()))


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
