"""One cell of a registry file, read strictly into the type of the model field that it fills."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from django.db import models

from compliance.registry.errors import RegistryError

CellValue = str | int | bool | Decimal | None
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_WHOLE_NUMBER = re.compile(r"[0-9]+")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one cell and where it stands. `line` is where its row begins, counted from 1."""

    file: str
    line: int
    column: str
    text: str

    def refuse(self, what: str) -> NoReturn:
        """Raise RegistryError with the place of this cell and `what`: what is wrong, and how to mend it."""
        raise RegistryError(f"{self.file}, line {self.line}, column {self.column}: {what}")


def read_cell(cell: Cell, field: "models.Field[Any, Any]") -> CellValue:
    """Return what a cell says, in the type of `field`: empty is None where the field may be null, else ''.

    Raises RegistryError for a cell that the field could not hold exactly: no database may round or cut it.
    """
    text = cell.text
    if text != text.strip():
        cell.refuse(f"{text!r} begins or ends with a space: remove it")
    if any(not character.isprintable() and character != "\n" for character in text):
        cell.refuse(f"{text!r} holds a character that cannot be seen: remove it")
    if not text:
        return _read_empty(cell, field)
    match field:
        case models.DecimalField():
            return _read_decimal(cell, field)
        case models.BooleanField():
            return _read_yes_or_no(cell)
        case models.IntegerField():
            return _read_whole_number(cell, field)
        case models.SlugField():  # a CharField too, so it stands first
            return _read_slug(cell, field)
        case _:
            return _read_text(cell, field)


def _read_empty(cell: Cell, field: "models.Field[Any, Any]") -> CellValue:
    if field.null:
        return None
    if not field.blank:
        cell.refuse("the cell is empty: this value is always needed")
    return ""


def _read_decimal(cell: Cell, field: "models.DecimalField[Any, Any]") -> Decimal:
    if not _NUMBER.fullmatch(cell.text):
        cell.refuse(
            f"{cell.text!r} is not a number: write digits and at most one point; leave it empty if unknown"
        )
    whole, _, fraction = cell.text.partition(".")
    if len(whole.lstrip("0")) > field.max_digits - field.decimal_places:
        cell.refuse(f"{cell.text} is too large: see whether the unit is right")
    if len(fraction.rstrip("0")) > field.decimal_places:
        cell.refuse(
            f"{cell.text} has more than {field.decimal_places} decimal places: round it, and say so in notes"
        )
    return Decimal(cell.text)


def _read_whole_number(cell: Cell, field: "models.Field[Any, Any]") -> int:
    largest = 32_767 if isinstance(field, models.PositiveSmallIntegerField) else 2_147_483_647
    if not _WHOLE_NUMBER.fullmatch(cell.text):
        cell.refuse(f"{cell.text!r} is not a whole number: write digits only; empty means unknown")
    if int(cell.text) > largest:
        cell.refuse(f"{cell.text} is too large: see whether the unit is right")
    return int(cell.text)


def _read_yes_or_no(cell: Cell) -> bool:
    if cell.text not in {"yes", "no"}:
        cell.refuse(f"{cell.text!r} is neither yes nor no: write one of them; empty means unknown")
    return cell.text == "yes"


def _read_slug(cell: Cell, field: "models.Field[Any, Any]") -> str:
    if not _SLUG.fullmatch(cell.text):
        cell.refuse(f"{cell.text!r} is not a key: write small letters, digits, - and _ only")
    return _read_text(cell, field)


def _read_text(cell: Cell, field: "models.Field[Any, Any]") -> str:
    if field.choices and cell.text not in dict(field.flatchoices):
        cell.refuse(
            f"{cell.text!r} is not known here: write one of {', '.join(map(str, dict(field.flatchoices)))}"
        )
    if field.max_length is not None and len(cell.text) > field.max_length:
        cell.refuse(f"the text has {len(cell.text)} characters: write at most {field.max_length}")
    return cell.text
