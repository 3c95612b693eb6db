"""Receiving: raw bytes first. Nothing is parsed before the body is on the disk and its row is committed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from audit.evidence.store import Kept
from audit.evidence.store import keep_evidence as keep_body
from audit.intake.models import LogBatch, NormalisedBatch
from audit.ledger.record import record

__all__ = ["Push", "keep_body", "receipt_of", "register_batch"]


@dataclass(frozen=True)
class Push:
    """What came with a body, beside the body. `provider` is known from the key that was shown, never from the body."""

    provider: str
    key_prefix: str
    content_encoding: str = "identity"
    format_hint: str = ""
    facility: str = ""


def register_batch(push: Push, kept: Kept) -> tuple[LogBatch, bool]:
    """Write the row of a body that is safe on disk and its ledger event, in one transaction.

    Returns the batch and whether it is new: the same bytes from the same provider, said to be the same, are the same
    batch for ever. Said to be something else (another Content-Encoding or format), they are read again: a push with a
    wrong header can be mended, and what was counted is known by its event ids.
    """
    with transaction.atomic():
        batch, is_new = LogBatch.objects.get_or_create(
            provider=push.provider,
            body_sha256=kept.sha256,
            content_encoding=push.content_encoding,
            format_hint=push.format_hint,
            defaults={
                "facility": push.facility,
                "body_size_bytes": kept.size_bytes,
                "received_at": datetime.now(UTC),
                "received_by": push.key_prefix,
            },
        )
        if is_new:
            record(
                entity=push.provider,
                kind="batch.received",
                by=push.key_prefix,
                subject=batch.reference,
                body={
                    "body_sha256": kept.sha256,
                    "body_size_bytes": kept.size_bytes,
                    "content_encoding": push.content_encoding,
                    "format_hint": push.format_hint,
                    "facility": push.facility,
                },
            )
    return batch, is_new


def receipt_of(batch: LogBatch) -> dict[str, object]:
    """Return the receipt of a batch: its name, its digest, and its counts as far as they are known.

    Counts are null until the batch is normalised; the same document is then served with the numbers in it.
    """
    normalised = NormalisedBatch.objects.filter(batch=batch).first()
    return {
        "batch": batch.reference,
        "provider": batch.provider,
        "state": _state(normalised),
        "body_sha256": batch.body_sha256,
        "body_size_bytes": batch.body_size_bytes,
        "content_encoding": batch.content_encoding,
        "facility": batch.facility or None,
        "received_at": batch.received_at.isoformat().replace("+00:00", "Z"),
        "format": normalised.format if normalised else None,
        "refusal": (normalised.refusal or None) if normalised else None,
        "counts": {
            "records_accepted": normalised.records_accepted if normalised else None,
            "records_duplicate": normalised.records_duplicate if normalised else None,
            "records_conflicting": normalised.records_conflicting if normalised else None,
            "lines_quarantined": normalised.lines_quarantined if normalised else None,
        },
    }


def _state(normalised: NormalisedBatch | None) -> str:
    if normalised is None:
        return "received"
    return "refused" if normalised.refusal else "normalised"
