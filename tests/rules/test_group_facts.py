"""Country groups as facts: of a known country, on the day of the law, and unknown where the country is."""

from datetime import date

import pytest

from rules.catalogue.places import GROUP_NAMES
from rules.group_facts import GroupsOnDay
from rules.law import shipped_law

NAMES = {
    "headquarters_country": "headquarters_groups",
    "locations_of_use_countries": "locations_of_use_groups",
}


def groups(day=date(2026, 7, 23), known_on=None, **facts):
    return GroupsOnDay(shipped_law().on(day, known_on)).facts_of(facts, NAMES)


@pytest.mark.parametrize("facts", [{}, {"headquarters_country": None}, {"declared_country": "CN"}])
def test_no_country_gives_no_groups(facts):
    assert groups(**facts) == {}


def test_a_country_in_no_group_is_known_to_be_in_none():
    assert groups(headquarters_country="XK") == {"headquarters_groups": ()}


@pytest.mark.parametrize("code", ["ZZ", "UK", "EU", "AA"])
def test_a_code_that_names_no_country_leaves_the_groups_unknown(code):
    assert groups(headquarters_country=code, locations_of_use_countries=("FR", code)) == {}


@pytest.mark.parametrize(
    ("country", "has", "has_not"),
    [("CN", "D:5", "A:1"), ("HK", "D:5", "A:1"), ("MO", "D:1", "D:5"), ("US", "A:1", "A:5")],
)
def test_the_groups_of_one_country(country, has, has_not):
    found = groups(headquarters_country=country)["headquarters_groups"]
    assert has in found
    assert has_not not in found
    assert set(found) <= set(GROUP_NAMES)


def test_of_several_countries_every_group_that_one_of_them_is_in():
    assert groups(locations_of_use_countries=("FR", "CN"))["locations_of_use_groups"] == (
        *groups(headquarters_country="FR")["headquarters_groups"],
        *groups(headquarters_country="CN")["headquarters_groups"],
    )


def test_a_move_shows_from_its_day_and_from_when_it_was_known():
    moved = date(2026, 7, 10)
    assert "A:5" not in groups(date(2026, 7, 9), headquarters_country="AE")["headquarters_groups"]
    assert "A:5" in groups(moved, headquarters_country="AE")["headquarters_groups"]
    assert "A:5" not in groups(moved, moved, headquarters_country="AE")["headquarters_groups"]


def test_before_the_groups_are_recorded_they_are_unknown():
    assert groups(date(2021, 12, 31), headquarters_country="CN", locations_of_use_countries=("CN",)) == {}
