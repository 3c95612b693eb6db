"""Chips that a replay would class otherwise: readings that say the same are put together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from compliance.replays.differences import ChipLine
from rules.clocks import Reading


@dataclass(frozen=True, slots=True)
class ChipRow:
    """One chip and what becomes of it under these readings."""

    chip: str
    name: str
    readings: tuple[str, ...]
    line: ChipLine

    @property
    def is_under_all(self) -> bool:
        """Whether the three answers say the same."""
        return len(self.readings) == len(Reading)

    @property
    def changes_class(self) -> bool:
        """Whether its class changes, and not only the limb or what else describes it."""
        return self.line.before != self.line.after


@dataclass(frozen=True, slots=True)
class Move:
    """How many chips go from one class to another under the careful answer."""

    before: str
    after: str
    how_many: int


def chip_rows(lines: Iterable[ChipLine]) -> list[ChipRow]:
    """Return the chips whose class changes first, then those of which only limb or further entries change."""
    together: dict[tuple[object, ...], list[ChipLine]] = {}
    for line in lines:
        said = (line.before, line.after, line.limb_before, line.limb_after, line.also_before, line.also_after)
        together.setdefault((line.chip, *said), []).append(line)
    rows = [ChipRow(one[0].chip, one[0].name, _in_order(one), one[0]) for one in together.values()]
    return sorted(rows, key=lambda row: (not row.changes_class, row.name.casefold()))


def moves_of(lines: Iterable[ChipLine]) -> list[Move]:
    """Return the changes of class under the careful answer, most chips first."""
    counts = Counter(
        (line.before, line.after)
        for line in lines
        if line.reading == Reading.CONSERVATIVE and line.before != line.after
    )
    return [Move(before, after, how_many) for (before, after), how_many in counts.most_common()]


def _in_order(lines: Iterable[ChipLine]) -> tuple[str, ...]:
    said = {line.reading for line in lines}
    return tuple(reading.value for reading in Reading if reading.value in said)
