from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.countries import MACAU
from rules.country_reader import COUNTRIES_FILE, country_groups, read_country_groups
from rules.errors import CountryError, RuleSetError

DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))
TODAY = date(2026, 11, 22)


def test_a_country_in_no_group_has_none():
    assert country_groups().groups_of("XK", TODAY) == ()


def test_before_the_data_begins_nothing_is_known():
    with pytest.raises(CountryError, match="nothing is known here for 2021-12-31"):
        country_groups().groups_of("CN", date(2021, 12, 31))


@pytest.mark.parametrize(
    ("group", "how_many"),
    [("A:1", 40), ("A:5", 38), ("A:6", 8), ("D:1", 24), ("D:4", 21), ("D:5", 22), ("E:1", 3), ("E:2", 1)],
)
def test_the_groups_as_of_the_issue_that_was_read(group, how_many):
    assert len(country_groups().members_on(group, date(2026, 7, 23))) == how_many


@pytest.mark.parametrize(
    ("country", "day", "group", "is_member"),
    [
        ("KH", date(2026, 2, 2), "D:5", True),
        ("KH", date(2026, 2, 3), "D:5", False),
        ("AE", date(2026, 7, 9), "D:4", True),
        ("AE", date(2026, 7, 10), "D:4", False),
        ("AE", date(2026, 7, 9), "A:5", False),
        ("AE", date(2026, 7, 10), "A:5", True),
        ("NI", date(2024, 3, 14), "D:5", False),
        ("NI", date(2024, 3, 15), "D:5", True),
        ("HK", TODAY, "D:5", True),
        (MACAU, TODAY, "D:5", False),
        ("US", TODAY, "A:5", False),
    ],
)
def test_memberships_change_on_their_day(country, day, group, is_member):
    assert (group in country_groups().groups_of(country, day)) is is_member


def test_a_change_is_not_known_before_it_is_published():
    groups = country_groups()
    assert "D:4" in groups.groups_of("AE", date(2026, 7, 12), known_on=date(2026, 7, 13))
    assert "D:4" not in groups.groups_of("AE", date(2026, 7, 12), known_on=date(2026, 7, 14))


@given(DAYS)
def test_macau_or_d5_is_macau_hong_kong_and_d5_on_every_day(day):
    groups = country_groups()
    assert groups.is_macau_or_d5(MACAU, day)
    assert groups.is_macau_or_d5("HK", day)
    assert all(groups.is_macau_or_d5(country, day) for country in groups.members_on("D:5", day))
    assert not groups.is_macau_or_d5("US", day)


def test_members_that_disagree_with_the_last_change_are_refused():
    content = COUNTRIES_FILE.read_text().replace('"AF", "BY"', '"AF", "KH", "BY"')
    with pytest.raises(RuleSetError, match="KH in D:5"):
        read_country_groups(content.encode(), "x.toml")


def test_an_unknown_key_is_refused_with_file_and_line():
    content = COUNTRIES_FILE.read_text().replace("joins = true", "joins = true\nnote = 1", 1)
    with pytest.raises(RuleSetError, match=r"x\.toml, changes 1, line \d+: unknown key 'note'"):
        read_country_groups(content.encode(), "x.toml")
