"""Bodies that providers push, invented row by row, and the chain of background work run in this process."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from audit.evidence.store import keep_evidence
from audit.intake.models import LogBatch
from audit.intake.receive import Push
from compliance.jobs.queue import due_jobs, unfinished
from compliance.pipeline import receive_batch, ring

MONDAY = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
"""An hour's start from which the invented logs count: Monday 1 June 2026, midnight UTC."""
HOUR = 3600


def instant(unix_seconds: int) -> str:
    """Return an instant as the logs write it."""
    return datetime.fromtimestamp(unix_seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def job(job_id: str, tenant: str, started_at: int, seconds: int, accelerators: int, model: str = "") -> tuple:
    """Return one row of a table of jobs."""
    return (instant(started_at), seconds, accelerators, tenant, job_id, model)


def job_table(rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table of jobs as CSV."""
    header = "timestamp,duration,accelerators,tenant,job_id,accelerator_model"
    return "\n".join([header, *(",".join(map(str, row)) for row in rows), ""]).encode()


def event(event_id: str, kind: str, at: int, tenant: str, **more: object) -> dict[str, object]:
    """Return one of our own access events; `more` is added or replaces."""
    return {"id": event_id, "type": kind, "time": instant(at), "outcome": "ok", "tenant": tenant} | more


def ndjson(events: Iterable[Mapping[str, object]]) -> bytes:
    """Return events one a line."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in events)


def push(provider: str, body: bytes, **more: str) -> tuple[LogBatch, bool]:
    """Receive a body as the API does once it knows whose it is."""
    return receive_batch(
        Push(provider=provider, key_prefix="cp_test", **more), keep_evidence([body], limit_bytes=1 << 26)
    )


def work_off() -> None:
    """Do everything that is due, and fail on whatever is not done then."""
    while due := due_jobs(1000):
        for kind, subject in due:
            ring(kind, subject)
    left = [(job.kind, job.subject, job.failure) for job in unfinished()]
    assert not left, left
