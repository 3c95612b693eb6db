"""Notices on the page of a tenant: what is met and asks nobody to look is seen all the same."""

from datetime import date

import pytest
from django.urls import reverse

from audit.ledger.models import OutboxEntry
from compliance.screening.models import Screening
from compliance.screening.screen import screen
from compliance.tenants.enrol import TenantStatement, state_tenant
from compliance.tenants.models import Tenant
from tests.compliance.casework.flags import make_tenant
from tests.compliance.lawbook.letters import letter, published

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

TODAY = date(2026, 7, 23)
NOTICE = letter(
    ('severity = "high"', 'severity = "notice"\neffect = "notice"'),
    ("accelerators > 100", "accelerators >= 0"),
)


def page(browser, tenant: Tenant) -> str:
    answer = browser.get(reverse("console:tenant", args=[tenant.reference]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def template_tenant(cast, bells) -> Tenant:
    stated = TenantStatement(kind="entity", name="Auroch Ltd", kyc={"access_ip_addresses": "198.51.100.1"})
    return state_tenant(provider=cast.provider, account="tn-1", statement=stated, by="cp_1")


def test_before_the_first_screening_there_are_none(officer, template_tenant):
    assert "notices-title" not in page(officer, template_tenant)


def test_met_notices_stand_on_the_page(officer, template_tenant):
    screen([template_tenant], as_of_on=TODAY)
    shown = page(officer, template_tenant)
    assert 'data-row="kyc_template.retention"' in shown
    assert 'data-row="kyc_template.addresses_without_time"' in shown


def test_of_the_newest_screening_alone(officer, template_tenant):
    screen([template_tenant], as_of_on=TODAY)
    Screening.objects.create(
        tenant=template_tenant,
        as_of_on=TODAY,
        screened_at=Screening.objects.get().screened_at,
        facts="{}",
        facts_sha256="0" * 64,
        rule_sets={},
    )
    assert "notices-title" not in page(officer, template_tenant)


def test_what_cannot_be_read_is_said(officer, template_tenant):
    screen([template_tenant], as_of_on=TODAY)
    Screening.objects.update(facts='{"no_such_fact": "1"}')
    assert "cannot be read by this release" in page(officer, template_tenant)


def test_a_directives_notice_is_shown_and_an_auditors_reading_of_it_recorded(
    cast, officer, browser_of, bells
):
    directive = published(cast, NOTICE)
    tenant = make_tenant(cast.provider)
    screen([tenant], as_of_on=TODAY)
    assert 'data-row="directive_sorrel.hundred"' in page(officer, tenant)
    assert not OutboxEntry.objects.filter(kind="directive.read").exists()
    page(browser_of(cast.auditor), tenant)
    assert [row.subject for row in OutboxEntry.objects.filter(kind="directive.read")] == [directive.reference]
