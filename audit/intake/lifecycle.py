"""Lifecycle events: the part of an access record that tells of the life of one resource."""

from decimal import Decimal
from typing import Literal, cast

import msgspec

from audit.intake.records import AccessRecord, Layer

LifecycleKind = Literal["start", "stop", "change", "heartbeat", "usage"]

_KINDS = frozenset({"start", "stop", "change", "heartbeat", "usage"})


class LifecycleEvent(msgspec.Struct, frozen=True, kw_only=True, order=False):
    """One successful event of one resource; instants are Unix seconds in UTC.

    `stated_from` and `stated_until` (half-open) belong to kind usage: the provider itself states what was
    used between them, so that time is not reconstructed.
    """

    event_uid: str
    kind: LifecycleKind
    occurred_at: int
    resource_uid: str
    tenant: str
    layer: Layer = "instance"
    region: str | None = None
    facility: str | None = None
    instance_type: str | None = None
    accelerator_model: str | None = None
    accelerator_count: Decimal | None = None
    capacity_type: str | None = None
    stated_from: int | None = None
    stated_until: int | None = None


def lifecycle_event_of(record: AccessRecord) -> LifecycleEvent | None:
    """Return what `record` tells of a resource's life; None when it tells nothing.

    Only successful outcomes change state: a failed or pending event tells nothing, and neither does one
    without a resource or of another kind.
    """
    if record.kind not in _KINDS or record.outcome != "ok" or record.resource_uid is None:
        return None
    return LifecycleEvent(
        event_uid=record.event_uid,
        kind=cast("LifecycleKind", record.kind),
        occurred_at=record.occurred_at,
        resource_uid=record.resource_uid,
        tenant=record.tenant,
        layer=record.layer,
        region=record.region,
        facility=record.facility,
        instance_type=record.instance_type,
        accelerator_model=record.accelerator_model,
        accelerator_count=record.accelerator_count,
        capacity_type=record.capacity_type,
        stated_from=record.usage_started_at,
        stated_until=record.usage_ended_at,
    )
