"""Reading the dated country groups from `country_groups.toml`, strictly."""

from functools import cache
from pathlib import Path

from rules.countries import Change, CountryGroups, Region, TreatedAs
from rules.ruleset import Confidence
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

COUNTRIES_FILE = Path(__file__).parent / "country_groups.toml"


@cache
def country_groups() -> CountryGroups:
    """The shipped data, read once."""
    return read_country_groups(COUNTRIES_FILE.read_bytes(), COUNTRIES_FILE.name)


def read_country_groups(content: bytes, origin: str) -> CountryGroups:
    """The data from the bytes of a TOML file; RuleSetError with file and line for anything but the format."""
    table = toml_table(content, origin)
    groups = CountryGroups(
        as_of=table.day("as_of"),
        known_from=table.day("known_from"),
        citation=table.text("citation"),
        members={found.text("id"): _members(found) for found in table.tables("groups")},
        changes=tuple(
            sorted((_change(found) for found in table.tables("changes")), key=lambda one: one.effective_from)
        ),
        treated_as=tuple(_treated_as(found) for found in table.tables("treated_as")),
        regions=tuple(_region(found) for found in table.tables("regions")),
    )
    table.finish()
    _require_consistent(groups, table)
    return groups


def _members(table: StrictTable) -> frozenset[str]:
    countries = frozenset(table.texts("countries"))
    table.finish()
    return countries


def _change(table: StrictTable) -> Change:
    change = Change(
        group=table.text("group"),
        country=table.text("country"),
        joins=table.flag("joins", otherwise=False),
        effective_from=table.day("effective_from"),
        published_on=table.day("published_on"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    return change


def _treated_as(table: StrictTable) -> TreatedAs:
    treated = TreatedAs(
        country=table.text("country"),
        treated_as=table.text("treated_as"),
        effective_from=table.day("effective_from"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    return treated


def _region(table: StrictTable) -> Region:
    region = Region(
        code=table.name("code"),
        name=table.text("name"),
        within=table.text("within"),
        effective_from=table.day("effective_from"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    return region


def _require_consistent(groups: CountryGroups, table: StrictTable) -> None:
    """A country joins where it was out and leaves where it was in, and `members` agree with the last change."""
    last: dict[tuple[str, str], Change] = {}
    for change in groups.changes:
        if change.group not in groups.members:
            raise table.refusal(f"a change names group {change.group!r}, which is not among the groups")
        key = (change.group, change.country)
        if key in last and last[key].joins == change.joins:
            what = "joins" if change.joins else "leaves"
            raise table.refusal(f"{change.country} {what} {change.group} twice in a row")
        last[key] = change
    for (group, country), change in last.items():
        if change.effective_from <= groups.as_of and (country in groups.members[group]) != change.joins:
            raise table.refusal(
                f"{country} in {group}: the members as of {groups.as_of} disagree with the last change"
            )
