"""The two facts by which a country enters the rules: its code, and the groups it is in on the day of the law.

Rules ask for the group, so that a country that moves changes one entry of `rules/country_groups.toml` and no rule.
Macau is in no Country Group D:5 and is asked for by its code beside it.
"""

from collections.abc import Iterable, Iterator

from rules.country_reader import country_groups
from rules.facts import Fact, FactType, Subject

GROUP_NAMES = tuple(sorted(country_groups().members))


def place_facts(country: str, groups: str, meaning: str, subjects: Iterable[Subject]) -> Iterator[Fact]:
    """The fact of a country and the fact of its groups. meaning: "country in which ..."."""
    described = frozenset(subjects)
    yield Fact(country, FactType.TEXT, "ISO 3166-1 alpha-2", meaning, described, is_country=True)
    yield groups_fact(groups, meaning, described)


def groups_fact(name: str, countries: str, subjects: Iterable[Subject]) -> Fact:
    """The fact of the groups of one or more countries. countries: what the codes mean, "country in which ..."."""
    return Fact(
        name,
        FactType.TEXT_LIST,
        "",
        f"country groups (15 CFR part 740 Supplement No. 1), on the day of the law, of the {countries}",
        frozenset(subjects),
        vocabulary=GROUP_NAMES,
    )
