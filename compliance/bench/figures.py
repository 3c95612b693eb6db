"""Figures, their table and their file."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

OUTPUT = Path(__file__).resolve().parent.parent.parent / "build" / "bench.json"


@dataclass(frozen=True)
class Figure:
    """One measured value.

    `against` names what was measured beside it in the same run, `ratio` is value to that; `met` is the
    goal's.
    """

    area: str
    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


def show(figures: Sequence[Figure]) -> None:
    """Print the table and write `build/bench.json`."""
    table = Table(title="make bench")
    for title in ("area", "name"):
        table.add_column(title)
    table.add_column("value", justify="right")
    table.add_column("unit")
    table.add_column("against")
    table.add_column("ratio", justify="right")
    table.add_column("goal")
    table.add_column("met")
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.3g}"
        met = "" if one.met is None else ("yes" if one.met else "NO")
        table.add_row(one.area, one.name, f"{one.value:,.4g}", one.unit, one.against, ratio, one.goal, met)
    Console(width=None if sys.stdout.isatty() else 150).print(table)
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n")
