"""The facts that were known of tenants by an instant, read back from their newest screenings."""

from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from compliance.replays.models import Replay
from compliance.screening.models import Screening
from compliance.tenants.models import Tenant


class StoredFacts(NamedTuple):
    """What is stored of one tenant: the text of its facts and the digest it had when it was written.

    screening_id: None where nothing was known of the tenant by then; then there is no text.
    """

    tenant_id: int
    screening_id: int | None
    facts: str
    facts_sha256: str


def tenants_of(replay: Replay) -> QuerySet[Tenant]:
    """Return the tenants that `replay` is about."""
    tenants = Tenant.objects.all()
    return tenants if replay.provider_id is None else tenants.filter(provider_id=replay.provider_id)


def next_tenants(replay: Replay, limit: int) -> list[StoredFacts]:
    """Return the next tenants after those that are done, ordered by id; empty when all are done.

    One index look-up a tenant, however long its history is.
    """
    known = Screening.objects.filter(tenant=OuterRef("pk"), screened_at__lt=replay.facts_until)
    tenants = dict(
        tenants_of(replay)
        .filter(pk__gt=replay.reached_tenant_id, pk__lte=replay.last_tenant_id)
        .order_by("pk")
        .values_list("pk", Subquery(known.order_by("-id").values("pk")[:1]))[:limit]
    )
    screenings = Screening.objects.filter(pk__in=[pk for pk in tenants.values() if pk is not None])
    texts = {
        pk: (facts, sha256) for pk, facts, sha256 in screenings.values_list("pk", "facts", "facts_sha256")
    }
    return [
        StoredFacts(tenant_id, screening_id, *texts.get(screening_id or 0, ("", "")))
        for tenant_id, screening_id in tenants.items()
    ]
