"""Who must be screened: rows that say so, answered in the transaction that screened."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import F, QuerySet

from compliance.screening.models import ScreeningNeed
from compliance.tenants.models import Tenant

NOBODY: Mapping[int, str] = MappingProxyType({})


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
    """Tenants to screen now. answering: tenant id -> its need, and the value of `wanted` that is answered."""

    provider: str
    tenants: list[Tenant]
    answering: dict[int, tuple[int, int]]

    def __bool__(self) -> bool:
        """Say whether there is anybody to screen."""
        return bool(self.tenants)

    def answer(self, failed: Mapping[int, str] = NOBODY) -> None:
        """Mark them screened. Whoever was asked for again meanwhile stays waiting, and so does whoever failed.

        failed: tenant id -> kind of error.
        """
        for tenant_id, (need_id, wanted) in self.answering.items():
            need = ScreeningNeed.objects.filter(pk=need_id)
            if tenant_id in failed:
                need.update(failures=F("failures") + 1, failure=failed[tenant_id][:80])
            else:
                need.update(done=wanted, failures=0, failure="")

    def remaining(self) -> int:
        """Return how many still wait."""
        return _waiting(self.provider).count()


def providers_with_failures() -> list[str]:
    """Return the keys of the providers that have a tenant waiting whose screening failed."""
    failed = ScreeningNeed.objects.filter(done__lt=F("wanted"), failures__gt=0)
    return sorted(failed.values_list("tenant__provider__key", flat=True).distinct())


def tenants_to_screen(provider: str, *, limit: int, beside: Collection[int] = ()) -> Waiting:
    """Return the next tenants of `provider` that must be screened; empty when nobody waits.

    beside: ids of tenants left for another run. Whose screening failed comes after everybody else.
    """
    needs = list(
        _waiting(provider)
        .exclude(tenant__in=list(beside))
        .select_related("tenant__provider", "tenant__party__ultimate_parent")
        .order_by("failures", "id")[:limit]
    )
    return Waiting(
        provider=provider,
        tenants=[need.tenant for need in needs],
        answering={need.tenant_id: (need.pk, need.wanted) for need in needs},
    )
