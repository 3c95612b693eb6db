"""Flags to work on, as the machine would have raised them."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import count

from compliance.providers.models import Provider
from compliance.screening.models import Flag, Screening
from compliance.tenants.models import Tenant

RAISED_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LARGE = "large_compute.expected_1e25"
_numbers = count(1)


def make_tenant(provider: Provider, account: str = "") -> Tenant:
    """Make a tenant; without an account it gets one of its own."""
    return Tenant.objects.create(provider=provider, account=account or f"tn-{next(_numbers)}")


def make_flag(
    tenant: Tenant,
    *,
    rule: str = LARGE,
    severity: int = Flag.Severity.MEDIUM,
    status: str = Flag.Status.MET,
    title: str = "Expected operations above 1e25 within a year",
    raised_at: datetime = RAISED_AT,
    **finding: object,
) -> Flag:
    """Make a flag with a finding as the rules give it; `finding` overrides its parts."""
    said = _finding(rule, status, title) | finding
    screening = Screening.objects.create(
        tenant=tenant,
        as_of_on=raised_at.date(),
        screened_at=raised_at,
        facts="{}",
        facts_sha256="f" * 64,
        rule_sets={},
    )
    return Flag.objects.create(
        tenant=tenant,
        rule_set=said["rule_set_reference"],
        rule_set_sha256=said["rule_set_sha256"],
        rule=rule,
        status=status,
        severity=severity,
        title=title,
        clause=said["clause"],
        finding=said,
        finding_sha256=hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest(),
        screening=screening,
        raised_at=raised_at,
        renewed_at=raised_at,
    )


def make_flags(provider: Provider, how_many: int) -> list[Flag]:
    """Make flags on as many tenants, an hour apart, of every severity in turn."""
    return [
        make_flag(
            make_tenant(provider), severity=1 + number % 5, raised_at=RAISED_AT + timedelta(hours=number)
        )
        for number in range(how_many)
    ]


def _finding(rule: str, status: str, title: str) -> dict[str, object]:
    return {
        "rule_set_reference": "project/large_compute@2026-01-01",
        "rule_set_sha256": "0" * 64,
        "citation": "Regulation (EU) 2024/1689 Art. 51(2)",
        "source_url": "https://eur-lex.europa.eu/eli/reg/2024/1689/oj",
        "standing": "project",
        "confidence": "S",
        "rule_id": rule,
        "subject": "tenant",
        "status": status,
        "severity": "medium",
        "title": title,
        "clause": "EU AI Act, Art. 51(2); 90 days",
        "limb_id": "window_90d",
        "explanation": "Operations in the last 90 days are expected at 2.1e25, more than 1e25.",
        "question": "Is a model being trained, by whom and for whom?",
        "values": [
            {
                "fact": "operations_expected_90d",
                "value": "21000000000000000000000000",
                "shown": "2.1e25",
                "unit": "operations",
                "meaning": "operations in the last 90 days, expected",
            }
        ],
        "missing_facts": [],
    }
