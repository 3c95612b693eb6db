"""Chokepoint access events: our own format, one JSON object a line (or a JSON array), read strictly.

The published schema is `audit/intake/schemas/access-event.v1.json`; a test holds the two together. Beyond
what a schema can say, an instant must exist in the calendar and usage must not end before it starts.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal, cast

import msgspec
from msgspec import Meta

from audit.intake.addresses import source_address_of
from audit.intake.errors import BadRecordError
from audit.intake.formats.own_event_complaints import EVENT_KINDS, MAX_ACCELERATOR_SECONDS, reason_of
from audit.intake.instants import instant_of
from audit.intake.json_pieces import decode_strictly, json_pieces
from audit.intake.records import (
    MAX_ACCELERATORS,
    AccessRecord,
    Kind,
    Layer,
    Outcome,
    Piece,
    Refusal,
    content_digest,
)
from audit.intake.spans import check_usage_span

# Python's `$` also matches before a line break at the end, a schema's does not: hence the look-ahead.
EVENT_TYPE_PATTERN = rf"^({'|'.join(EVENT_KINDS)})(\.[a-z0-9_-]{{1,64}}){{0,4}}$(?!\n)"
VISIBLE_ASCII = r"^[!-~]{1,256}$(?!\n)"
KINDS_OF_A_RESOURCE = frozenset({"start", "stop", "change", "heartbeat", "usage"})

EventId = Annotated[str, Meta(pattern=VISIBLE_ASCII)]
Name = Annotated[str, Meta(min_length=1, max_length=256)]
Count = Annotated[int, Meta(ge=0, le=MAX_ACCELERATORS)] | Annotated[float, Meta(ge=0, le=MAX_ACCELERATORS)]
Seconds = (
    Annotated[int, Meta(ge=0, le=MAX_ACCELERATOR_SECONDS)]
    | Annotated[float, Meta(ge=0, le=MAX_ACCELERATOR_SECONDS)]
)


class Accelerator(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The accelerators of one resource: the provider's name for the model, and how many."""

    model: Name | None = None
    count: Count | None = None


class Usage(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Usage as the provider states it, half-open from `started_at` to `ended_at`."""

    started_at: str
    ended_at: str
    accelerator_seconds: Seconds


class AccessEvent(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One line as it is pushed; field by field what the published schema says."""

    specversion: Literal["1.0"] | None = None
    id: EventId
    source: EventId | None = None
    type: Annotated[str, Meta(pattern=EVENT_TYPE_PATTERN)]
    time: str
    outcome: Outcome
    tenant: Name
    actor: Name | None = None
    source_ip: Annotated[str, Meta(max_length=64)] | None = None
    region: Name | None = None
    facility: Name | None = None
    resource: Name | None = None
    layer: Literal["instance", "job"] | None = None
    instance_type: Name | None = None
    accelerator: Accelerator | None = None
    usage: Usage | None = None
    capacity_type: Name | None = None
    extensions: dict[str, object] | None = None


def records(body: bytes) -> Iterator[AccessRecord | Refusal]:
    """Yield one AccessRecord or Refusal for each event of a decompressed body, in its order."""
    for piece in json_pieces(body):
        if isinstance(piece, Refusal):
            yield piece
            continue
        try:
            yield _record_of(piece)
        except BadRecordError as refused:
            yield piece.refused(str(refused))


def _record_of(piece: Piece) -> AccessRecord:
    """Return the access record of one event, or raise BadRecordError."""
    try:
        event = msgspec.convert(decode_strictly(piece.raw), AccessEvent)
    except msgspec.ValidationError as error:
        raise BadRecordError(reason_of(str(error))) from error
    kind = cast("Kind", event.type.partition(".")[0])
    _require_parts(event, kind)
    source_ip, source_ip_kind = source_address_of(event.source_ip)
    usage_started_at, usage_ended_at, accelerator_seconds = _usage_of(event.usage)
    accelerator = event.accelerator or Accelerator()
    return AccessRecord(
        # Neither part can hold a blank, so the pair is unambiguous (CloudEvents: source and id identify).
        event_uid=event.id if event.source is None else f"{event.source} {event.id}",
        content_sha256=content_digest(piece.raw),
        kind=kind,
        event_name=event.type,
        occurred_at=instant_of(event.time, "time"),
        outcome=event.outcome,
        tenant=event.tenant,
        actor=event.actor,
        source_ip=source_ip,
        source_ip_kind=source_ip_kind,
        region=event.region,
        facility=event.facility,
        resource_uid=event.resource,
        layer=_layer_of(event),
        instance_type=event.instance_type,
        accelerator_model=accelerator.model,
        accelerator_count=None if accelerator.count is None else Decimal(str(accelerator.count)),
        usage_started_at=usage_started_at,
        usage_ended_at=usage_ended_at,
        usage_accelerator_seconds=accelerator_seconds,
        capacity_type=event.capacity_type,
        line_number=piece.line_number,
        byte_offset=piece.byte_offset,
        byte_length=len(piece.raw),
    )


def _require_parts(event: AccessEvent, kind: Kind) -> None:
    """Raise BadRecordError when the event lacks a part that its kind cannot do without."""
    if kind in KINDS_OF_A_RESOURCE and event.resource is None:
        message = f"an event of kind {kind} must name its resource"
        raise BadRecordError(message)
    if (kind == "usage") != (event.usage is not None):
        message = "an event carries usage exactly when its type begins with usage"
        raise BadRecordError(message)


def _layer_of(event: AccessEvent) -> Layer:
    """Return the layer stated, or "instance" for a resource without one, so that jobs are never assumed."""
    if event.layer is not None:
        return event.layer
    return "none" if event.resource is None else "instance"


def _usage_of(usage: Usage | None) -> tuple[int | None, int | None, int | None]:
    """Return start and end in Unix seconds, and the accelerator-seconds between; all None without usage."""
    if usage is None:
        return None, None, None
    started_at = instant_of(usage.started_at, "usage.started_at")
    ended_at = instant_of(usage.ended_at, "usage.ended_at")
    accelerator_seconds = int(usage.accelerator_seconds)
    if accelerator_seconds != usage.accelerator_seconds:
        message = "usage.accelerator_seconds must be a whole number of seconds"
        raise BadRecordError(message)
    check_usage_span(started_at, ended_at, accelerator_seconds)
    return started_at, ended_at, accelerator_seconds
