"""Country groups on the page: members, dated changes, territories and regions."""

from collections.abc import Iterator

from rules.countries import CountryGroups
from rules.rules_page.markdown import paragraphs, plain, table


def countries_section(groups: CountryGroups) -> str:
    """Groups as they stand on the day of the data, every dated change, territories and regions."""
    return paragraphs(
        f"As of {groups.as_of} ({plain(groups.citation)}); known from {groups.known_from}. Codes are of ISO 3166-1.",
        table(
            ("group", "countries"),
            ((name, " ".join(sorted(found))) for name, found in groups.members.items()),
        ),
        "### Changes of country groups",
        table(("effective from", "published on", "change", "citation", "confidence"), _changes(groups)),
        "### Territories and regions",
        table(("code", "what", "effective from", "citation", "confidence"), _territories_and_regions(groups)),
    )


def _changes(groups: CountryGroups) -> Iterator[tuple[str, ...]]:
    for one in sorted(groups.changes, key=lambda one: (one.effective_from, one.group, one.country)):
        yield (
            str(one.effective_from),
            str(one.published_on),
            f"{one.country} {'joins' if one.joins else 'leaves'} {one.group}",
            plain(one.citation),
            one.confidence.value,
        )


def _territories_and_regions(groups: CountryGroups) -> Iterator[tuple[str, ...]]:
    for territory in groups.treated_as:
        yield (
            territory.country,
            f"treated as {territory.treated_as}",
            str(territory.effective_from),
            plain(territory.citation),
            territory.confidence.value,
        )
    for region in groups.regions:
        yield (
            region.code,
            f"{plain(region.name)}, within {region.within}",
            str(region.effective_from),
            plain(region.citation),
            region.confidence.value,
        )
