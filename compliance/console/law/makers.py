"""Chips under their makers: a list that is as long as there are makers, and unfolds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from compliance.console.law.chips import ChipRow

MOST_ROWS_UNFOLDED = 30


@dataclass(frozen=True, slots=True)
class Maker:
    """One maker with its chips. statuses: class under the careful answer -> how many of them."""

    name: str
    rows: tuple[ChipRow, ...]
    statuses: dict[str, int]


def makers_of(rows: Sequence[ChipRow]) -> list[Maker]:
    """Return the makers of `rows`, which come sorted by maker; whoever makes most comes first, then by name."""
    found = []
    for name, of_maker in groupby(rows, key=lambda row: row.chip.vendor):
        chips = tuple(of_maker)
        found.append(Maker(name, chips, dict(sorted(Counter(row.status for row in chips).items()))))
    return sorted(found, key=lambda maker: (-len(maker.rows), maker.name))
