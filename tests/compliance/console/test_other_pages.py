"""Tenants, batches, reports and the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from audit.ledger.models import Entry, OutboxEntry
from audit.ledger.seal import seal_all
from audit.references import new_reference
from audit.reports.models import ReportRequest
from compliance.console.views import batches
from compliance.parties.models import Party
from compliance.screening.models import ScreeningNeed
from compliance.tenants.models import KycFile
from compliance.usage.models import AccountedBatch
from tests.append_only_guards import guards_lowered
from tests.compliance.casework.flags import make_tenant
from tests.compliance.casework.leaves import recorded
from tests.compliance.console.objects import BUNDLE, NOON, make_batch, make_pending_decision, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def test_a_tenants_page_names_fields_and_never_values(cast, officer):
    tenant = make_tenant(cast.provider)
    tenant.party = Party.objects.create(kind="individual", name="Very Private")
    tenant.save()
    KycFile.objects.create(
        tenant=tenant, fields_present=["name", "email"], values='{"email": "v@private.invalid"}'
    )
    page = officer.get(reverse("console:tenant", args=[tenant.reference])).content.decode()
    assert "private" not in page.lower()
    assert "5 fields missing. Individual." in page
    assert "<span>beneficial owners</span><span>not asked</span>" in page
    assert "<span>email</span><span>present</span>" in page


def test_a_tenant_whose_screening_failed_says_so_and_so_does_the_line_above_the_queue(cast, officer):
    tenant = make_tenant(cast.provider)
    address = reverse("console:tenant", args=[tenant.reference])
    need = ScreeningNeed.objects.create(tenant=tenant)
    assert "failed" not in officer.get(address).content.decode()
    assert "failed and will be tried again" not in officer.get(reverse("console:queue")).content.decode()
    need.failures, need.failure = 2, "DataError"
    need.save()
    assert "Its last screening failed (DataError)" in officer.get(address).content.decode()
    assert "1 failed and will be tried again" in officer.get(reverse("console:queue")).content.decode()


def test_a_tenant_nobody_described(cast, officer):
    page = officer.get(
        reverse("console:tenant", args=[make_tenant(cast.provider).reference])
    ).content.decode()
    assert "There is no file for this tenant." in page
    assert "Whether it is a person or an entity is not known." in page


def test_no_batches_yet(officer):
    assert "Nothing has been pushed yet." in officer.get(reverse("console:batches")).content.decode()


def test_batches_with_their_counts(cast, officer):
    batch = make_batch(cast.provider.key, records_accepted=82_247, records_duplicate=3)
    page = officer.get(reverse("console:batches")).content.decode()
    assert batch.reference in page
    assert "82,247" in page
    part = officer.get(reverse("console:batches"), headers={"HX-Request": "true"}).content.decode()
    assert "82,247" in part
    assert "<html" not in part


def test_a_batch_with_its_quarantined_lines(cast, officer):
    batch = make_batch(cast.provider.key, lines_quarantined=2)
    page = officer.get(reverse("console:batch", args=[batch.reference])).content.decode()
    assert "no &lt;b&gt;instant&lt;/b&gt; in it" in page
    assert batch.body_sha256 in page


def test_a_batch_shows_names_that_are_not_known(cast, officer):
    batch = make_batch(cast.provider.key, unknown_event_names={"access.x": 2, "items": 1200})
    address = reverse("console:batch", args=[batch.reference])
    page = officer.get(address).content.decode()
    assert "has not been looked up yet" in page
    assert page.index("<code>items</code> 1,200 times") < page.index("<code>access.x</code> 2 times")
    accounted = AccountedBatch.objects.create(
        batch=batch.reference, accelerator_seconds=0, accounted_at=NOON, unknown_machine_names={}
    )
    page = officer.get(address).content.decode()
    assert "has not been looked up yet" not in page
    assert "Instance types and accelerators that are not known" not in page
    accounted.unknown_machine_names = {"<b>9": 1, "items": 7}
    accounted.save()
    page = officer.get(address).content.decode()
    assert "Instance types and accelerators that are not known" in page
    assert page.index("<code>items</code> 7 records<") < page.index("<code>&lt;b&gt;9</code> 1 record<")


def test_a_batch_without_unknown_names_says_nothing_of_them(cast, officer):
    batch = make_batch(cast.provider.key, records_accepted=0)
    page = officer.get(reverse("console:batch", args=[batch.reference])).content.decode()
    assert "not known" not in page
    assert "looked up" not in page


def test_more_quarantined_lines_than_are_shown_are_said(cast, officer, monkeypatch):
    monkeypatch.setattr(batches, "_LINES_SHOWN", 2)
    for how_many, is_said in [(2, False), (3, True)]:
        batch = make_batch(cast.provider.key, lines_quarantined=how_many)
        page = officer.get(reverse("console:batch", args=[batch.reference])).content.decode()
        assert ("The first 2 are shown." in page) is is_said


@pytest.mark.parametrize("how_many", [1, 40])
def test_queries_of_batches_do_not_grow(cast, officer, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        make_batch(cast.provider.key)
    with django_assert_max_num_queries(6):
        officer.get(reverse("console:batches"))


def test_no_reports_yet(officer):
    assert "No report has been issued yet." in officer.get(reverse("console:reports")).content.decode()


def test_an_auditor_takes_reports_and_cannot_ask_for_one(cast, browser_of):
    auditor, report = browser_of(cast.auditor), make_report(cast.provider.key)
    page = auditor.get(reverse("console:reports")).content.decode()
    assert report.reference in page
    assert "Ask for a report" not in page
    response = auditor.get(reverse("console:report-bundle", args=[report.reference]))
    assert response.getvalue() == BUNDLE
    assert response["Content-Disposition"] == f'attachment; filename="{report.reference}.zip"'
    assert response["Content-Length"] == str(len(BUNDLE))
    assert [(leaf["type"], leaf["object"]) for leaf in recorded()] == [("report.read", report.reference)]


def test_an_officers_taking_is_not_recorded(cast, officer):
    report = make_report(cast.provider.key)
    assert officer.get(reverse("console:report-bundle", args=[report.reference])).getvalue() == BUNDLE
    assert recorded() == []


def ask(browser, cast, begins: str, ends: str):
    fields = {"provider": cast.provider.key, "period_from": begins, "period_until": ends}
    return browser.post(reverse("console:request-report"), fields)


@pytest.mark.parametrize(
    ("begins", "ends", "sentence"),
    [
        ("2026-11-02", "2026-11-02", "must end after it begins"),
        ("2026-11-03", "2026-11-02", "must end after it begins"),
        ("soon", "2026-11-02", "Enter a valid date"),
        ("2199-01-01", "2199-02-01", "has not come yet"),
    ],
)
def test_an_impossible_period_is_sent_back(cast, officer, bells, begins, ends, sentence):
    response = ask(officer, cast, begins, ends)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not ReportRequest.objects.exists()


def test_asking_for_a_report(cast, officer, bells):
    assert ask(officer, cast, "2026-10-01", "2026-11-01").url == reverse("console:reports")
    request = ReportRequest.objects.get()
    assert (request.provider, request.requested_by) == (cast.provider.key, cast.officer.username)
    assert request.period_from == datetime(2026, 10, 1, tzinfo=UTC)
    assert request.period_until == datetime(2026, 11, 1, tzinfo=UTC)
    page = officer.get(reverse("console:reports"), headers={"HX-Request": "true"}).content.decode()
    assert "not issued yet" in page
    assert "every 1s" in page


def test_a_request_that_was_answered_is_not_shown_as_waiting(cast, officer):
    report = make_report(cast.provider.key)
    ReportRequest.objects.create(
        reference=report.reference,
        provider=report.provider,
        period_from=NOON,
        period_until=NOON + timedelta(days=1),
        requested_by="x",
        requested_at=NOON,
    )
    assert new_reference("report") != report.reference
    assert "not issued yet" not in officer.get(reverse("console:reports")).content.decode()


def test_an_empty_ledger(officer):
    with guards_lowered(connection):
        OutboxEntry.objects.all().delete()  # what making the cast recorded
    assert "Nothing has been recorded yet." in officer.get(reverse("console:ledger")).content.decode()


def test_the_ledger_before_and_after_sealing(cast, officer):
    decision = make_pending_decision(cast)
    waiting = officer.get(reverse("console:ledger")).content.decode()
    assert "No checkpoint has been signed yet." in waiting
    seal_all()
    page = officer.get(reverse("console:ledger")).content.decode()
    entry = Entry.objects.get(kind="decision.proposed")
    assert decision.reference in page
    assert bytes(entry.leaf_hash).hex() in page
    assert f"{cast.provider.key}/{NOON.year}" in page
