import json
from datetime import date

import pytest

from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.library import all_sets, in_force_on
from tests.real_data import real_data


def finding(headquarters, parent, day=date(2026, 7, 23)):
    rule_sets = [one for one in in_force_on(day) if one.name == "macau_d5_headquarters"]
    facts = {"headquarters_country": headquarters, "ultimate_parent_headquarters_country": parent}
    (found,) = evaluate(rule_sets, "tenant", facts)
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
        ("US", None, ("ultimate_parent_headquarters_country",)),
        (None, "US", ("headquarters_country",)),
        (None, None, ("headquarters_country", "ultimate_parent_headquarters_country")),
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
    rule_sets = [one for one in in_force_on(date(2026, 7, 23)) if one.name == "macau_d5_headquarters"]
    (found,) = evaluate(rule_sets, "tenant", {"declared_country": "CN"})
    assert found.status is FindingStatus.UNDETERMINED


def test_it_is_a_duty_to_inquire_in_the_pattern_of_words():
    found = finding("CN", "CN")
    assert (
        "no licence requirement was found for remote access as such (as of 2026-07-23)" in found.explanation
    )
    assert "heightened due diligence" in found.explanation
    assert "may be needed if you know" in found.explanation
    assert "H.R. 2683" in found.explanation
    assert found.question


def test_sizes_of_the_group_over_time():
    sizes = {
        one.effective_from.isoformat(): len(one.lists["macau_or_d5"].codes)
        for one in all_sets()
        if one.name == "macau_d5_headquarters"
    }
    assert sizes == {"2023-11-17": 23, "2024-03-15": 24, "2025-01-13": 24, "2026-02-03": 23}


def test_the_newest_list_is_the_published_one():
    published = json.loads(real_data("../reference/country_groups_2026-07-23.json").read_text())
    newest = [one for one in all_sets() if one.name == "macau_d5_headquarters"][-1]
    assert newest.lists["macau_or_d5"].codes == tuple(sorted(published["macau_or_D5"]))
