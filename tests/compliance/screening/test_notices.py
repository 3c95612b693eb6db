"""Notices of a tenant: read beside its flags, never a flag themselves."""

from datetime import date

import pytest

from compliance.screening.models import Flag, Screening
from compliance.screening.notices import notices_of
from compliance.screening.screen import screen
from compliance.tenants.enrol import TenantStatement, state_tenant
from compliance.tenants.models import Tenant
from rules.errors import FactError

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

TODAY = date(2026, 7, 23)


def noticed() -> set[str]:
    return {one.rule_id for one in notices_of(Screening.objects.latest("id"))}


def test_a_tenant_of_whom_nothing_is_known_has_no_notices(cast):
    screen([Tenant.objects.create(provider=cast.provider, account="tn-1")], as_of_on=TODAY)
    assert noticed() == set()


def test_the_template_speaks_of_retention_and_of_addresses_without_a_time(cast):
    stated = TenantStatement(kind="entity", name="Auroch Ltd", kyc={"access_ip_addresses": "198.51.100.1"})
    tenant = state_tenant(provider=cast.provider, account="tn-1", statement=stated, by="cp_1")
    screen([tenant], as_of_on=TODAY)
    assert noticed() == {"kyc_template.retention", "kyc_template.addresses_without_time"}
    assert not Flag.objects.filter(rule__startswith="kyc_template.").exists()


@pytest.mark.parametrize("stored", ["[]", "7", "{", '"facts"'])
def test_facts_that_are_no_object_are_said_to_be_none(cast, stored):
    screen([Tenant.objects.create(provider=cast.provider, account="tn-1")], as_of_on=TODAY)
    Screening.objects.update(facts=stored)
    with pytest.raises(FactError, match="no JSON object"):
        noticed()
