"""Accounting: the accepted records of one batch become accelerator-seconds per tenant, chip, facility and hour, once.

What a provider states is taken as stated; for the rest the sessions of each touched resource are worked out anew
from all its events, and the difference to what was counted before is added. Order, splitting and repetition of
batches therefore cannot change the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from audit.evidence.store import keep_evidence
from audit.intake.hours import add_hours, add_stated_usage
from audit.intake.models import LogBatch
from audit.ledger.record import record
from compliance.providers.models import Provider
from compliance.tenants.models import Tenant
from compliance.usage.cells import CellKey, Cells, add_to_tables, cells_document
from compliance.usage.models import AccountedBatch, ResourceSession
from compliance.usage.names import Names
from compliance.usage.segment_rows import SegmentRow
from compliance.usage.sessions import add_events_and_sessions

_LIMIT_BYTES = 1 << 30
_IDS_PER_QUESTION = 1000
_ONLY_STATES_USAGE = frozenset({"job-table"})
"""Formats that never tell of a start without its end, so no session can stay open beside what they state."""


@dataclass(frozen=True)
class Touched:
    """Whom a batch concerned."""

    provider: str
    tenant_ids: frozenset[int]


def account(batch: LogBatch, rows: Sequence[SegmentRow]) -> Touched | None:
    """Add what `batch` holds to the usage tables and record it; None when that was done before.

    rows: all accepted records of the batch, read before the transaction begins: SQLite has one writer, and reading
    takes long. Runs in one transaction. Batches of one provider wait for each other: their sessions may share
    resources.
    """
    with transaction.atomic():
        provider = Provider.objects.select_for_update().get(key=batch.provider)
        if AccountedBatch.objects.filter(batch=batch.reference).exists():
            return None
        names = Names(provider, batch, rows)
        cells: Cells = {}
        _add_stated(cells, names, rows)
        events = [row for row in rows if _tells_of_life(row, batch.normalised.format)]
        add_events_and_sessions(cells, names, events)
        added = add_to_tables(cells)
        _store(batch, cells, names, added, names.unknown_machine_names(rows))
        touched = (
            frozenset(names.tenant_ids())
            | {key.tenant_id for key in cells}
            | _tenants_with_open_sessions(provider.key)
        )
    return Touched(provider=provider.key, tenant_ids=touched)


def _add_stated(cells: Cells, names: Names, rows: Sequence[SegmentRow]) -> None:
    """Add the usage that the provider states for whole spans."""
    for row in rows:
        if (
            row.kind != "usage"
            or row.outcome != "ok"
            or row.usage_started_at is None
            or row.usage_ended_at is None
        ):
            continue
        facility = names.facility(row.facility, row.region)
        held = names.resolve(
            row.instance_type, row.accelerator_model, facility, stated_count=row.accelerators
        )
        if not held.chip:
            continue
        key = CellKey(names.tenant_id(row.tenant), held.chip, facility)
        if row.usage_accelerator_seconds is not None:
            add_stated_usage(
                cells, key, row.usage_started_at, row.usage_ended_at, row.usage_accelerator_seconds
            )
        else:
            add_hours(cells, key, row.usage_started_at, row.usage_ended_at, held.accelerators)


def _tells_of_life(row: SegmentRow, format_name: str) -> bool:
    if row.outcome != "ok" or row.resource_uid is None:
        return False
    if row.kind == "usage":
        return format_name not in _ONLY_STATES_USAGE
    return row.kind in {"start", "stop", "change", "heartbeat"}


def _tenants_with_open_sessions(provider: str) -> frozenset[int]:
    """Return whose upper bound moves when the provider's logs reach further."""
    return frozenset(
        ResourceSession.objects.filter(provider=provider, ended_at=None).values_list("tenant_id", flat=True)
    )


def _references(cells: Cells) -> dict[int, str]:
    """Return tenant id -> reference of all tenants in `cells`."""
    ids = sorted({key.tenant_id for key in cells})
    references: dict[int, str] = {}
    for start in range(0, len(ids), _IDS_PER_QUESTION):
        part = Tenant.objects.filter(pk__in=ids[start : start + _IDS_PER_QUESTION])
        references.update(part.values_list("pk", "reference"))
    return references


def _store(batch: LogBatch, cells: Cells, names: Names, added: int, unknown: dict[str, int]) -> None:
    """Keep what was added as a document, mark the batch accounted, and put the document's digest into the ledger."""
    document = cells_document(batch.reference, cells, _references(cells))
    kept = keep_evidence([document], limit_bytes=_LIMIT_BYTES)
    AccountedBatch.objects.create(
        batch=batch.reference,
        usage_sha256=kept.sha256,
        accelerator_seconds=added,
        unknown_machine_names=unknown,
        accounted_at=datetime.now(UTC),
    )
    record(
        entity=batch.provider,
        kind="batch.accounted",
        by="worker",
        subject=batch.reference,
        body={
            "usage_sha256": kept.sha256,
            "accelerator_seconds": str(added),  # text: a leaf's numbers end at 2^53
            "tenants": len(names.tenant_ids()),
        },
    )
