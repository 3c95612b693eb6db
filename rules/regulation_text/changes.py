"""What changed in the text of a part between two days."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from rules.regulation_text.unit import Unit, normalised


@dataclass(frozen=True)
class ParagraphChange:
    """One paragraph that is not the same: `before` is None where it was added, `after` where it was taken out."""

    before: str | None
    after: str | None


@dataclass(frozen=True)
class UnitChange:
    """One unit whose words changed. A changed heading is the first of `paragraphs`."""

    before: Unit
    after: Unit
    paragraphs: tuple[ParagraphChange, ...]


@dataclass(frozen=True)
class Comparison:
    """What changed, what is new and what is gone, each in the order of its file."""

    changed: tuple[UnitChange, ...]
    added: tuple[Unit, ...]
    removed: tuple[Unit, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed."""
        return not (self.changed or self.added or self.removed)


def compare(old: Iterable[Unit], new: Iterable[Unit]) -> Comparison:
    """Return what changed from `old` to `new`; a unit is the same unit where part and unit_id are the same.

    White space and invisible characters are no change; any other character is.
    """
    before = {(unit.part, unit.unit_id): unit for unit in old}
    after = {(unit.part, unit.unit_id): unit for unit in new}
    return Comparison(
        changed=tuple(
            UnitChange(before[key], unit, paragraph_changes(before[key], unit))
            for key, unit in after.items()
            if key in before and before[key].sha256 != unit.sha256
        ),
        added=tuple(unit for key, unit in after.items() if key not in before),
        removed=tuple(unit for key, unit in before.items() if key not in after),
    )


def paragraph_changes(before: Unit, after: Unit) -> tuple[ParagraphChange, ...]:
    """Return the paragraphs, heading first, that differ, in their order."""
    old = (normalised(before.heading), *before.paragraphs)
    new = (normalised(after.heading), *after.paragraphs)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        ParagraphChange(was, became)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
        for was, became in zip_longest(old[i1:i2], new[j1:j2])
    )
