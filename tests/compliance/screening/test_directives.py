"""A published directive is screened under like any law, and its words stay out of what a provider is given."""

import json
from datetime import UTC, datetime

import pytest

from audit.evidence.store import read_evidence
from audit.ledger.models import OutboxEntry
from audit.proofs.archive import read_archive
from compliance.pipeline import make_report, request_report
from compliance.screening.models import Flag
from compliance.tenants.models import Tenant
from tests.compliance.lawbook.letters import proposed, published
from tests.pushes import HOUR, MONDAY, job, job_table, push, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

RULE = "directive_sorrel.hundred"


@pytest.fixture
def tenant(cast, bells) -> Tenant:
    """Held 150 accelerators for an hour, by its provider's own table of jobs."""
    push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 150)]))
    work_off()
    return Tenant.objects.get()


def test_a_proposed_directive_flags_nobody(cast, tenant):
    proposed(cast)
    work_off()
    assert not Flag.objects.filter(rule=RULE).exists()


def test_publishing_screens_everybody_and_the_log_does_not_quote_the_letter(cast, tenant):
    directive = published(cast)
    work_off()
    flag = Flag.objects.get(rule=RULE)
    assert (flag.status, flag.rule_set, flag.rule_set_sha256) == (
        Flag.Status.MET,
        directive.rule_set,
        directive.sha256,
    )
    assert flag.clause == "second paragraph of the quokka letter, (a)"
    (leaf,) = [
        json.loads(bytes(row.leaf))
        for row in OutboxEntry.objects.filter(kind="flag.raised", subject=flag.reference)
    ]
    assert (leaf["body"]["rule"], leaf["body"]["clause"]) == (RULE, "")
    assert not any(b"quokka" in bytes(row.leaf) for row in OutboxEntry.objects.all())


def test_the_flag_of_shipped_law_says_its_clause_in_the_log(cast, tenant):
    published(cast)
    work_off()
    clauses = {
        json.loads(bytes(row.leaf))["body"]["clause"]
        for row in OutboxEntry.objects.filter(kind="flag.raised")
        if RULE not in bytes(row.leaf).decode()
    }
    assert clauses
    assert "" not in clauses


def test_a_report_counts_the_flag_and_does_not_quote_the_letter(cast, tenant):
    published(cast)
    work_off()
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    reference = request_report(
        provider=cast.provider.key,
        period_from=begins,
        period_until=datetime.now(UTC),
        by=cast.auditor.username,
    )
    members = read_archive(read_evidence(make_report(reference).bundle_sha256))
    assert RULE.encode() in members["report.json"]
    assert not [name for name, content in members.items() if b"quokka" in content]
