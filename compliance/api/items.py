"""Items as forms name them, turned into what the rules are asked about."""

from collections.abc import Mapping
from typing import Any

from compliance.api.problems import Problem
from compliance.registry.chip_book import ChipBook, chips_of_database
from compliance.registry.errors import ChipNotFound
from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from rules.chips.figures import ChipFigures, NamedMode
from rules.performance import Mode


def chip_named(name: str, book: ChipBook | None = None) -> Chip:
    """Return the chip of the registry with this key, name or alias; the problem `unknown_chip` with suggestions."""
    try:
        return (book or chips_of_database()).find(name)
    except ChipNotFound as error:
        meant = ", ".join(error.suggestions)
        raise Problem(
            422,
            "unknown_chip",
            "Unknown chip.",
            f"No one chip of the registry goes by the name {name!r}. "
            + (f"It may be one of {meant}: send its key." if meant else "Send its figures instead."),
            suggestions=list(error.suggestions),
        ) from error


def figures_stated(values: Mapping[str, Any]) -> ChipFigures:
    """Return the figures that a form states."""
    countries = values.get("designer_headquarters_countries")
    rest = {
        name: value
        for name, value in values.items()
        if name not in {"modes", "designer_headquarters_countries"}
    }
    return ChipFigures(
        modes=tuple(_mode(one) for one in values["modes"]),
        designer_headquarters_countries=tuple(sorted(set(countries))) if countries else None,
        **rest,
    )


def circuits_named(circuits: list[Mapping[str, Any]]) -> list[tuple[Chip | None, ChipFigures]]:
    """Return each circuit's chip of the registry, where it is one, and its figures."""
    book = chips_of_database()
    chips = [chip_named(one["chip"], book) if "chip" in one else None for one in circuits]
    return [
        (chip, figures_of(chip) if chip else figures_stated(one["figures"]))
        for chip, one in zip(chips, circuits, strict=True)
    ]


def _mode(values: Mapping[str, Any]) -> NamedMode:
    bits: int = values["bits"]
    name = values.get("number_format") or f"{bits}_bits"
    return NamedMode(name, Mode(bits, values["dense_tera_operations_per_second"]))
