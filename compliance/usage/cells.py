"""Cells of use, (tenant, chip, facility) x hour, and how they are added to the tables.

As differences, whole numbers only.
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection


class CellKey(NamedTuple):
    """Who used what where."""

    tenant_id: int
    chip: str
    facility: str


Cells = dict[CellKey, dict[int, int]]
"""Key -> hour (Unix seconds) -> accelerator-seconds; negative where a late event takes something back."""

_ROWS_PER_STATEMENT = 5000


def add_to_tables(cells: Cells) -> int:
    """Add `cells` to the usage tables and return their sum.

    One statement for thousands of cells; sorted, so that writers never deadlock.
    """
    rows = sorted(
        (key.tenant_id, hour, key.chip, key.facility, accelerator_seconds)
        for key, hours in cells.items()
        for hour, accelerator_seconds in hours.items()
        if accelerator_seconds
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{_INSERT} VALUES (%s, %s, %s, %s, %s) {_ADD}", rows)
        else:
            for start in range(0, len(rows), _ROWS_PER_STATEMENT):
                columns = [
                    list(column) for column in zip(*rows[start : start + _ROWS_PER_STATEMENT], strict=True)
                ]
                cursor.execute(f"{_INSERT} {_UNNEST} {_ADD}", columns)
    return sum(row[-1] for row in rows)


_INSERT = "INSERT INTO usage_usagehour (tenant_id, hour, chip, facility, accelerator_seconds)"
_UNNEST = "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::bigint[])"
_ADD = (
    "ON CONFLICT (tenant_id, hour, chip, facility) "
    "DO UPDATE SET accelerator_seconds = usage_usagehour.accelerator_seconds + excluded.accelerator_seconds"
)


def cells_document(batch: str, cells: Cells, references: Mapping[int, str]) -> bytes:
    """Return what one batch added as canonical JSON: tenant, chip, facility, hour, accelerator-seconds, sorted.

    references: tenant id -> reference. A facility nobody stated is null. Reports are added up from this document,
    so its digest goes into the ledger.
    """
    rows = sorted(
        (references[key.tenant_id], key.chip, key.facility, hour, accelerator_seconds)
        for key, hours in cells.items()
        for hour, accelerator_seconds in hours.items()
        if accelerator_seconds
    )
    stated = [
        [tenant, chip, facility or None, hour, seconds] for tenant, chip, facility, hour, seconds in rows
    ]
    return json.dumps(
        {"batch": batch, "cells": stated, "v": 1}, separators=(",", ":"), ensure_ascii=False
    ).encode()
