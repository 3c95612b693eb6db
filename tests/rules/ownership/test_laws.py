from datetime import date, timedelta
from decimal import Decimal

import pytest

from rules.ownership.laws import (
    BIS_AFFILIATES,
    EU_OWNERSHIP,
    EU_OWNERSHIP_UNTIL_2024,
    OFAC_50_PERCENT,
    OWNERSHIP_RULES,
    UK_OWNERSHIP,
    ownership_rules_on,
)

JUST_BELOW, HALF, JUST_ABOVE = (
    Decimal("49.999999999999999999999999999999"),
    Decimal(50),
    Decimal("50.0000001"),
)


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
