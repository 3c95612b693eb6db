"""The facts there are. Code computes them, rules name them; a name is never given a second meaning.

Sources of the chip facts: Technical Notes to 3A090.a and 3A090.b, 15 CFR part 774 Supplement No. 1 (see
`rules.performance`). Sources of the know-your-customer fields: proposed 15 CFR 7.302, 89 FR 5698
(2024-01-29).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rules.facts import Fact, FactType, Subject

WINDOWS = {
    "30d": "in the busiest 30 days on record",
    "90d": "in the busiest 90 days on record",
    "365d": "in the busiest 365 days on record",
    "lifetime": "on record",
}

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

_BOUNDS = {
    "lower": "at least (measured utilisation, or a low one where none was measured)",
    "expected": "expected (0.4 of the dense 16-bit peak)",
    "upper": "at most (all of the highest dense training peak)",
}

_CHIP = frozenset({Subject.CHIP})
_TENANT = frozenset({Subject.TENANT})
_USERS = frozenset({Subject.TENANT, Subject.GROUP})


def _chip_facts() -> Iterator[Fact]:
    yield Fact(
        "tpp",
        FactType.DECIMAL,
        "TOPS x bit",
        "total processing performance of the integrated circuit, dense, highest over its bit lengths",
        _CHIP,
    )
    yield Fact(
        "performance_density",
        FactType.DECIMAL,
        "TOPS x bit / mm2",
        "total processing performance divided by applicable die area; undefined where that area is 0",
        _CHIP,
    )
    yield Fact(
        "applicable_die_area_mm2",
        FactType.DECIMAL,
        "mm2",
        "area of all logic dies made with non-planar transistors; 0 where all logic dies are planar",
        _CHIP,
    )
    yield Fact(
        "marketed_for_datacenter",
        FactType.BOOLEAN,
        "",
        "whether the item itself is designed or marketed for use in datacenters (the item, not its buyer)",
        _CHIP,
    )


def _usage_facts() -> Iterator[Fact]:
    for window, when in WINDOWS.items():
        for bound, how in _BOUNDS.items():
            yield Fact(
                f"operations_{bound}_{window}",
                FactType.DECIMAL,
                "operations",
                f"operations {when}, {how}; accelerators of unknown kind are not in it",
                _USERS,
            )
        yield Fact(
            f"accelerator_hours_{window}",
            FactType.DECIMAL,
            "accelerator-hours",
            f"hours of accelerators held {when}, whatever their kind",
            _USERS,
        )
    yield Fact(
        "peak_concurrent_tpp",
        FactType.DECIMAL,
        "TOPS x bit",
        "largest total processing performance held, as the mean of an hour, summed over accelerators of known kind",
        _USERS,
    )
    yield Fact(
        "peak_concurrent_accelerators",
        FactType.INTEGER,
        "accelerators",
        "largest number of accelerators held, as the mean of an hour, rounded up",
        _USERS,
    )
    yield Fact(
        "unknown_accelerator_seconds",
        FactType.INTEGER,
        "accelerator-seconds",
        "use of instance types or chips that the registry does not know, or for which it has no usable rate",
        _USERS,
    )


def _identity_facts() -> Iterator[Fact]:
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


CATALOGUE: Mapping[str, Fact] = MappingProxyType(
    {fact.name: fact for facts in (_chip_facts, _usage_facts, _identity_facts) for fact in facts()}
)
