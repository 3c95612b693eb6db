"""Tenants with stored facts, as screenings leave them, and rule sets to try over them."""

import hashlib
import json
from datetime import UTC, date, datetime

from compliance.accounts.models import User
from compliance.pipeline import request_replay
from compliance.providers.models import Provider
from compliance.replays.ask import Trial
from compliance.replays.models import Replay
from compliance.screening.models import Screening
from compliance.tenants.models import Tenant
from rules.evaluate import facts_document
from tests.pushes import work_off
from tests.rules.sets import VALID

AS_OF = date(2026, 7, 1)
SCREENED_AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
BIG = {"peak_concurrent_tpp": 9, "peak_concurrent_accelerators": 20, "operations_upper_30d": 1}
SMALL = {"peak_concurrent_tpp": 1, "peak_concurrent_accelerators": 1, "operations_upper_30d": 1}

IN_NORWAY = {"headquarters_country": "NO"}
EXAMPLE = VALID.encode()
"""Two rules about tenants: one of much compute, one of a country; us/example is no shipped set."""


def text_of(document: dict[str, object]) -> str:
    """Return stored facts as a screening writes them."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def store(tenant: Tenant, text: str, at: datetime = SCREENED_AT) -> Screening:
    """Store a screening with this text of facts."""
    return Screening.objects.create(
        tenant=tenant,
        as_of_on=at.date(),
        screened_at=at,
        facts=text,
        facts_sha256=hashlib.sha256(text.encode()).hexdigest(),
        rule_sets={},
    )


def screened(
    provider: Provider, account: str, facts: dict[str, object], at: datetime = SCREENED_AT
) -> Tenant:
    """Return a tenant whose newest screening found these facts."""
    tenant, _ = Tenant.objects.get_or_create(provider=provider, account=account)
    store(tenant, text_of(facts_document(facts)), at)
    return tenant


def replayed(by: User, trial: Trial, **more: object) -> Replay:
    """Ask for a replay and run it to its end through the queue."""
    reference = request_replay(trial=trial, by=by, **{"as_of": AS_OF} | more)
    work_off()
    return Replay.objects.get(reference=reference)


def counts_by_rule(replay: Replay) -> dict[str, dict[str, int]]:
    """Return rule id -> counts other than 0."""
    names = ["appears", "disappears", "changes_severity", "changes_certainty"]
    names += ["changes_severity_and_certainty", "unchanged", "quiet"]
    return {
        row.rule: {name: getattr(row, name) for name in names if getattr(row, name)}
        for row in replay.rules.all()
    }
