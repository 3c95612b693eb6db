"""Facts of how a service is used and by whom, for the project's own indicators.

Sources: EO 13984 (86 FR 6837); Egan and Heim, arXiv:2310.13625; Heim, Fist, Egan et al., arXiv:2403.08501.
`rules.indicators` works out those that compare two things with each other.
"""

from collections.abc import Iterator

from rules.catalogue.places import groups_fact
from rules.facts import Fact, FactType, Subject

ANONYMISING_NETWORKS = ("open_proxy", "tor", "commercial_vpn")
SHARED_IDENTIFIERS = ("payment_instrument", "device", "ssh_key", "telephone", "email", "beneficial_owner")
WORKLOAD_DESCRIPTIONS = ("described", "vague", "refused")

_TENANT = frozenset({Subject.TENANT})
_TENANT_AND_ACCESS = frozenset({Subject.TENANT, Subject.ACCESS})
_USERS = frozenset({Subject.TENANT, Subject.GROUP})


def cloud_indicator_facts() -> Iterator[Fact]:
    yield from _places()
    yield from _counts()
    yield from _amounts()
    for name, vocabulary, meaning, subjects in (
        (
            "anonymising_networks",
            ANONYMISING_NETWORKS,
            "networks that hide where access comes from, seen in use",
            _USERS,
        ),
        (
            "shared_identifiers",
            SHARED_IDENTIFIERS,
            "what several accounts were found to have in common",
            _USERS,
        ),
    ):
        yield Fact(name, FactType.TEXT_LIST, "", meaning, subjects, vocabulary=vocabulary)
    yield Fact(
        "workload_description",
        FactType.TEXT,
        "",
        "how the customer answered when asked what it runs",
        _TENANT,
        vocabulary=WORKLOAD_DESCRIPTIONS,
    )
    for name, meaning, subjects in (
        ("collective_traffic_seen", "whether accelerators were seen to exchange data all with all", _USERS),
        ("name_changed_after_listing", "whether name or brand changed after the party was listed", _TENANT),
    ):
        yield Fact(name, FactType.BOOLEAN, "", meaning, subjects)


def _places() -> Iterator[Fact]:
    for name, groups, meaning, subjects in (
        ("access_countries", "access_groups", "countries from which access was seen", _TENANT_AND_ACCESS),
        (
            "undeclared_access_countries",
            "undeclared_access_groups",
            "countries from which access was seen and that the tenant did not declare",
            _TENANT,
        ),
    ):
        yield Fact(name, FactType.TEXT_LIST, "ISO 3166-1 alpha-2", meaning, subjects, is_country=True)
        yield groups_fact(groups, meaning, subjects)


def _counts() -> Iterator[Fact]:
    for name, unit, meaning, subjects in (
        (
            "sustained_accelerators_72h",
            "accelerators",
            "largest number of accelerators of which at least so many were held in each hour of some 72 hours on end",
            _USERS,
        ),
        (
            "synchronous_accounts",
            "accounts",
            "other accounts that started and stopped together with this one, again and again",
            _USERS,
        ),
        (
            "checkpoint_handovers",
            "hand-overs",
            "times that one account or provider ended with a checkpoint with which another began",
            _USERS,
        ),
        (
            "unidentified_sub_tenants",
            "sub-tenants",
            "customers of a reseller of whom the reseller does not say who they are",
            _TENANT,
        ),
        ("ownership_changes_365d", "changes", "changes of owner or parent within the last 365 days", _TENANT),
    ):
        yield Fact(name, FactType.INTEGER, unit, meaning, subjects)


def _amounts() -> Iterator[Fact]:
    for window in ("90d", "365d"):
        yield Fact(
            f"largest_run_operations_{window}",
            FactType.DECIMAL,
            "operations",
            f"expected operations of the largest single job or run in the busiest {window.removesuffix('d')} days",
            _USERS,
        )
    for name, meaning, subjects in (
        ("sustained_utilisation_percent", "mean utilisation of the accelerators in those 72 hours", _USERS),
        (
            "admin_actions_at_night_percent",
            "share of administrators' actions from 00:00 to 06:00 of the time zone that the tenant claims",
            _TENANT,
        ),
    ):
        yield Fact(name, FactType.DECIMAL, "percent", meaning, subjects)
