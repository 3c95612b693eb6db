"""The facts that were known of tenants by an instant, read back from their newest screenings."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from compliance.replays.models import Replay
from compliance.screening.models import Screening
from compliance.tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What is stored of one tenant. screening_id: None where nothing was known of it by then.

    document: fact -> stored value; None where the stored text is not what was written, as `damage` then says.
    """

    tenant_id: int
    screening_id: int | None
    document: dict[str, object] | None
    damage: str = ""


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
    return list(_read(tenants, texts))


def _read(tenants: dict[int, int | None], texts: dict[int, tuple[str, str]]) -> Iterator[StoredFacts]:
    for tenant_id, screening_id in tenants.items():
        if screening_id is None:
            yield StoredFacts(tenant_id, None, None)
            continue
        text, sha256 = texts[screening_id]
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield StoredFacts(
                tenant_id, screening_id, None, "the stored facts are not those that were written"
            )
        else:
            yield StoredFacts(tenant_id, screening_id, json.loads(text))
