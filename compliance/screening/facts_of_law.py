"""Facts of tenants that depend on the day of the law: country groups, and the operator's settings."""

from collections.abc import Mapping

from rules.catalogue import setting_fact_name
from rules.catalogue.identity import GROUPS_OF_TENANT_COUNTRIES
from rules.facts import FactValue, Subject
from rules.group_facts import GroupsOnDay
from rules.law import LawOnDay
from rules.licensing.settings_read import settings_read

Facts = Mapping[str, FactValue | None]

_DERIVED = frozenset(GROUPS_OF_TENANT_COUNTRIES.values())


class FactsOfLaw:
    """What the law of one day adds to what is known of a tenant.

    Of the settings only those that rules about tenants rest on: a switch that decides about chips, stated anew, says
    nothing new of any tenant.
    """

    __slots__ = ("_groups", "_settings")

    def __init__(self, day: LawOnDay) -> None:
        self._groups = GroupsOnDay(day)
        self._settings: dict[str, FactValue | None] = {
            setting_fact_name(used.switch): used.value for used in settings_read(day, Subject.TENANT)
        }

    def added_to(self, known: Facts) -> dict[str, FactValue | None]:
        """Return facts of one tenant with the groups of its countries and the settings in use.

        Groups that are among the facts already, from another day, are worked out anew.
        """
        return (
            {name: value for name, value in known.items() if name not in _DERIVED}
            | self._groups.facts_of(known, GROUPS_OF_TENANT_COUNTRIES)
            | self._settings
        )


def with_law(facts: Mapping[int, Facts], day: LawOnDay) -> dict[int, dict[str, FactValue | None]]:
    """Return the facts of each tenant with those that the law of `day` adds."""
    of_law = FactsOfLaw(day)
    return {tenant: of_law.added_to(known) for tenant, known in facts.items()}
