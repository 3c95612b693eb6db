"""Slurm job records: the text of `sacct --parsable2` (fields parted by `|`), with its header line.

Field meanings by sacct(1). What decides here: job steps are left out, because their job counts already;
usage is elapsed seconds times GPUs, and elapsed already has suspended time taken off; a job that still runs
gives a start and the last instant it was seen, no usage. Times without a zone are taken as UTC (export with
`SLURM_TIME_FORMAT=%s` to be sure). The tenant is the Slurm account, which `slurmdbd` keeps once for all its
clusters; the facility is the cluster.
"""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from audit.intake.errors import BadRecordError
from audit.intake.formats.slurm_fields import (
    GpuShare,
    elapsed_seconds_of,
    gpu_shares_of,
    layout_of,
    row_of,
)
from audit.intake.instants import scheduler_instant_of
from audit.intake.lines import pieces_of_lines
from audit.intake.records import AccessRecord, Piece, Refusal, content_digest
from audit.intake.spans import check_usage_span

NOT_YET: Final = frozenset({"", "Unknown", "None", "0"})
"""What sacct prints for an instant that has not come."""
WAITING_STATES: Final = frozenset({"PENDING", "REQUEUED", "REQUEUE_HOLD", "SPECIAL_EXIT"})


class Run(msgspec.Struct, frozen=True):
    """One run of one job, as its row tells it. A requeued job runs again, under the same job id."""

    uid: str
    state: str
    submitted_at: int
    started_at: int | None
    ended_at: int | None
    elapsed_seconds: int


def records(body: bytes) -> Iterator[AccessRecord | Refusal]:
    """Yield the access records of each job row of a body, or its Refusal; job steps give neither."""
    layout: list[str] | None = None
    for piece in pieces_of_lines(body):
        if isinstance(piece, Refusal):
            yield piece
            continue
        try:
            if layout is None:
                layout, is_header = layout_of(piece.raw)
                if is_header:
                    continue
            yield from _records_of(piece, row_of(piece.raw, layout))
        except BadRecordError as refused:
            yield piece.refused(str(refused))
            if layout is None:  # without a layout no row after this one can be read either
                return


def _records_of(piece: Piece, row: Mapping[str, str]) -> Iterator[AccessRecord]:
    """Yield the records of one row: usage when the run has ended, else a start and a sign of life."""
    job_id = row.get("JobIDRaw") or row.get("JobID") or ""
    if "." in job_id or "." in row.get("JobID", ""):
        return
    tenant, cluster = row.get("Account", ""), row.get("Cluster", "")
    if not (job_id and tenant and cluster):
        message = "JobIDRaw, Account or Cluster is empty; a run without them belongs to nobody"
        raise BadRecordError(message)
    run = _run_of(row, cluster, job_id)
    common = AccessRecord(
        event_uid=run.uid,
        content_sha256=content_digest(piece.raw),
        kind="access",
        event_name=run.state,
        occurred_at=run.submitted_at,
        outcome="pending" if run.state in WAITING_STATES else "ok",
        tenant=tenant,
        actor=row.get("User") or None,
        facility=cluster,
        resource_uid=run.uid,
        layer="job",
        capacity_type=row.get("QOS") or None,
        line_number=piece.line_number,
        byte_offset=piece.byte_offset,
        byte_length=len(piece.raw),
    )
    if run.started_at is None:
        yield msgspec.structs.replace(common, event_uid=f"{run.uid}#{run.state}")
        return
    shares = gpu_shares_of(row.get("AllocTRES", ""), is_empty_run=run.elapsed_seconds == 0)
    for share in shares:
        yield from _records_of_share(common, run, run.started_at, share, several=len(shares) > 1)


def _records_of_share(
    common: AccessRecord, run: Run, started_at: int, share: GpuShare, *, several: bool
) -> Iterator[AccessRecord]:
    """Yield the records of one model's share of a run; each of several models is its own resource."""
    resource_uid = f"{run.uid}/{share.model or 'unnamed'}" if several else run.uid
    common = msgspec.structs.replace(
        common,
        occurred_at=started_at,
        resource_uid=resource_uid,
        accelerator_model=share.model,
        accelerator_count=share.count,
    )
    if run.ended_at is None:
        yield msgspec.structs.replace(common, event_uid=f"{resource_uid}#start", kind="start")
        if run.elapsed_seconds:
            seen_at = started_at + run.elapsed_seconds
            uid = f"{resource_uid}#seen-{seen_at}"
            yield msgspec.structs.replace(common, event_uid=uid, kind="heartbeat", occurred_at=seen_at)
        return
    # Local clocks may be set back during a run; the elapsed time is measured, so it decides.
    ended_at = max(run.ended_at, started_at + run.elapsed_seconds)
    accelerator_seconds = None if share.count is None else int(share.count * run.elapsed_seconds)
    check_usage_span(started_at, ended_at, accelerator_seconds or 0)
    yield msgspec.structs.replace(
        common,
        event_uid=f"{resource_uid}#usage",
        kind="usage",
        usage_started_at=started_at,
        usage_ended_at=ended_at,
        usage_accelerator_seconds=accelerator_seconds,
    )


def _run_of(row: Mapping[str, str], cluster: str, job_id: str) -> Run:
    """Return the run that a row tells of; its uid is the SLUID, or else four fields together."""
    submitted_at = scheduler_instant_of(row.get("Submit", ""), "Submit")
    start, end = row.get("Start", ""), row.get("End", "")
    started_at = None if start in NOT_YET else scheduler_instant_of(start, "Start")
    ended_at = None if end in NOT_YET else scheduler_instant_of(end, "End")
    if started_at is not None and ended_at is not None and ended_at < started_at:
        message = "End lies before Start; check the clocks, and export with SLURM_TIME_FORMAT=%s"
        raise BadRecordError(message)
    sluid = row.get("SLUID", "")
    own_uid = sluid or f"{job_id}/{submitted_at}/{'never' if started_at is None else started_at}"
    return Run(
        uid=f"slurm:{cluster}/{own_uid}",
        state=row.get("State", "").partition(" ")[0] or "UNKNOWN",
        submitted_at=submitted_at,
        started_at=started_at,
        ended_at=ended_at,
        elapsed_seconds=elapsed_seconds_of(row) if started_at is not None else 0,
    )
