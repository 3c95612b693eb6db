"""A registry file as rows of cells, read strictly: UTF-8, exactly the columns, no row short or long."""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.registry.cells import Cell
from compliance.registry.errors import RegistryError

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The rows of one file in its order, and the SHA-256 (hexadecimal) of the bytes they were read from."""

    name: str
    sha256: str
    rows: tuple[Row, ...]


def read_csv(path: Path, columns: Sequence[str]) -> CsvFile:
    """Return the file's rows, each with every one of `columns` (in any order, all needed, no others).

    Raises RegistryError that names file, line and column where the file cannot be read or is not of that
    shape.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise RegistryError(
            f"{path.name}: cannot be read ({error.strerror}): put it into {path.parent}"
        ) from error
    text = _decode(path.name, body)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    header: list[str] = []
    first_line = 1
    try:
        for number, texts in enumerate(reader):
            if number == 0:
                header = _require_columns(path.name, texts, columns)
            else:
                rows.append(_row(path.name, first_line, header, texts))
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise RegistryError(
            f"{path.name}, line {first_line}: not CSV ({error}): mend quotes and line ends"
        ) from error
    if not header:
        raise RegistryError(
            f"{path.name}, line 1: the file is empty: begin with the line {','.join(columns)}"
        )
    return CsvFile(name=path.name, sha256=hashlib.sha256(body).hexdigest(), rows=tuple(rows))


def _decode(name: str, body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise RegistryError(
            f"{name}, line {line}: not UTF-8 at byte {error.start}: save the file as UTF-8"
        ) from error


def _require_columns(name: str, header: list[str], columns: Sequence[str]) -> list[str]:
    for column in header:
        if column not in columns:
            raise RegistryError(
                f"{name}, line 1, column {column!r}: no such column: remove it or mend its name"
            )
        if header.count(column) > 1:
            raise RegistryError(f"{name}, line 1, column {column}: stands there twice: remove one")
    for column in columns:
        if column not in header:
            raise RegistryError(
                f"{name}, line 1, column {column}: missing: add it, with empty cells where unknown"
            )
    return header


def _row(name: str, line: int, header: list[str], texts: list[str]) -> Row:
    if len(texts) < len(header):
        missing = header[len(texts)]
        raise RegistryError(
            f"{name}, line {line}, column {missing}: the row ends before it: "
            f"{len(texts)} of {len(header)} cells"
        )
    if len(texts) > len(header):
        raise RegistryError(
            f"{name}, line {line}, column {header[-1]}: the row goes on after it: {len(texts)} cells for "
            f"{len(header)} columns: put a cell that holds a comma in quotes"
        )
    return {column: Cell(name, line, column, text) for column, text in zip(header, texts, strict=True)}
