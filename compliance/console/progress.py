"""What the service is still working on, for the line above every list."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from compliance.jobs.models import Job
from compliance.screening.models import ScreeningNeed


@dataclass(frozen=True, slots=True)
class Progress:
    """Work that was asked for and is not finished.

    jobs: how many, of whatever kind. tenants: how many wait to be screened. failing: how many of both failed and
    will be tried again. percent: of what the running jobs know of their length; None when they say nothing.
    """

    jobs: int
    tenants: int
    failing: int
    percent: int | None

    @property
    def is_idle(self) -> bool:
        """Say whether nothing is left to do."""
        return not self.jobs and not self.tenants


def read_progress(kind_prefix: str = "") -> Progress:
    """Return the unfinished work, of the kinds that begin with `kind_prefix`; tenants are counted only without one."""
    wanted = Job.objects.filter(done__lt=F("wanted"), kind__startswith=kind_prefix)
    sums = wanted.aggregate(
        jobs=Count("pk"),
        failing=Count("pk", filter=~Q(failure="")),
        steps_done=Sum("progress_done"),
        steps=Sum("progress_total"),
    )
    tenants = Q(pk=None) if kind_prefix else Q(done__lt=F("wanted"))
    needs = ScreeningNeed.objects.filter(tenants).aggregate(
        tenants=Count("pk"), failing=Count("pk", filter=Q(failures__gt=0))
    )
    steps = sums["steps"] or 0
    percent = min(100, 100 * (sums["steps_done"] or 0) // steps) if steps else None
    return Progress(
        jobs=sums["jobs"],
        tenants=needs["tenants"],
        failing=sums["failing"] + needs["failing"],
        percent=percent,
    )
