"""Sessions of resources: worked out anew from all events whenever one arrives, never patched."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from audit.intake import sessions as machine
from audit.intake.hours import add_hours
from audit.intake.lifecycle import LifecycleEvent as Event
from compliance.usage.cells import CellKey, Cells
from compliance.usage.models import LifecycleEvent, ResourceSession
from compliance.usage.names import Names
from compliance.usage.segment_rows import SegmentRow

_ROWS_PER_STATEMENT = 1000


def add_events_and_sessions(cells: Cells, names: Names, rows: Sequence[SegmentRow]) -> None:
    """Store the events in `rows`, work out the sessions of all resources they touch, add the difference to `cells`."""
    if not rows:
        return
    LifecycleEvent.objects.bulk_create(
        (_stored(names, row) for row in rows), ignore_conflicts=True, batch_size=_ROWS_PER_STATEMENT
    )
    touched = sorted({row.resource_uid for row in rows if row.resource_uid is not None})
    for start in range(0, len(touched), _ROWS_PER_STATEMENT):
        _renew(cells, names, touched[start : start + _ROWS_PER_STATEMENT])


def _stored(names: Names, row: SegmentRow) -> LifecycleEvent:
    return LifecycleEvent(
        provider=names.provider.key,
        resource_uid=row.resource_uid
        or "",  # never empty: `account` passes on only rows that name a resource
        event_uid=row.event_uid,
        kind=row.kind,
        occurred_at=row.occurred_at,
        tenant_id=names.tenant_id(row.tenant),
        facility=names.facility(row.facility, row.region),
        instance_type=row.instance_type or "",
        accelerator_model=row.accelerator_model or "",
        accelerator_count=row.accelerators,
        layer=row.layer,
        stated_from=row.usage_started_at,
        stated_until=row.usage_ended_at,
        batch=names.batch.reference,
        line_number=row.line_number,
    )


def _renew(cells: Cells, names: Names, resources: Sequence[str]) -> None:
    """Take back what the old sessions of these resources counted, and count the new ones."""
    old = ResourceSession.objects.filter(provider=names.provider.key, resource_uid__in=resources)
    for session in old:
        _count(cells, session, sign=-1)
    old.delete()
    renewed = list(_worked_out(names, resources))
    for session in renewed:
        _count(cells, session, sign=1)
    ResourceSession.objects.bulk_create(renewed, batch_size=_ROWS_PER_STATEMENT)


def _worked_out(names: Names, resources: Sequence[str]) -> Iterable[ResourceSession]:
    events = LifecycleEvent.objects.filter(provider=names.provider.key, resource_uid__in=resources).order_by(
        "resource_uid"
    )
    for _, group in groupby(events, key=lambda event: event.resource_uid):
        for session in machine.sessions_of([_event(row) for row in group]):
            yield _row(names, session)


def _event(row: LifecycleEvent) -> Event:
    return Event(
        event_uid=row.event_uid,
        kind=row.kind,  # type: ignore[arg-type]  # the column holds only these kinds
        occurred_at=row.occurred_at,
        resource_uid=row.resource_uid,
        tenant=str(row.tenant_id),
        layer=row.layer,  # type: ignore[arg-type]
        facility=row.facility or None,
        instance_type=row.instance_type or None,
        accelerator_model=row.accelerator_model or None,
        accelerator_count=row.accelerator_count,
        stated_from=row.stated_from,
        stated_until=row.stated_until,
    )


def _row(names: Names, session: machine.Session) -> ResourceSession:
    facility = session.facility or ""
    held = names.resolve(
        session.instance_type, session.accelerator_model, facility, stated_count=session.accelerator_count
    )
    return ResourceSession(
        provider=names.provider.key,
        resource_uid=session.resource_uid,
        tenant_id=int(session.tenant),
        facility=facility,
        chip=held.chip,
        instance_type=session.instance_type or "",
        accelerator_count=held.accelerators if held.chip else 0,
        started_at=session.started_at,
        ended_at=session.ended_at,
        last_evidence_at=session.last_evidence_at,
        state=session.state,
        reason=session.reason[:200],
    )


def _count(cells: Cells, session: ResourceSession, *, sign: int) -> None:
    """Add (or take back) what a session surely held: to its end, or to the last evidence where there is none."""
    if not session.chip or session.accelerator_count is None:
        return
    until = session.last_evidence_at if session.ended_at is None else session.ended_at
    counted: Cells = {}
    key = CellKey(session.tenant_id, session.chip, session.facility)
    add_hours(counted, key, session.started_at, until, session.accelerator_count)
    hours = cells.setdefault(key, {})
    for hour, accelerator_seconds in counted.get(key, {}).items():
        hours[hour] = hours.get(hour, 0) + sign * accelerator_seconds
