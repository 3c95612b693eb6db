"""The registry's four files: columns, keys, and what must be true within a row and between files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models

from compliance.registry.cells import Cell, CellValue, read_cell
from compliance.registry.models import Chip, ChipAlias, InstanceType, PlainFamily
from compliance.registry.names import UNKNOWN_CHIP, normal_name
from compliance.registry.read_csv import Row, read_csv

Values = dict[str, CellValue]
Key = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What one file says. Values are keyed by the row's natural key; `chip` is still the slug."""

    file: str
    sha256: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Mapping[Key, Values]


@dataclass(frozen=True, slots=True)
class RegistryFiles:
    """All four files, read and checked against each other."""

    chips: Table
    instance_types: Table
    plain_families: Table
    aliases: Table


def read_registry(folder: Path) -> RegistryFiles:
    """Return what the four files in `folder` say. Raises RegistryError that names file, line and column."""
    chips = _read(folder / "chips.csv", Chip, ("slug",), _check_chip)
    slugs = frozenset(str(slug) for (slug,) in chips.rows)

    def check_instance_type(row: Row, values: Values) -> None:
        _require_known_chip(row["chip"], slugs, may_be_empty=True)
        _check_count(row, values)

    def check_alias(row: Row, values: Values) -> None:
        _require_known_chip(row["chip"], slugs, may_be_empty=False)
        values["alias"] = normal_name(row["alias"].text)
        if not values["alias"]:
            row["alias"].refuse("the alias has neither letter nor digit: write the name as the logs write it")

    def check_nothing(_row: Row, _values: Values) -> None:
        """A plain family is its own name and source: the cells have been read, and no other row matters."""

    types_key, family_key, alias_key = (
        ("catalogue", "name"),
        ("catalogue", "family"),
        ("catalogue", "alias", "chip"),
    )
    return RegistryFiles(
        chips=chips,
        instance_types=_read(folder / "instance-types.csv", InstanceType, types_key, check_instance_type),
        plain_families=_read(folder / "plain-families.csv", PlainFamily, family_key, check_nothing),
        aliases=_read(folder / "aliases.csv", ChipAlias, alias_key, check_alias),
    )


def _read(
    path: Path, model: type[models.Model], key: tuple[str, ...], check: Callable[[Row, Values], None]
) -> Table:
    fields = _columns(model)
    file = read_csv(path, tuple(fields))
    rows: dict[Key, Values] = {}
    lines: dict[Key, int] = {}
    for row in file.rows:
        values = {column: _value(row[column], field) for column, field in fields.items()}
        check(row, values)
        found = tuple(values[column] for column in key)
        # Names that differ by case alone are one name to whoever looks them up.
        folded = tuple(str(part).casefold() for part in found)
        if folded in lines:
            row[key[-1]].refuse(
                f"{' '.join(folded).strip()} stands already in line {lines[folded]}: remove one"
            )
        rows[found], lines[folded] = values, row[key[0]].line
    return Table(file=file.name, sha256=file.sha256, key=key, columns=tuple(fields), rows=rows)


def _columns(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    """Columns are the model's fields, under their names; the database's own id is none."""
    fields = model._meta.concrete_fields  # noqa: SLF001 (documented by Django, whatever its name says)
    return {field.name: field for field in fields if not field.primary_key}


def _value(cell: Cell, field: "models.Field[Any, Any]") -> CellValue:
    if isinstance(field, models.ForeignKey):
        return cell.text or None
    return read_cell(cell, field)


def _require_known_chip(cell: Cell, slugs: frozenset[str], *, may_be_empty: bool) -> None:
    if cell.text not in slugs and not (may_be_empty and not cell.text):
        cell.refuse(f"chips.csv has no chip {cell.text!r}: add the chip there, or mend the name")


def _check_count(row: Row, values: Values) -> None:
    """An instance type either carries a known chip, or is known to carry none (count 0)."""
    count, chip = values["accelerator_count"], values["chip"]
    if chip is None and count != Decimal(0):
        row["accelerator_count"].refuse("a type without a chip has the count 0: name the chip, or write 0")
    if chip is not None and count == Decimal(0):
        row["accelerator_count"].refuse("a type with a chip has a count above 0: leave it empty if unknown")


def _check_chip(row: Row, values: Values) -> None:
    if values["slug"] == UNKNOWN_CHIP:
        row["slug"].refuse(f"{UNKNOWN_CHIP!r} is kept for chips that nobody knows: choose another")
    for column, value in values.items():
        if isinstance(value, Decimal) and value == 0:
            row[column].refuse("0 is not a fact about a chip: leave it empty if unknown or not offered")
    if values["die_area_mm2"] is not None and values["has_non_planar_die"] is not True:
        row["has_non_planar_die"].refuse(
            "a chip with an applicable die area has a non-planar die: write yes, or empty the area"
        )
    _require_together(row, values, ("other_tops", "other_format", "other_bits"))


def _require_together(row: Row, values: Values, columns: Sequence[str]) -> None:
    given = [column for column in columns if values[column] not in (None, "")]
    for column in columns:
        if given and column not in given:
            row[column].refuse(
                f"the cell is empty though {given[0]} is given: give {', '.join(columns)} together"
            )
