"""Reading decoded JSON strictly: a value of the expected kind comes out, or a ShapeError that names the
place.
"""

import re
from collections.abc import Mapping, Set

from audit.proofs.errors import ShapeError

_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


def as_object(value: object, where: str) -> dict[str, object]:
    """`value` if it is a JSON object."""
    if not isinstance(value, dict):
        raise ShapeError(f"{where} must be a JSON object")
    return value


def as_list(value: object, where: str) -> list[object]:
    """`value` if it is a JSON array."""
    if not isinstance(value, list):
        raise ShapeError(f"{where} must be a JSON array")
    return value


def as_text(value: object, where: str) -> str:
    """`value` if it is non-empty text."""
    if not isinstance(value, str) or not value:
        raise ShapeError(f"{where} must be non-empty text")
    return value


def text_or_null(value: object, where: str) -> str | None:
    """`value` if it is non-empty text, or null for what is not known."""
    return None if value is None else as_text(value, where)


def as_integer(value: object, where: str) -> int:
    """`value` if it is a whole number (true and false are not)."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ShapeError(f"{where} must be a whole number")
    return value


def field(fields: Mapping[str, object], name: str, where: str) -> object:
    """The field `name`, which must be there."""
    if name not in fields:
        raise ShapeError(f"{where} has no field '{name}'")
    return fields[name]


def text(fields: Mapping[str, object], name: str, where: str) -> str:
    """The non-empty text in the field `name`."""
    return as_text(field(fields, name, where), f"'{name}' of {where}")


def integer(fields: Mapping[str, object], name: str, where: str) -> int:
    """The whole number in the field `name`."""
    return as_integer(field(fields, name, where), f"'{name}' of {where}")


def sha256(fields: Mapping[str, object], name: str, where: str) -> str:
    """The SHA-256, as 64 lower-case hex digits, in the field `name`."""
    digest = text(fields, name, where)
    if not _SHA256_HEX.fullmatch(digest):
        raise ShapeError(f"'{name}' of {where} must be a SHA-256 in lower-case hex")
    return digest


def objects(fields: Mapping[str, object], name: str, where: str) -> list[dict[str, object]]:
    """The array of objects in the field `name`."""
    rows = as_list(field(fields, name, where), f"'{name}' of {where}")
    return [as_object(row, f"row {number} of '{name}' in {where}") for number, row in enumerate(rows, 1)]


def require_version_1(fields: Mapping[str, object], where: str) -> None:
    """Raise ShapeError unless the field `v` is the number 1, the only version there is."""
    version = integer(fields, "v", where)
    if version != 1:
        raise ShapeError(f"{where} is of version {version}; only version 1 is known")


def require_exactly(fields: Mapping[str, object], names: Set[str], where: str) -> None:
    """Raise ShapeError unless the object has these fields and no others."""
    missing, unknown = names - fields.keys(), fields.keys() - names
    if missing:
        raise ShapeError(f"{where} has no field '{min(missing)}'")
    if unknown:
        raise ShapeError(f"{where} has an unknown field '{min(unknown)}'")
