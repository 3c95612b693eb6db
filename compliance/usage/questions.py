"""Questions about usage."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q, Sum

from audit.intake.models import LogBatch, NormalisedBatch
from compliance.usage.models import AccountedBatch, ResourceSession, UsageHour


class HourOfUse(NamedTuple):
    """What one tenant used of one kind of chip in one UTC hour, over all facilities."""

    hour: int
    chip: str
    accelerator_seconds: int


def hourly_usage(tenant_ids: Iterable[int]) -> Iterator[tuple[int, list[HourOfUse]]]:
    """Yield each tenant that used anything, with its hours in order."""
    rows = (
        UsageHour.objects.filter(tenant_id__in=list(tenant_ids))
        .values_list("tenant_id", "hour", "chip")
        .annotate(total=Sum("accelerator_seconds"))
        .order_by("tenant_id", "hour", "chip")
    )
    for tenant_id, group in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0]):
        yield tenant_id, [HourOfUse(hour, chip, total) for _, hour, chip, total in group if total]


def last_evidence_of(provider: str) -> int | None:
    """Return the latest instant (Unix seconds) that the provider's logs speak of; None before the first."""
    newest = NormalisedBatch.objects.filter(batch__provider=provider).exclude(last_occurred_at=None)
    latest = newest.order_by("-last_occurred_at").values_list("last_occurred_at", flat=True).first()
    return int(latest.timestamp()) if latest else None


def open_sessions(tenant_ids: Iterable[int]) -> list[ResourceSession]:
    """Return the sessions without an end that hold, or may hold, accelerators."""
    holding = Q(accelerator_count=None) | Q(accelerator_count__gt=0)
    return list(ResourceSession.objects.filter(holding, tenant_id__in=list(tenant_ids), ended_at=None))


def accelerator_seconds_of(provider: str) -> int:
    """Return the sum over everything that is counted for a provider."""
    cells = UsageHour.objects.filter(tenant__provider__key=provider)
    return int(cells.aggregate(total=Sum("accelerator_seconds"))["total"] or 0)


def unknown_machine_names(batch: LogBatch) -> dict[str, int] | None:
    """Return machine name -> how many records of the batch say it, for names that could not be resolved.

    As the registry stood when the batch was accounted; None until it is. A batch in which nothing was accepted is
    never accounted, and has none.
    """
    accounted = AccountedBatch.objects.filter(batch=batch.reference).first()
    if accounted is not None:
        found: dict[str, int] = accounted.unknown_machine_names
        return found
    is_empty = NormalisedBatch.objects.filter(batch=batch, records_accepted=0).exists()
    return {} if is_empty else None
