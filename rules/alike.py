"""Subjects that stand alike to a number of rules get the same answers: found out without asking the rules.

A rule compares facts with constants and does nothing else to them (`rules.cel.standings`), so of a million tenants
there are few kinds. What differs within a kind is what the findings quote, never their status.
"""

from collections.abc import Hashable, Iterable, Mapping

from rules.catalogue import CATALOGUE
from rules.cel.standings import Standing, joined
from rules.facts import FactValue
from rules.replay import expressions_of
from rules.ruleset import Rule


class Alikeness:
    """How facts stand to all of these rules together."""

    def __init__(self, rules: Iterable[Rule], by_value: frozenset[str] = frozenset()) -> None:
        """by_value: facts of which the very value counts, because others are worked out from them."""
        uses: dict[str, list[Standing | None]] = {name: [None] for name in by_value}
        for rule in rules:
            for expression in expressions_of(rule):
                standings = expression.standings()
                for name in expression.facts:
                    uses.setdefault(name, []).append(standings.get(name))
        self.names = tuple(sorted(uses))
        self._standings = tuple((name, _standing(name, uses[name])) for name in self.names)

    def key(self, facts: Mapping[str, FactValue | None]) -> tuple[Hashable, ...]:
        """The same for facts of which all these rules say the same; facts in the catalogue's form.

        A fact that is left out is told apart from one that is stored as unknown.
        """
        return tuple([_key(facts, name, stands) for name, stands in self._standings])


def _standing(name: str, uses: list[Standing | None]) -> Standing | None:
    known = [use for use in uses if use is not None]
    return joined(CATALOGUE[name].type, known) if len(known) == len(uses) else None


def _key(facts: Mapping[str, FactValue | None], name: str, stands: Standing | None) -> Hashable:
    if name not in facts:
        return ()
    value = facts[name]
    return value if value is None or stands is None else (stands(value),)
