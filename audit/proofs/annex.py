"""Annexes: what one log batch added to the accounts, by tenant, chip, facility and hour.

    {"v": 1, "batch": "<reference>", "cells": [[tenant, chip, facility, hour_epoch_seconds,
    accelerator_seconds], ...]}

Canonical JSON (RFC 8785). Cells are deltas, so a correction is negative; null stands for what is not
known. The `batch.accounted` leaf of the batch holds the SHA-256 of these bytes: thus the accounts hang on
the log although they are too large to be in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from audit.proofs import shape
from audit.proofs.canonical import canonical_bytes, parse_canonical
from audit.proofs.dsse import sha256_hex
from audit.proofs.errors import ContentError

HOUR_SECONDS = 3600


class Cell(NamedTuple):
    """Accelerator-seconds added to (or, negative, taken from) one tenant, chip and facility in one hour."""

    tenant: str | None
    chip: str | None
    facility: str | None
    hour_epoch_seconds: int
    accelerator_seconds: int


@dataclass(frozen=True)
class Annex:
    """The accounts of one batch."""

    batch: str
    cells: tuple[Cell, ...]

    def to_bytes(self) -> bytes:
        """The file, as its digest in the ledger covers it."""
        return canonical_bytes({"v": 1, "batch": self.batch, "cells": [list(cell) for cell in self.cells]})

    @property
    def sha256(self) -> str:
        """What the `batch.accounted` leaf states as `usage_sha256`."""
        return sha256_hex(self.to_bytes())

    @classmethod
    def from_bytes(cls, data: bytes, name: str) -> "Annex":
        """Read the file called `name`; raises CanonicalError, ShapeError or ContentError."""
        fields = shape.as_object(parse_canonical(data), name)
        shape.require_exactly(fields, {"v", "batch", "cells"}, name)
        shape.require_version_1(fields, name)
        rows = shape.as_list(fields["cells"], f"the cells of {name}")
        return cls(shape.text(fields, "batch", name), tuple(_read_cells(rows, name)))


def _read_cells(rows: Iterable[object], name: str) -> Iterable[Cell]:
    for row in rows:
        match row:  # one pattern, as a report has hundreds of thousands of cells
            case [str() | None as tenant, str() | None as chip, str() | None as facility, hour, seconds] if (
                type(hour) is int and type(seconds) is int and "" not in row  # bool is an int to isinstance
            ):
                if hour % HOUR_SECONDS:
                    raise ContentError(f"a cell of {name} begins at {hour}, which is not a full hour")
                yield Cell(tenant, chip, facility, hour, seconds)
            case _:
                raise ContentError(
                    f"a cell of {name} is not [tenant, chip, facility, hour, accelerator_seconds]"
                )
