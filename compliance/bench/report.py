"""A report of two thousand flags: built, rendered, signed and bundled, then verified."""

import hashlib
import time
from datetime import UTC, datetime, timedelta

from django.db import transaction

from audit.evidence.store import read_evidence
from audit.ledger.record import record
from audit.proofs.verify import verify_bundle
from audit.references import new_reference
from audit.reports.policy import trust_policy
from compliance.bench.figures import Figure
from compliance.pipeline import make_report, request_report
from compliance.providers.enrol import enrol_provider
from compliance.tenants.models import Tenant

_FLAGS, _TENANTS = 2000, 400
_BUILD_GOAL_SECONDS, _VERIFY_GOAL_SECONDS = 5.0, 1.0


def measure() -> list[Figure]:
    """Record two thousand flags on four hundred tenants, issue the report on them, verify it."""
    provider = enrol_provider(key="bench-report", name="Bench report", by="bench")
    tenants = [Tenant.objects.create(provider=provider, account=f"tn-{number}") for number in range(_TENANTS)]
    with transaction.atomic():
        for number in range(_FLAGS):
            _record_flag(provider.key, tenants[number % _TENANTS].reference, number)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = request_report(
        provider=provider.key, period_from=today, period_until=today + timedelta(days=1), by="bench"
    )
    begun = time.monotonic()
    report = make_report(asked)
    building = time.monotonic() - begun
    bundle, policy = read_evidence(report.bundle_sha256), trust_policy()
    begun = time.monotonic()
    verify_bundle(bundle, policy)
    verifying = time.monotonic() - begun
    return [
        _figure("issued", building, _BUILD_GOAL_SECONDS),
        _figure("verified", verifying, _VERIFY_GOAL_SECONDS),
    ]


def _figure(verb: str, seconds: float, goal_seconds: float) -> Figure:
    what = f"report of {_FLAGS:,} flags, {verb}"
    return Figure(
        "ledger", what, seconds, "s", goal=f"under {goal_seconds:.0f} s", met=seconds < goal_seconds
    )


def _record_flag(provider: str, tenant: str, number: int) -> None:
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    record(
        entity=provider,
        kind="flag.raised",
        by="bench",
        subject=new_reference("flag"),
        body={
            "tenant": tenant,
            "rule": f"bench.rule_{number % 5}",
            "rule_set": "project/large_compute@2026-01-01",
            "rule_set_sha256": digest,
            "status": "met",
            "severity": "medium",
            "clause": "",
            "finding_sha256": digest,
            "screening": new_reference("scr"),
            "facts_sha256": digest,
            "as_of_on": "2026-01-01",
        },
    )
