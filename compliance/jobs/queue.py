"""Wanting, claiming and finishing work. Every step is one conditional UPDATE whose count says whether it was ours."""

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.db.models import F, Q, QuerySet

from compliance.jobs.models import Job

LEASE = timedelta(minutes=12)
"""A claim older than this is taken from whoever has it: longer than a task may run."""
_LONGEST_PAUSE = timedelta(minutes=5)
_ACCIDENTS = 5
"""So many deaths of workers at one job may be chance: restarts, kills, a machine that went down."""


@dataclass(frozen=True)
class Claim:
    """A job that is ours until it is finished or fails. `answering` is the value of `wanted` that finishing answers."""

    job_id: int
    kind: str
    subject: str
    answering: int


def want(kind: str, subject: str) -> None:
    """Ask for `kind` on `subject`. Asked again while it waits, it still runs once; while it runs, once more."""
    if not Job.objects.filter(kind=kind, subject=subject).update(wanted=F("wanted") + 1):
        _, is_new = Job.objects.get_or_create(kind=kind, subject=subject)
        if not is_new:
            Job.objects.filter(kind=kind, subject=subject).update(wanted=F("wanted") + 1)


def want_once(kind: str, subject: str) -> None:
    """Ask for `kind` on `subject` if nobody ever did."""
    Job.objects.get_or_create(kind=kind, subject=subject)


def unfinished() -> QuerySet[Job]:
    """Return the jobs that are wanted and not done."""
    return Job.objects.filter(done__lt=F("wanted"))


def _start_of_process(pid: int) -> str:
    """Return when the process started, in the kernel's ticks, so that a process id used again is not mistaken.

    Empty when it is gone.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return ""


@lru_cache(maxsize=4)
def _identity_of(pid: int) -> str:
    return f"{socket.gethostname()} {pid} {_start_of_process(pid)}"


def _is_gone(claimed_by: str) -> bool:
    """Say whether the claimant was a process of this machine that runs no more; of other machines nothing is known."""
    host, pid, start = [*claimed_by.split(" "), "", ""][:3]
    return host == socket.gethostname() and pid.isdigit() and _start_of_process(int(pid)) != start


def claim(kind: str, subject: str) -> Claim | None:
    """Take the job if it is wanted, due, and nobody works on it; None otherwise."""
    now = datetime.now(UTC)
    mine = _identity_of(os.getpid())
    free = Q(claimed_by="") | Q(claimed_at__lt=now - LEASE)
    due = Q(not_before_at=None) | Q(not_before_at__lte=now)
    taken = (
        unfinished()
        .filter(free & due, kind=kind, subject=subject)
        .update(
            claimed_by=mine, claimed_at=now, attempts=F("attempts") + 1, progress_done=0, progress_total=0
        )
    )
    if not taken:
        return None
    job = Job.objects.get(kind=kind, subject=subject)
    return Claim(job_id=job.pk, kind=kind, subject=subject, answering=job.wanted)


def _held(claim: Claim) -> QuerySet[Job]:
    """Return the job as long as the claim is still ours: a lease that ran out may have given it to somebody else."""
    return Job.objects.filter(pk=claim.job_id, claimed_by=_identity_of(os.getpid()))


def finish(claim: Claim) -> bool:
    """Say that the claimed run is done; return whether it was asked for again meanwhile."""
    _held(claim).update(
        done=claim.answering,
        attempts=0,
        claimed_by="",
        claimed_at=None,
        not_before_at=None,
        failure="",
        finished_at=datetime.now(UTC),
    )
    return unfinished().filter(pk=claim.job_id).exists()


def fail(claim: Claim, sentence: str) -> None:
    """Give the job back with what went wrong; it is tried again after a pause that doubles, up to five minutes."""
    attempts = Job.objects.get(pk=claim.job_id).attempts
    _held(claim).update(
        claimed_by="",
        claimed_at=None,
        failure=sentence[:2000],
        not_before_at=datetime.now(UTC) + _pause(attempts),
    )


def _pause(attempts: int) -> timedelta:
    return min(timedelta(seconds=2 ** min(attempts, 10)), _LONGEST_PAUSE)


def show_progress(claim: Claim, done: int, total: int) -> None:
    """Say how far the claimed run has come."""
    Job.objects.filter(pk=claim.job_id).update(progress_done=done, progress_total=total)


def give_back_abandoned() -> int:
    """Free the jobs whose claimant died on this machine; return how many.

    The first deaths are taken for accidents and the job is due at once. One that takes worker after worker with it
    waits longer each time and says so, so that it cannot keep everybody from the other jobs.
    """
    claimants = set(unfinished().exclude(claimed_by="").values_list("claimed_by", flat=True))
    abandoned = unfinished().filter(claimed_by__in=[one for one in claimants if _is_gone(one)])
    freed = 0
    for job in abandoned.filter(attempts__gt=_ACCIDENTS):
        freed += abandoned.filter(pk=job.pk).update(
            claimed_by="",
            claimed_at=None,
            not_before_at=datetime.now(UTC) + _pause(job.attempts),
            failure=f"{job.attempts} workers died while they did this; see their logs",
        )
    return freed + abandoned.filter(attempts__lte=_ACCIDENTS).update(claimed_by="", claimed_at=None)


def due_jobs(limit: int) -> list[tuple[str, str]]:
    """Return up to `limit` (kind, subject) that are wanted, due and free, oldest first: what the bell must ring for."""
    now = datetime.now(UTC)
    free = Q(claimed_by="") | Q(claimed_at__lt=now - LEASE)
    due = Q(not_before_at=None) | Q(not_before_at__lte=now)
    return list(unfinished().filter(free & due).order_by("id").values_list("kind", "subject")[:limit])
