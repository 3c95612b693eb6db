"""Who must be screened: rows that say so, answered in the transaction that screened."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from compliance.screening.models import ScreeningNeed
from compliance.tenants.models import Tenant


def need_screening(tenant_ids: Iterable[int]) -> None:
    """Say that these tenants' facts may have changed."""
    wanted = sorted(set(tenant_ids))
    ScreeningNeed.objects.bulk_create(
        [ScreeningNeed(tenant_id=tenant_id, wanted=0) for tenant_id in wanted],
        ignore_conflicts=True,
        batch_size=1000,
    )
    for start in range(0, len(wanted), 1000):
        ScreeningNeed.objects.filter(tenant_id__in=wanted[start : start + 1000]).update(
            wanted=F("wanted") + 1
        )


def _waiting(provider: str) -> QuerySet[ScreeningNeed]:
    return ScreeningNeed.objects.filter(done__lt=F("wanted"), tenant__provider__key=provider)


@dataclass(frozen=True)
class Waiting:
    """Tenants to screen now, with the value of `wanted` that this screening answers for each."""

    provider: str
    tenants: list[Tenant]
    answering: dict[int, int]

    def __bool__(self) -> bool:
        """Say whether there is anybody to screen."""
        return bool(self.tenants)

    def answer(self) -> None:
        """Mark them screened. Whoever was asked for again meanwhile stays waiting."""
        for need_id, wanted in self.answering.items():
            ScreeningNeed.objects.filter(pk=need_id).update(done=wanted)

    def remaining(self) -> int:
        """Return how many still wait."""
        return _waiting(self.provider).count()


def tenants_to_screen(provider: str, *, limit: int) -> Waiting:
    """Return the next tenants of `provider` that must be screened; empty when nobody waits."""
    needs = list(
        _waiting(provider)
        .select_related("tenant__provider", "tenant__party__ultimate_parent")
        .order_by("id")[:limit]
    )
    return Waiting(
        provider=provider,
        tenants=[need.tenant for need in needs],
        answering={need.pk: need.wanted for need in needs},
    )
