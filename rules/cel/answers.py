"""The answers that an expression gave, kept by how the facts stood to it: CEL is asked once for each.

Subjects are many, and the ways they can stand to a rule are few (`rules.cel.standings`).
"""

from collections.abc import Hashable, Mapping

from rules.cel.standings import Standing
from rules.facts import FactValue
from rules.three_valued import Outcome

# So many answers an expression keeps; then it forgets them all and begins again. Most need a few dozen.
KEPT_ANSWERS = 512

Key = tuple[Hashable, ...]


class Answers:
    """What one expression answered.

    A fact has one type, so `True` and `1` cannot be taken for each other in a key. Threads may share it: the
    same key has the same answer always, so the worst that can happen is that CEL is asked twice.
    """

    __slots__ = ("_kept", "_names", "_standings")

    def __init__(self, names: tuple[str, ...], standings: Mapping[str, Standing]) -> None:
        """names: the facts the expression reads; standings: of those that do not stand by their value."""
        self._names = names
        self._standings = tuple((names.index(name), stands) for name, stands in standings.items())
        self._kept: dict[Key, Outcome] = {}

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)

    def standings(self) -> dict[str, Standing]:
        """What turns a known value into how it stands, by fact; facts left out stand by their value."""
        return {self._names[index]: stands for index, stands in self._standings}

    def key(self, facts: Mapping[str, FactValue | None]) -> Key:
        """How these facts stand to the expression; an unknown one is None."""
        values: list[Hashable] = [*map(facts.get, self._names)]
        for index, stands in self._standings:
            value = values[index]
            if value is not None:
                values[index] = stands(value)
        return tuple(values)

    def get(self, key: Key) -> Outcome | None:
        """The answer, or None where it was not asked for yet or is forgotten."""
        return self._kept.get(key)

    def keep(self, key: Key, outcome: Outcome) -> None:
        """Keep an answer under its key."""
        if len(self._kept) >= KEPT_ANSWERS:
            self._kept.clear()
        self._kept[key] = outcome
