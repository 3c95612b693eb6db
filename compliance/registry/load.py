"""Load the registry's files into the database: all of them or none, twice the same, recorded once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import QuerySet

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.registry.files import Key, RegistryFiles, Table, Values, read_registry
from compliance.registry.models import Chip, ChipAlias, InstanceType, PlainFamily

EVENT = "registry.loaded"
_ROWS_PER_STATEMENT = 500

RowModel = TypeVar("RowModel", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one table: new, changed, as they were, and removed because their file no longer has them."""

    added: int
    changed: int
    unchanged: int
    removed: int

    @property
    def is_unchanged(self) -> bool:
        """Say whether the table already was what the file says."""
        return not (self.added or self.changed or self.removed)

    def to_document(self) -> dict[str, int]:
        """Return the counts as the ledger records them."""
        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
        }


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. file_sha256: by file name. event: reference in the ledger, None if nothing changed."""

    chips: Counts
    instance_types: Counts
    plain_families: Counts
    aliases: Counts
    file_sha256: Mapping[str, str]
    event: str | None


def load_registry(*, folder: Path, by: str) -> LoadReport:
    """Make the registry's tables say what the files in `folder` say, and record that in the operator's log.

    by: the actor's username. Rows keep their ids. Instance types, plain families and aliases that the files
    no longer have are removed; a chip is kept, because usage of the past names it.

    Raises RegistryError, before anything is written, for a file that is not right.
    """
    files = read_registry(folder)
    with transaction.atomic():
        chips = _load(Chip, files.chips, {}, removes=False)
        chip_ids = dict(Chip.objects.values_list("slug", "id"))
        report = LoadReport(
            chips=chips,
            instance_types=_load(InstanceType, files.instance_types, chip_ids, removes=True),
            plain_families=_load(PlainFamily, files.plain_families, chip_ids, removes=True),
            aliases=_load(ChipAlias, files.aliases, chip_ids, removes=True),
            file_sha256={table.file: table.sha256 for table in _tables(files)},
            event=None,
        )
        return _recorded(report, by)


def _tables(files: RegistryFiles) -> tuple[Table, ...]:
    return (files.chips, files.instance_types, files.plain_families, files.aliases)


def _load(model: type[RowModel], table: Table, chip_ids: Mapping[str, int], *, removes: bool) -> Counts:
    wanted = {key: _attributes(values, chip_ids) for key, values in table.rows.items()}
    columns = sorted({_attribute(column) for column in table.columns})
    chip_slugs = {chip_id: slug for slug, chip_id in chip_ids.items()}
    table_rows: QuerySet[RowModel] = QuerySet(model)
    rows = {_key_of(row, table.key, chip_slugs): row for row in table_rows.all()}
    added = [model(**values) for key, values in wanted.items() if key not in rows]
    changed = [row for key, row in rows.items() if key in wanted and _change(row, wanted[key])]
    absent = [row.pk for key, row in rows.items() if key not in wanted] if removes else []
    table_rows.bulk_create(added, batch_size=_ROWS_PER_STATEMENT)
    if changed:
        table_rows.bulk_update(changed, columns, batch_size=_ROWS_PER_STATEMENT)
    if absent:
        table_rows.filter(pk__in=absent).delete()
    unchanged = len(wanted) - len(added) - len(changed)
    return Counts(added=len(added), changed=len(changed), unchanged=unchanged, removed=len(absent))


def _attribute(column: str) -> str:
    return "chip_id" if column == "chip" else column


def _attributes(values: Values, chip_ids: Mapping[str, int]) -> dict[str, Any]:
    """The file names a chip by its slug, the table by its id; everything else is the same."""
    return {
        _attribute(column): chip_ids[str(value)] if column == "chip" and value is not None else value
        for column, value in values.items()
    }


def _key_of(row: models.Model, key: tuple[str, ...], chip_slugs: Mapping[int, str]) -> Key:
    values = {column: getattr(row, _attribute(column)) for column in key}
    return tuple(chip_slugs[value] if column == "chip" else value for column, value in values.items())


def _change(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Give the row its new values; say whether any of them is new."""
    new = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in new.items():
        setattr(row, name, value)
    return bool(new)


def _recorded(report: LoadReport, by: str) -> LoadReport:
    tables = {
        "chips": report.chips,
        "instance_types": report.instance_types,
        "plain_families": report.plain_families,
        "aliases": report.aliases,
    }
    if all(counts.is_unchanged for counts in tables.values()):
        return report
    listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(report.file_sha256.items()))
    event = record(
        entity=OPERATOR,
        kind=EVENT,
        by=by,
        subject=f"registry:sha256:{hashlib.sha256(listing.encode()).hexdigest()}",
        body={
            "files": dict(report.file_sha256),
            **{name: counts.to_document() for name, counts in tables.items()},
        },
    )
    return LoadReport(
        chips=report.chips,
        instance_types=report.instance_types,
        plain_families=report.plain_families,
        aliases=report.aliases,
        file_sha256=report.file_sha256,
        event=event,
    )
