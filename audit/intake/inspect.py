"""Inspection of what arrived against the ledger: a leaf that was removed before it was sealed leaves no hole in a tree.

The tables of what arrived show it: each batch was recorded in the transaction that wrote its row.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from audit.intake.models import LogBatch, NormalisedBatch
from audit.ledger.errors import HistoryChanged
from audit.ledger.models import Entry, OutboxEntry
from audit.proofs.entries import BATCH_RECEIVED

BATCH_NORMALISED = "batch.normalised"


@dataclass(frozen=True)
class InspectedBatches:
    """How many batches were received and normalised; each has its entry, sealed or waiting."""

    received: int
    normalised: int


def inspect_batches() -> InspectedBatches:
    """Raise HistoryChanged, naming the first batch that was received or normalised and has no entry that says so."""
    received, normalised = LogBatch.objects.order_by("id"), NormalisedBatch.objects.order_by("batch_id")
    lost = received.exclude(_recorded("reference", BATCH_RECEIVED)).first()
    if lost is not None:
        raise HistoryChanged(_sentence(lost, BATCH_RECEIVED))
    unsaid = (
        normalised.exclude(_recorded("batch__reference", BATCH_NORMALISED)).select_related("batch").first()
    )
    if unsaid is not None:
        raise HistoryChanged(_sentence(unsaid.batch, BATCH_NORMALISED))
    return InspectedBatches(received.count(), normalised.count())


def _recorded(reference: str, kind: str) -> Q:
    sealed, waiting = (
        Exists(table.objects.filter(subject=OuterRef(reference), kind=kind)) for table in (Entry, OutboxEntry)
    )
    return Q(sealed) | Q(waiting)


def _sentence(batch: LogBatch, kind: str) -> str:
    return (
        f"Batch {batch.reference} of {batch.provider} has no entry {kind}, sealed or waiting: "
        "an entry was removed before it was sealed."
    )
