from datetime import date, timedelta
from decimal import Decimal

import pytest

from rules.errors import RuleSetError
from rules.ownership.laws import ownership_rules_on, read_ownership_rules
from tests.rules.ownership.laws import (
    BIS_AFFILIATES,
    EU_OWNERSHIP,
    EU_OWNERSHIP_UNTIL_2024,
    OFAC_50_PERCENT,
    OWNERSHIP_RULES,
    UK_OWNERSHIP,
)

JUST_BELOW, HALF, JUST_ABOVE = (
    Decimal("49.999999999999999999999999999999"),
    Decimal(50),
    Decimal("50.0000001"),
)

VALID = """[[laws]]
id = "invented"
title = "An invented law"
threshold_percent = 50
at_threshold = "covered"
applies_until = 2024-07-03
citation = "1 CFR 2"
confidence = "K"
"""
LATER = VALID.replace("applies_until", "applies_from")


def test_no_laws_at_all():
    assert read_ownership_rules(b"", "x.toml") == ()


def test_one_version_may_begin_where_another_ends():
    first, second = read_ownership_rules((VALID + LATER).encode(), "x.toml")
    assert (first.applies_until, second.applies_from) == (date(2024, 7, 3), date(2024, 7, 3))
    assert not (first.adds_up_listed_parties or first.control_suffices or first.leaves_out_us_entities)


@pytest.mark.parametrize("text", [VALID + VALID, LATER.replace("07-03", "07-02") + VALID, LATER + LATER])
def test_two_versions_of_a_law_on_one_day_are_refused(text):
    with pytest.raises(RuleSetError, match=r"x\.toml, laws 2, line \d+: two versions of 'invented'"):
        read_ownership_rules(text.encode(), "x.toml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('citation = "1 CFR 2"\n', "", "'citation' is missing"),
        ('"covered"', '"perhaps"', "line 5: key 'at_threshold' is 'perhaps'"),
        ("_percent = 50", "_percent = 0", "line 4: threshold_percent is 0: give 1 to 99"),
        ("_percent = 50", "_percent = 100", "give 1 to 99"),
        ("_percent = 50", '_percent = "half"', "must be a whole number"),
        ("applies_until", "applies_from = 2024-07-03\napplies_until", "must be later than 'applies_from'"),
        ("[[laws]]", "[[laws]]\ncontrol_suffices = 1", "must be true or false"),
        ("[[laws]]", "[[laws]]\ncolour = true", "unknown key 'colour'"),
    ],
)
def test_what_does_not_follow_the_format_is_refused_with_its_place(old, new, says):
    with pytest.raises(RuleSetError, match=says):
        read_ownership_rules(VALID.replace(old, new).encode(), "x.toml")


@pytest.mark.parametrize("rule", OWNERSHIP_RULES)
def test_every_law_says_where_it_stands(rule):
    assert rule.citation
    assert not rule.reaches(JUST_BELOW, in_doubt=True)
    assert rule.reaches(JUST_ABOVE, in_doubt=False)


@pytest.mark.parametrize(
    ("rule", "careful", "lenient"),
    [
        (OFAC_50_PERCENT, True, True),
        (BIS_AFFILIATES, True, True),
        (UK_OWNERSHIP, False, False),
        (EU_OWNERSHIP_UNTIL_2024, False, False),
        (EU_OWNERSHIP, True, False),
    ],
)
def test_exactly_half(rule, careful, lenient):
    """US law says 50 or more, UK law more than 50; EU texts disagree since July 2024."""
    assert rule.reaches(HALF, in_doubt=True) is careful
    assert rule.reaches(HALF, in_doubt=False) is lenient


def test_only_europe_and_the_united_kingdom_look_at_control():
    assert [rule.id for rule in OWNERSHIP_RULES if rule.control_suffices] == [
        "eu_ownership_or_control",
        "eu_ownership_or_control",
        "uk_ownership_or_control",
    ]


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        (date(2014, 8, 12), {"eu_ownership_or_control", "uk_ownership_or_control"}),
        (date(2025, 9, 28), {"ofac_50_percent", "eu_ownership_or_control", "uk_ownership_or_control"}),
        (
            date(2025, 9, 29),
            {"ofac_50_percent", "bis_affiliates", "eu_ownership_or_control", "uk_ownership_or_control"},
        ),
    ],
)
def test_laws_on_a_day(day, ids):
    found = ownership_rules_on(day)
    assert {rule.id for rule in found} == ids
    assert len(found) == len(ids)


def test_one_version_of_each_law_on_any_day():
    changed_on = date(2024, 7, 3)
    assert EU_OWNERSHIP in ownership_rules_on(changed_on)
    assert EU_OWNERSHIP_UNTIL_2024 not in ownership_rules_on(changed_on)
    assert EU_OWNERSHIP_UNTIL_2024 in ownership_rules_on(changed_on - timedelta(days=1))
