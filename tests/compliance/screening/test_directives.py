"""A published directive is screened under like any law, and its words stay out of what a provider is given."""

import hashlib
import json
from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from audit.evidence.store import read_evidence
from audit.ledger.models import OutboxEntry
from audit.proofs.archive import read_archive
from compliance.lawbook.end_directive import end_directive
from compliance.lawbook.models import DirectiveDraft
from compliance.pipeline import make_report, publish_directive, request_report
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
    assert flag.said.title == "More than one hundred accelerators"
    assert flag.said.clause == flag.said.finding["clause"] == "second paragraph of the quokka letter, (a)"
    (leaf,) = [
        json.loads(bytes(row.leaf))
        for row in OutboxEntry.objects.filter(kind="flag.raised", subject=flag.reference)
    ]
    body = leaf["body"]
    assert (body["rule_set"], body["rule"]) == (directive.reference, f"{directive.reference}.1")
    assert (body["rule_set_sha256"], body["clause"]) == (None, "")
    for telling in (b"quokka", b"sorrel"):
        assert not any(telling in bytes(row.leaf) for row in _provider_leaves(cast))


def test_the_words_of_the_letter_stand_in_no_clear_column(cast, tenant):
    published(cast)
    work_off()
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, clause, finding, words FROM screening_flag WHERE rule = %s", [RULE])
        ((title, clause, finding, words),) = cursor.fetchall()
    assert (title, clause, finding) == ("Rule of a directive", "", "{}")
    assert words
    assert "quokka" not in words


def test_what_the_finding_said_is_what_its_digest_is_of(cast, tenant):
    published(cast)
    work_off()
    for flag in Flag.objects.all():
        document = json.dumps(flag.said.finding, sort_keys=True).encode()
        assert flag.finding_sha256 == hashlib.sha256(document).hexdigest()
        assert (flag.words is not None) == (flag.rule == RULE)


def test_a_flag_that_lapses_is_named_by_the_reference_too(cast, tenant):
    directive = published(cast)
    work_off()
    end_directive(directive=directive, ends_on=date(2026, 3, 20), by=cast.officer)
    draft = DirectiveDraft.objects.get(state="proposed")
    publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver)
    work_off()
    flag = Flag.objects.get(rule=RULE)
    assert flag.status == Flag.Status.LAPSED
    assert flag.said.clause == "second paragraph of the quokka letter, (a)"
    (body,) = [
        json.loads(bytes(row.leaf))["body"]
        for row in OutboxEntry.objects.filter(kind="flag.lapsed", subject=flag.reference)
    ]
    assert body["rule"] == f"{directive.reference}.1"
    assert not any(b"sorrel" in bytes(row.leaf) for row in _provider_leaves(cast))


def test_flags_raised_before_words_were_sealed_are_sealed_by_the_migration(cast, tenant):
    published(cast)
    work_off()
    flag = Flag.objects.get(rule=RULE)
    said = flag.said
    Flag.objects.filter(pk=flag.pk).update(**said._asdict(), words=None)
    migration = import_module("compliance.screening.migrations.0002_words_of_directives_are_sealed")
    migration.seal_words(apps, None)
    flag.refresh_from_db()
    assert (flag.title, flag.clause, flag.finding) == ("Rule of a directive", "", {})
    assert flag.said == said
    assert not Flag.objects.exclude(rule=RULE).exclude(words=None).exists()
    migration.unseal_words(apps, None)
    flag.refresh_from_db()
    assert (flag.title, flag.clause, flag.finding) == said


def _provider_leaves(cast) -> QuerySet[OutboxEntry]:
    found = OutboxEntry.objects.filter(log__contains=cast.provider.key)
    assert found.exists()
    return found


def test_the_flag_of_shipped_law_says_its_clause_in_the_log(cast, tenant):
    published(cast)
    work_off()
    clauses = {
        json.loads(bytes(row.leaf))["body"]["clause"]
        for row in OutboxEntry.objects.filter(kind="flag.raised")
        if '"dir_' not in bytes(row.leaf).decode()
    }
    assert clauses
    assert "" not in clauses


def test_a_report_counts_the_flag_and_does_not_quote_the_letter(cast, tenant):
    directive = published(cast)
    work_off()
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    reference = request_report(
        provider=cast.provider.key,
        period_from=begins,
        period_until=datetime.now(UTC),
        by=cast.auditor.username,
    )
    members = read_archive(read_evidence(make_report(reference).bundle_sha256))
    assert f"{directive.reference}.1".encode() in members["report.json"]
    for telling in (b"quokka", b"sorrel", directive.sha256.encode()):
        assert not [name for name, content in members.items() if telling in content]
