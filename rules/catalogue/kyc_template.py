"""Facts that only the proposed rule on know-your-customer programmes of cloud providers asks for.

Source: proposed 15 CFR part 7 subpart D, 89 FR 5698 (FR Doc. 2024-01580). Proposed, never made final.
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

IDENTITY_VERIFICATIONS = ("verified", "pending", "failed")

_TENANT = frozenset({Subject.TENANT})


def kyc_template_facts() -> Iterator[Fact]:
    for name, meaning in (
        ("is_reseller", "whether the tenant resells the service, in whole or in part"),
        (
            "is_us_person",
            "whether the tenant is a citizen or resident of the United States, organised under its law, or in it",
        ),
        (
            "reseller_programme_on_file",
            "whether the reseller's written customer identification programme is held",
        ),
        (
            "trains_large_model",
            "whether training of a large model with capabilities for malicious cyber activity is known of",
        ),
    ):
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TENANT)
    yield Fact(
        "identity_verification",
        FactType.TEXT,
        "",
        "what came of verifying the tenant's identity by documents or otherwise",
        _TENANT,
        vocabulary=IDENTITY_VERIFICATIONS,
    )
    yield Fact(
        "largest_unidentified_owner_percent",
        FactType.DECIMAL,
        "percent",
        "largest share in the tenant that belongs to somebody whose name and address are not held",
        _TENANT,
    )
    yield Fact(
        "access_ip_addresses_without_time",
        FactType.INTEGER,
        "addresses",
        "addresses of access in the know-your-customer file that stand without a date and time",
        _TENANT,
    )
