"""What is known of a tenant as facts: nobody stated it, it is unknown; never guessed."""

import pytest

from compliance.tenants.enrol import TenantStatement, state_tenant
from compliance.tenants.models import Tenant
from compliance.tenants.questions import identity_facts, missing_fields
from rules.catalogue import KYC_FIELDS

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def facts(cast, **stated):
    tenant = state_tenant(
        provider=cast.provider,
        account="tn-1",
        statement=TenantStatement(**{"kind": "entity", "name": "Auroch Ltd"} | stated),
        by="cp_1",
    )
    return {name: value for name, value in identity_facts([tenant])[tenant.pk].items() if value is not None}


def test_of_a_tenant_nobody_spoke_of_only_the_missing_file_is_known(cast):
    tenant = Tenant.objects.create(provider=cast.provider, account="tn-1")
    assert identity_facts([tenant]) == {tenant.pk: {"kyc_on_file": False}}


def test_what_was_left_out_stays_unknown(cast):
    known = facts(cast)
    assert known["kyc_on_file"] is True
    assert known["kyc_entity_kind"] == "entity"
    assert not {"declared_country", "headquarters_country", "ultimate_parent_headquarters_country"} & set(
        known
    )


def test_a_parent_whose_seat_nobody_said_is_unknown_and_not_the_tenants_own(cast):
    known = facts(cast, headquarters_country="SG", parent_name="Holding")
    assert known["headquarters_country"] == "SG"
    assert "ultimate_parent_headquarters_country" not in known


def test_the_parents_seat_is_the_parents(cast):
    known = facts(cast, headquarters_country="SG", parent_name="Holding", parent_headquarters_country="CN")
    assert known["ultimate_parent_headquarters_country"] == "CN"


def test_whoever_states_that_nobody_stands_above_is_its_own_top(cast):
    known = facts(cast, headquarters_country="SG", has_no_parent=True)
    assert known["ultimate_parent_headquarters_country"] == "SG"


@pytest.mark.parametrize("has_no_parent", [None, False])
def test_silence_about_a_parent_is_unknown(cast, has_no_parent):
    assert "ultimate_parent_headquarters_country" not in facts(
        cast, headquarters_country="SG", has_no_parent=has_no_parent
    )


def test_countries_given_as_codes_are_known(cast):
    known = facts(cast, kyc={"jurisdiction_of_organisation": "SG", "locations_of_use": "SG\nCN\n"})
    assert known["jurisdiction_of_organisation_country"] == "SG"
    assert set(known["locations_of_use_countries"]) == {"SG", "CN"}


@pytest.mark.parametrize("text", ["", "Singapore", "SG\nand elsewhere", "sg", "SG, CN", "ZZ", "SG\nUK"])
def test_countries_in_words_stay_unknown(cast, text):
    known = facts(cast, kyc={"jurisdiction_of_organisation": text, "locations_of_use": text})
    assert not {"jurisdiction_of_organisation_country", "locations_of_use_countries"} & set(known)


def test_a_stored_code_that_names_no_country_is_unknown(cast):
    stated = {"headquarters_country": "ZZ", "declared_country": "UK"}
    assert not {name for name in facts(cast, **stated, has_no_parent=True) if name.endswith("country")}
    assert not {
        name for name in facts(cast, **stated, parent_headquarters_country="EU") if name.endswith("country")
    }


@pytest.mark.parametrize(
    ("text", "without"), [("198.51.100.1 2026-06-01T08:00:00Z", 0), ("198.51.100.1\n198.51.100.2", 2)]
)
def test_addresses_of_access_without_a_time_are_counted(cast, text, without):
    assert facts(cast, kyc={"access_ip_addresses": text})["access_ip_addresses_without_time"] == without


def test_no_addresses_of_access_is_unknown(cast):
    assert "access_ip_addresses_without_time" not in facts(cast, kyc={"email": "somebody@auroch.example"})


def test_missing_fields_are_named(cast):
    known = facts(cast, kyc={"address": "somewhere", "email": "  "})
    assert known["kyc_missing_fields"] == tuple(sorted(set(KYC_FIELDS) - {"name", "address"}))


def test_an_individual_is_not_asked_for_what_only_organisations_have():
    assert "beneficial_owners" not in missing_fields("individual", [])
    assert "beneficial_owners" in missing_fields("entity", [])
    assert missing_fields("entity", list(KYC_FIELDS)) == []
