import json
from datetime import date

import pytest

from rules.catalogue.identity import GROUPS_OF_TENANT_COUNTRIES
from rules.clocks import Reading
from rules.countries import MACAU
from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.group_facts import GroupsOnDay
from rules.law import shipped_law
from rules.library import all_sets
from tests.real_data import real_data


def finding(headquarters, parent, day=date(2026, 7, 23), **others):
    law = shipped_law().on(day)
    rule_sets = [one for one in law.under(Reading.CONSERVATIVE) if one.name == "macau_d5_headquarters"]
    facts = {
        "headquarters_country": headquarters,
        "ultimate_parent_headquarters_country": parent,
        **others,
    }
    groups = GroupsOnDay(law).facts_of(facts, GROUPS_OF_TENANT_COUNTRIES)
    (found,) = evaluate(rule_sets, "tenant", facts | groups)
    return found


@pytest.mark.parametrize(("headquarters", "parent"), [("US", "US"), ("FR", "TW"), ("AE", "AE"), ("SG", "JP")])
def test_quiet_elsewhere(headquarters, parent):
    assert finding(headquarters, parent).status is FindingStatus.NOT_MET


@pytest.mark.parametrize(
    ("headquarters", "parent", "limb"),
    [
        ("CN", "US", "headquarters"),
        ("MO", "US", "headquarters"),
        ("HK", "US", "headquarters_hong_kong"),
        ("SG", "CN", "ultimate_parent"),
        ("SG", "MO", "ultimate_parent"),
        ("SG", "HK", "ultimate_parent_hong_kong"),
        ("RU", None, "headquarters"),
        (None, "IR", "ultimate_parent"),
    ],
)
def test_either_headquarters_is_enough(headquarters, parent, limb):
    found = finding(headquarters, parent)
    assert (found.status, found.limb_id) == (FindingStatus.MET, limb)


@pytest.mark.parametrize(
    ("headquarters", "parent", "missing"),
    [
        ("US", None, ("ultimate_parent_headquarters_country", "ultimate_parent_headquarters_groups")),
        (None, "US", ("headquarters_country", "headquarters_groups")),
    ],
)
def test_an_unknown_headquarters_clears_nobody(headquarters, parent, missing):
    found = finding(headquarters, parent)
    assert (found.status, found.missing_facts) == (FindingStatus.UNDETERMINED, missing)


@pytest.mark.parametrize(
    ("country", "day", "met"),
    [
        ("KH", date(2023, 11, 17), True),
        ("KH", date(2026, 2, 2), True),
        ("KH", date(2026, 2, 3), False),
        ("NI", date(2024, 3, 14), False),
        ("NI", date(2024, 3, 15), True),
        ("NI", date(2026, 7, 23), True),
        ("AE", date(2026, 7, 9), False),
        ("SY", date(2026, 7, 23), True),
    ],
)
def test_membership_as_of_the_day(country, day, met):
    assert finding(country, "US", day).status is (FindingStatus.MET if met else FindingStatus.NOT_MET)


def test_the_declared_country_is_not_the_headquarters():
    assert finding(None, None, declared_country="CN").status is FindingStatus.UNDETERMINED


def test_nothing_known_names_both_countries():
    found = finding(None, None)
    assert found.status is FindingStatus.UNDETERMINED
    assert {"headquarters_country", "ultimate_parent_headquarters_country"} <= set(found.missing_facts)


def test_it_is_a_duty_to_inquire_in_the_pattern_of_words():
    found = finding("CN", "CN")
    assert "no licence requirement was found for remote access as such, but" in found.explanation
    assert "heightened due diligence" in found.explanation
    assert "may be needed if you know" in found.explanation
    assert "H.R. 2683" in found.explanation
    assert found.question


@pytest.mark.parametrize(
    ("day", "clause", "names_a_bill"),
    [
        (date(2023, 11, 17), "15 CFR 744.23(a)(3)", False),
        (date(2025, 1, 12), "15 CFR 744.23(a)(3)", False),
        (date(2025, 1, 13), "15 CFR 742.6(a)(6)(iii)(A), 744.23(a)(3)", False),
        (date(2026, 5, 31), "15 CFR 742.6(a)(6)(iii)(A), 744.23(a)(3)", True),
    ],
)
def test_the_clause_moves_with_the_law_and_the_words_stay(day, clause, names_a_bill):
    found = finding("CN", "CN", day)
    assert found.clause.startswith(f"{clause}: ")
    assert "no licence requirement was found for remote access as such" in found.explanation
    assert ("when this version was written (2026-05-31): H.R. 2683" in found.explanation) is names_a_bill
    assert "2026-07-23" not in found.explanation


def test_no_version_names_a_country_but_macau_and_hong_kong():
    """A country that moves is one entry of the country groups, and no new version."""
    versions = [one for one in all_sets() if one.name == "macau_d5_headquarters"]
    assert len(versions) == 3
    assert not any(one.lists for one in versions)


def test_the_test_meets_exactly_the_published_list():
    published = json.loads(real_data("../reference/country_groups_2026-07-23.json").read_text())
    countries = {code for codes in published.values() for code in codes if len(code) == 2}
    met = {one for one in countries if finding(one, "US").status is FindingStatus.MET}
    assert met - {"HK"} == set(published["macau_or_D5"])
    assert MACAU in met
