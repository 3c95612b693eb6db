"""Facts of tenants that depend on the day of the law: country groups, and the operator's settings."""

from collections.abc import Mapping

from rules.catalogue.identity import GROUPS_OF_TENANT_COUNTRIES
from rules.facts import FactValue
from rules.group_facts import GroupsOnDay
from rules.law import LawOnDay

Facts = Mapping[str, FactValue | None]


def with_law(facts: Mapping[int, Facts], day: LawOnDay) -> dict[int, dict[str, FactValue | None]]:
    """Return the facts of each tenant with the groups of its countries and the settings in use, as of `day`.

    Groups that are among the facts already, from another day, are worked out anew.
    """
    groups, settings = GroupsOnDay(day), day.setting_facts()
    derived = set(GROUPS_OF_TENANT_COUNTRIES.values())
    return {
        tenant: {name: value for name, value in known.items() if name not in derived}
        | groups.facts_of(known, GROUPS_OF_TENANT_COUNTRIES)
        | settings
        for tenant, known in facts.items()
    }
