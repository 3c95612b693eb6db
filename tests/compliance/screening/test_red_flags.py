"""Red flags in a real screening: the queue does not drown, and what was once seen does not vanish silently."""

from datetime import UTC, date, datetime

import pytest

from compliance.screening import screen as screening
from compliance.screening.facts import gather_facts
from compliance.screening.models import Flag, Screening
from compliance.screening.screen import screen
from compliance.tenants.enrol import TenantStatement, state_tenant
from compliance.tenants.models import Tenant
from compliance.usage.models import UsageHour
from rules.law import shipped_law
from tests.compliance.usage.chips import make_chip
from tests.pushes import HOUR, MONDAY
from tests.rules.red_flag_cases import FLAG_SETS

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

TODAY = date(2026, 7, 23)


@pytest.fixture
def tenant(cast) -> Tenant:
    return Tenant.objects.create(provider=cast.provider, account="tn-1")


@pytest.fixture
def seen(monkeypatch):
    """Facts that a person found out, beside those that the records give."""
    found: dict[str, object] = {}

    def gathered(tenants):
        return {pk: facts | found for pk, facts in gather_facts(tenants).items()}

    monkeypatch.setattr(screening, "gather_facts", gathered)
    return found


def red_flags() -> dict[str, str]:
    flags = Flag.objects.exclude(status=Flag.Status.LAPSED).values_list("rule", "status")
    return {rule: status for rule, status in flags if rule.partition(".")[0] in FLAG_SETS}


def test_a_tenant_of_whom_nothing_is_known_raises_no_red_flag(tenant):
    assert screen([tenant], as_of_on=TODAY).tenants == 1
    assert red_flags() == {}
    assert dict(Flag.objects.values_list("rule", "status")) == {
        "kyc_completeness.incomplete": "met",
        "macau_d5_headquarters.tenant": "undetermined",
    }
    assert screen([tenant], as_of_on=TODAY).unchanged == 1


def test_an_ordinary_tenant_raises_no_red_flag(cast):
    tenant = state_tenant(
        provider=cast.provider,
        account="tn-2",
        statement=TenantStatement(
            kind="entity",
            name="Auroch Ltd",
            declared_country="NO",
            headquarters_country="NO",
            has_no_parent=True,
            kyc={"locations_of_use": "NO", "access_ip_addresses": "198.51.100.1"},
        ),
        by="cp_1",
    )
    screen([tenant], as_of_on=TODAY)
    assert red_flags() == {}


@pytest.mark.parametrize("code", ["ZZ", "UK"])
def test_headquarters_stored_under_a_code_that_names_no_country_are_unknown_and_not_free(cast, code):
    tenant = state_tenant(
        provider=cast.provider,
        account="tn-4",
        statement=TenantStatement(
            kind="entity", name="Auroch Ltd", headquarters_country=code, has_no_parent=True
        ),
        by="cp_1",
    )
    screen([tenant], as_of_on=TODAY)
    assert Flag.objects.get(rule="macau_d5_headquarters.tenant").status == "undetermined"


def test_headquarters_in_d5_raise_one_flag_and_not_the_red_flag_beside_it(cast):
    tenant = state_tenant(
        provider=cast.provider,
        account="tn-3",
        statement=TenantStatement(kind="entity", name="Auroch Ltd", headquarters_country="CN"),
        by="cp_1",
    )
    screen([tenant], as_of_on=TODAY)
    assert Flag.objects.get(rule="macau_d5_headquarters.tenant").status == "met"
    assert red_flags() == {}


def test_ties_without_known_headquarters_raise_the_red_flag(tenant, seen):
    seen["ties_to_macau_or_d5"] = ("owner",)
    screen([tenant], as_of_on=TODAY)
    assert red_flags() == {"red_flags_2025_05.a11_ties_to_macau_or_d5": "met"}


def test_what_was_seen_and_is_no_longer_known_stays_for_a_person_to_see(tenant, seen):
    rule = "red_flags_2025_05.a1_new_to_advanced_circuits"
    seen["incorporated_on"] = datetime(2024, 3, 1, tzinfo=UTC)
    screen([tenant], as_of_on=TODAY)
    assert red_flags() == {rule: "met"}
    seen["incorporated_on"] = None
    assert screen([tenant], as_of_on=TODAY).lapsed == 0
    assert red_flags() == {rule: "undetermined"}
    assert screen([tenant], as_of_on=TODAY).unchanged == 1
    seen["incorporated_on"] = datetime(2010, 3, 1, tzinfo=UTC)
    seen["first_advanced_order_at"] = datetime(2015, 3, 1, tzinfo=UTC)
    assert screen([tenant], as_of_on=TODAY).lapsed == 1
    seen["incorporated_on"] = None
    screen([tenant], as_of_on=TODAY)
    assert red_flags() == {}


def test_accelerators_held_for_three_days_are_counted_from_the_logs(tenant):
    make_chip()
    UsageHour.objects.bulk_create(
        UsageHour(
            tenant=tenant,
            chip="example-x1",
            hour=MONDAY + hour * HOUR,
            accelerator_seconds=(600 if hour else 599) * HOUR - 1,
        )
        for hour in range(73)
    )
    assert gather_facts([tenant])[tenant.pk]["sustained_accelerators_72h"] == 599
    UsageHour.objects.filter(hour=MONDAY + 30 * HOUR).delete()
    assert gather_facts([tenant])[tenant.pk]["sustained_accelerators_72h"] == 0
    screen([tenant], as_of_on=TODAY)
    assert red_flags() == {}


def test_the_law_of_another_day_is_the_law_of_that_day(tenant, seen):
    seen["headquarters_country"] = "KH"
    seen["ultimate_parent_headquarters_country"] = "KH"
    screen([tenant], as_of_on=date(2026, 2, 2))
    assert Flag.objects.get(rule="macau_d5_headquarters.tenant").status == "met"
    screen([tenant], as_of_on=date(2026, 2, 3))
    assert Flag.objects.get(rule="macau_d5_headquarters.tenant").status == "lapsed"


def test_a_screening_names_every_set_that_judged_the_tenant_and_no_other(tenant):
    screen([tenant], as_of_on=TODAY)
    stored = Screening.objects.get().rule_sets
    in_force = {one.reference: one for one in shipped_law().on(TODAY).answers.conservative}
    assert stored == {reference: in_force[reference].sha256 for reference in stored}
    names = {reference.partition("@")[0].partition("/")[2] for reference in stored}
    assert names == {"large_compute", "kyc_completeness", "kyc_template", "macau_d5_headquarters", *FLAG_SETS}
