"""Facts of who a tenant is, from its record and its know-your-customer file.

Sources of the fields: proposed 15 CFR 7.302, 89 FR 5698 (2024-01-29).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rules.catalogue.places import groups_fact, place_facts
from rules.facts import Fact, FactType, Subject

KYC_ENTITY_KINDS = ("individual", "entity")
KYC_FIELDS = (
    "name",
    "address",
    "locations_of_use",
    "jurisdiction_of_organisation",
    "beneficial_owners",
    "payment_means",
    "email",
    "telephone",
    "access_ip_addresses",
)

GROUPS_OF_TENANT_COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "headquarters_country": "headquarters_groups",
        "ultimate_parent_headquarters_country": "ultimate_parent_headquarters_groups",
        "declared_country": "declared_country_groups",
        "jurisdiction_of_organisation_country": "jurisdiction_of_organisation_groups",
        "locations_of_use_countries": "locations_of_use_groups",
        "access_countries": "access_groups",
        "undeclared_access_countries": "undeclared_access_groups",
    }
)
"""Fact of a country, or of several -> fact of the groups they are in on the day of the law."""

_TENANT = frozenset({Subject.TENANT})
_TENANT_AND_ACCESS = frozenset({Subject.TENANT, Subject.ACCESS})
_ASKED_OF_ACCESS = frozenset({"headquarters_country", "ultimate_parent_headquarters_country"})
_COUNTRIES = {
    "headquarters_country": "country in which the tenant has its headquarters",
    "ultimate_parent_headquarters_country": "country in which the tenant's ultimate parent has its headquarters",
    "declared_country": "country that the tenant gave when it enrolled",
    "jurisdiction_of_organisation_country": "country under whose law the tenant is organised",
}


def identity_facts() -> Iterator[Fact]:
    for name, meaning in _COUNTRIES.items():
        subjects = _TENANT_AND_ACCESS if name in _ASKED_OF_ACCESS else _TENANT
        yield from place_facts(name, GROUPS_OF_TENANT_COUNTRIES[name], meaning, subjects)
    yield Fact(
        "locations_of_use_countries",
        FactType.TEXT_LIST,
        "ISO 3166-1 alpha-2",
        "countries from which the tenant says that it uses the service",
        _TENANT,
        is_country=True,
    )
    yield groups_fact("locations_of_use_groups", "countries from which the tenant uses the service", _TENANT)
    yield Fact(
        "kyc_on_file",
        FactType.BOOLEAN,
        "",
        "whether there is any know-your-customer file; always known",
        _TENANT,
    )
    yield Fact(
        "kyc_entity_kind",
        FactType.TEXT,
        "",
        "whether the tenant is a natural person or an entity",
        _TENANT,
        vocabulary=KYC_ENTITY_KINDS,
    )
    yield Fact(
        "kyc_missing_fields",
        FactType.TEXT_LIST,
        "",
        "fields that the know-your-customer file does not have",
        _TENANT,
        vocabulary=KYC_FIELDS,
    )
