"""Facts of who a tenant is, from its record and its know-your-customer file.

Sources of the fields: proposed 15 CFR 7.302, 89 FR 5698 (2024-01-29).
"""

from collections.abc import Iterator

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

_TENANT = frozenset({Subject.TENANT})


def identity_facts() -> Iterator[Fact]:
    for name, meaning in (
        ("headquarters_country", "country in which the tenant has its headquarters"),
        (
            "ultimate_parent_headquarters_country",
            "country in which the tenant's ultimate parent has its headquarters",
        ),
        ("declared_country", "country that the tenant gave when it enrolled"),
    ):
        yield Fact(name, FactType.TEXT, "ISO 3166-1 alpha-2", meaning, _TENANT, is_country=True)
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
