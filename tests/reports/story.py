"""A provider's story told to the ledger: batches accounted, flags raised, decisions made, as the working service tells
it. Names are invented.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from audit.evidence.store import keep_evidence
from audit.ledger.record import record
from audit.references import new_reference
from audit.reports.models import IssuedReport
from compliance.pipeline import make_report, request_report
from compliance.providers.enrol import enrol_provider, state_facility
from compliance.providers.models import Provider
from compliance.registry.load import load_registry
from compliance.tenants.models import Tenant
from compliance.usage.cells import CellKey, Cells, add_to_tables
from rules.library import by_reference

PERIOD_FROM = datetime(2026, 10, 1, tzinfo=UTC)
PERIOD_UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = int(PERIOD_FROM.timestamp())
LARGE_COMPUTE = by_reference("project/large_compute@2026-01-01")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Story:
    """One provider; `tenants` by account."""

    provider: Provider
    tenants: dict[str, Tenant] = field(default_factory=dict)
    at: datetime | None = None

    def tenant(self, account: str) -> Tenant:
        if account not in self.tenants:
            self.tenants[account] = Tenant.objects.create(provider=self.provider, account=account)
        return self.tenants[account]

    def account(self, cells: dict[tuple[str, str, str], dict[int, int]]) -> str:
        """Account a batch: (account, chip, facility) -> hour -> accelerator-seconds. Returns its reference."""
        batch = new_reference("batch")
        keyed: Cells = {
            CellKey(self.tenant(account).pk, chip, facility): hours
            for (account, chip, facility), hours in cells.items()
        }
        rows = [
            [self.tenant(account).reference, chip or None, facility or None, hour, seconds]
            for (account, chip, facility), hours in sorted(cells.items())
            for hour, seconds in sorted(hours.items())
        ]
        document = json.dumps(
            {"batch": batch, "cells": rows, "v": 1}, separators=(",", ":"), ensure_ascii=False
        ).encode()
        kept = keep_evidence([document], limit_bytes=1 << 30)
        with transaction.atomic():
            add_to_tables(keyed)
            self.tell("batch.accounted", batch, {"usage_sha256": kept.sha256})
        return batch

    def flag(
        self,
        account: str,
        *,
        reference: str = "",
        kind: str = "flag.raised",
        status: str = "met",
        rule: int = 0,
        severity: str = "",
    ) -> str:
        """Raise, update or lapse a flag; returns its reference."""
        reference = reference or new_reference("flag")
        law = LARGE_COMPUTE.rules[rule]
        body = {
            "tenant": self.tenant(account).reference,
            "rule": law.id,
            "rule_set": LARGE_COMPUTE.reference,
            "rule_set_sha256": LARGE_COMPUTE.sha256,
            "status": status,
            "severity": severity or str(law.severity),
            "clause": law.clause,
            "finding_sha256": digest(reference + status),
            "screening": new_reference("scr"),
            "facts_sha256": digest(account),
            "as_of_on": "2026-11-22",
        }
        with transaction.atomic():
            self.tell(kind, reference, body)
        return reference

    def decide(self, flag: str, account: str, *, verb: str = "proposed", reference: str = "") -> str:
        """Propose, approve or decline a decision on a flag; returns its reference."""
        reference = reference or new_reference("dec")
        answered = verb != "proposed"
        body = {
            "case": "case_0123456789abcdefghjkmn",
            "state": "closed" if answered else "awaiting_approval",
            "tenant": self.tenant(account).reference,
            "flags": [flag],
            "findings": {flag: digest(flag)},
            "decision": reference,
            "disposition": "true_match",
            "measure": "request_information",
            "reason_sha256": digest("because"),
            "proposer": "ingrid.solheim",
            "answer": verb if answered else "pending",
            "answerer": "tomas.reyes" if answered else None,
            "answer_reason_sha256": digest("agreed") if answered else None,
        }
        with transaction.atomic():
            self.tell(f"decision.{verb}", reference, body)
        return reference

    def tell(self, kind: str, subject: str, body: dict[str, object]) -> None:
        record(
            entity=self.provider.key,
            kind=kind,
            by="worker",
            subject=subject,
            body=body,
            at=self.at,
        )

    def ask(self, period_from: datetime = PERIOD_FROM, period_until: datetime = PERIOD_UNTIL) -> str:
        return request_report(
            provider=self.provider.key,
            period_from=period_from,
            period_until=period_until,
            by="ingrid.solheim",
        )

    def report(
        self, period_from: datetime = PERIOD_FROM, period_until: datetime = PERIOD_UNTIL
    ) -> IssuedReport:
        return make_report(self.ask(period_from, period_until))


def begin() -> Story:
    """A provider with the shipped registry and one facility whose logs never name a chip."""
    load_registry(folder=Path(settings.BASE_DIR) / "fixtures" / "registry", by="setup")
    provider = enrol_provider(key="fjordlys", name="Fjordlys Compute AS", by="setup")
    state_facility(
        provider=provider,
        key="oslo-2",
        by="setup",
        country="NO",
        assumed_chip="nvidia-a100-sxm4-80gb",
        assumption="The operator's purchase records of 2024 name only this chip for the hall; nobody has counted.",
    )
    return Story(provider)


def told() -> Story:
    """Three tenants, two batches, two flags (one lapsed), a decision approved, another awaiting."""
    story = begin()
    story.account(
        {
            ("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1"): {HOUR: 7200, HOUR + 3600: 28_800},
            ("acme-research", "nvidia-a100-sxm4-80gb", "oslo-2"): {HOUR: 14_400},
            ("borealis", "nvidia-l4", "oslo-1"): {HOUR: 3600, HOUR - 3600: 999_999},
        }
    )
    story.account(
        {
            ("acme-research", "nvidia-h100-sxm5-80gb", "oslo-1"): {HOUR: -200},
            ("cumulus", "unknown", ""): {HOUR + 7200: 60},
        }
    )
    first = story.flag("acme-research")
    second = story.flag("borealis", rule=1)
    story.flag("acme-research", reference=first, kind="flag.renewed", severity="medium")
    story.flag("borealis", reference=second, kind="flag.lapsed", rule=1, status="lapsed")
    decision = story.decide(first, "acme-research")
    story.decide(first, "acme-research", verb="approved", reference=decision)
    story.decide(second, "borealis")
    return story
