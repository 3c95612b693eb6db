"""Normalising: a raw body becomes access records, refusals and counts. Running it twice changes nothing."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction

from audit.evidence.segments import write_segment
from audit.evidence.store import read_evidence
from audit.intake.decode import decoded_chunks
from audit.intake.duplicates import count_once, event_key
from audit.intake.errors import IntakeError
from audit.intake.formats import FORMATS, sniff
from audit.intake.lines import the_rest
from audit.intake.models import LogBatch, NormalisedBatch, QuarantinedLine
from audit.intake.records import MAX_ACCESS_RECORDS_PER_BODY, AccessRecord, Refusal
from audit.intake.segment_lines import segment_lines
from audit.ledger.record import record
from audit.proofs.entries import CLOCK_ALLOWANCE_SECONDS

MAPPER_VERSION = 1
MAX_TENANT_CHARACTERS = 256
MAX_UID_BYTES = 1024
"""PostgreSQL cannot index a value of more than about 2,700 bytes; one such record must not hold up its whole batch."""
_SNIFFED_BYTES = 64 * 1024
_EVENT_NAMES_SHOWN = 1000


@dataclass
class _Read:
    """What one body turned out to hold, before anything is written."""

    format: str = ""
    decoded_size_bytes: int = 0
    records: list[AccessRecord] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    refusal: str = ""


def normalise(batch: LogBatch) -> NormalisedBatch:
    """Read the batch's body and write what it holds, once: records to a segment, refused lines to quarantine.

    A body that cannot be read at all is normalised too: with a refusal that says why, and nothing counted.
    """
    done = NormalisedBatch.objects.filter(batch=batch).first()
    if done is not None:
        return done
    read = _read(batch)
    with transaction.atomic():
        LogBatch.objects.select_for_update().get(
            pk=batch.pk
        )  # two workers with one batch: the second waits, then sees it done
        done = NormalisedBatch.objects.filter(batch=batch).first()
        return done or _write(batch, read)


def _read(batch: LogBatch) -> _Read:
    read = _Read()
    try:
        raw = io.BytesIO(read_evidence(batch.body_sha256))
        body = b"".join(
            decoded_chunks(raw, batch.content_encoding, limit_bytes=settings.PUSH_LIMIT_DECODED_BYTES)
        )
        read.decoded_size_bytes = len(body)
        read.format = _format_of(batch, body)
        # What lies further ahead would move its tenants' upper bounds, and into periods long after its entry.
        latest = int(batch.received_at.timestamp()) + CLOCK_ALLOWANCE_SECONDS
        for item in _bounded(FORMATS[read.format].records(body), len(body)):
            kept = item if isinstance(item, Refusal) else _countable(item, latest)
            if isinstance(kept, Refusal):
                read.refusals.append(kept)
            else:
                read.records.append(kept)
    except IntakeError as error:
        return _Read(decoded_size_bytes=read.decoded_size_bytes, format=read.format, refusal=str(error))
    return read


def _bounded(items: Iterable[AccessRecord | Refusal], body_length: int) -> Iterator[AccessRecord | Refusal]:
    """Yield the items up to `MAX_ACCESS_RECORDS_PER_BODY` access records; one Refusal stands for all the rest.

    The rest begins with the record that goes beyond; what was kept of it is a duplicate when it comes again.
    """
    kept = 0
    for item in items:
        if isinstance(item, AccessRecord):
            if kept >= MAX_ACCESS_RECORDS_PER_BODY:
                limit = f"{MAX_ACCESS_RECORDS_PER_BODY} access records"
                yield the_rest(item.line_number, item.byte_offset, body_length, limit)
                return
            kept += 1
        yield item


def _countable(item: AccessRecord, latest: int) -> AccessRecord | Refusal:
    """Return the record, or its refusal: when a name in it is longer than tables can be searched by, or when it
    speaks of a time that had not come when it was received (`latest`, Unix seconds).
    """
    reason = None
    if len(item.tenant) > MAX_TENANT_CHARACTERS:
        reason = f"the tenant's name is longer than {MAX_TENANT_CHARACTERS} characters; send the account's id"
    elif any(len(uid.encode()) > MAX_UID_BYTES for uid in (item.event_uid, item.resource_uid or "")):
        reason = (
            f"the id of the event or of its resource is longer than {MAX_UID_BYTES} bytes; send shorter ids"
        )
    elif max(item.occurred_at, item.usage_started_at or 0, item.usage_ended_at or 0) > latest:
        reason = (
            "it speaks of a time more than a day after it was received; "
            "set the clock or the unit right and send it again"
        )
    if reason is None:
        return item
    return Refusal(
        line_number=item.line_number,
        byte_offset=item.byte_offset,
        byte_length=item.byte_length,
        reason=reason,
    )


def _format_of(batch: LogBatch, body: bytes) -> str:
    """Return the format the body itself shows; what the provider named only helps where the body does not say."""
    found = sniff(body[:_SNIFFED_BYTES])
    if found is not None:
        return found
    if batch.format_hint in FORMATS:
        return batch.format_hint
    raise IntakeError(
        f"The body is in none of the formats {', '.join(FORMATS)}. "
        "Send one of them, or name it in the header Chokepoint-Format."
    )


def _write(batch: LogBatch, read: _Read) -> NormalisedBatch:
    verdicts = count_once(
        batch.pk,
        [
            (event_key(batch.provider, item.event_uid), bytes.fromhex(item.content_sha256))
            for item in read.records
        ],
    )
    accepted = [item for item, verdict in zip(read.records, verdicts, strict=True) if verdict == "new"]
    counted = Counter(verdicts)
    conflicts = [
        _conflict(item) for item, verdict in zip(read.records, verdicts, strict=True) if verdict == "conflict"
    ]
    _quarantine(batch, [*read.refusals, *conflicts])
    instants = [item.occurred_at for item in accepted]
    normalised = NormalisedBatch.objects.create(
        batch=batch,
        format=read.format,
        mapper_version=MAPPER_VERSION,
        decoded_size_bytes=read.decoded_size_bytes,
        records_accepted=len(accepted),
        records_duplicate=counted["duplicate"],
        records_conflicting=counted["conflict"],
        lines_quarantined=len(read.refusals),
        unknown_event_names=dict(
            Counter(item.event_name for item in accepted if item.kind == "access").most_common(
                _EVENT_NAMES_SHOWN
            )
        ),
        first_occurred_at=datetime.fromtimestamp(min(instants), UTC) if instants else None,
        last_occurred_at=datetime.fromtimestamp(max(instants), UTC) if instants else None,
        segment_sha256=write_segment(segment_lines(accepted, provider=batch.provider)) if accepted else "",
        refusal=read.refusal,
        normalised_at=datetime.now(UTC),
    )
    _record(batch, normalised)
    return normalised


def _conflict(item: AccessRecord) -> Refusal:
    return Refusal(
        line_number=item.line_number,
        byte_offset=item.byte_offset,
        byte_length=item.byte_length,
        reason=(
            "an event with this id came before with other content; the first counts, "
            "a correction needs an id of its own"
        ),
    )


def _quarantine(batch: LogBatch, refusals: list[Refusal]) -> None:
    QuarantinedLine.objects.bulk_create(
        (
            QuarantinedLine(
                batch=batch,
                line_number=line.line_number,
                byte_offset=line.byte_offset,
                byte_length=line.byte_length,
                reason=line.reason[:500],
            )
            for line in refusals
        ),
        batch_size=1000,
    )


def _record(batch: LogBatch, normalised: NormalisedBatch) -> None:
    record(
        entity=batch.provider,
        kind="batch.normalised",
        by="worker",
        subject=batch.reference,
        body={
            "format": normalised.format,
            "mapper_version": normalised.mapper_version,
            "records_accepted": normalised.records_accepted,
            "records_duplicate": normalised.records_duplicate,
            "records_conflicting": normalised.records_conflicting,
            "lines_quarantined": normalised.lines_quarantined,
            "is_refused": bool(normalised.refusal),
            "segment_sha256": normalised.segment_sha256,
        },
    )
