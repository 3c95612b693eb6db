"""Indicators that compare one thing with another: unknown where what they compare is, quiet before loud."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import indicators
from rules.errors import FigureError

DAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("tpp", "employees", "expected"),
    [
        (None, 5, None),
        (Decimal(100), None, None),
        (Decimal(100), 5, Decimal(20)),
        (Decimal(100), 0, Decimal(100)),
        (Decimal(0), 7, Decimal(0)),
    ],
)
def test_an_order_is_held_against_the_people(tpp, employees, expected):
    assert indicators.tpp_per_employee(tpp, employees) == expected


def test_fewer_than_no_people_is_an_error():
    with pytest.raises(FigureError, match="-1 employees"):
        indicators.tpp_per_employee(Decimal(1), -1)


@pytest.mark.parametrize(
    ("payer", "known", "expected"),
    [
        (None, ["SG"], None),
        ("SG", [], None),
        ("SG", ["SG", None], False),
        ("CN", ["SG", None], None),
        ("SG", ["US", "SG"], False),
        ("CN", ["US", "SG"], True),
    ],
)
def test_the_payers_country(payer, known, expected):
    assert indicators.payer_country_differs(payer, known) is expected


@pytest.mark.parametrize(
    ("access", "declared", "expected"),
    [
        (None, ["SG"], None),
        (["CN"], [], None),
        (["CN"], [None], None),
        ([], ["SG"], ()),
        (["SG"], ["SG", None], ()),
        (["SG", "MO", "CN"], ["SG"], ("CN", "MO")),
    ],
)
def test_access_from_where_nobody_declared(access, declared, expected):
    assert indicators.undeclared_countries(access, declared) == expected


@pytest.mark.parametrize(
    ("changed", "listed", "expected"),
    [
        (None, DAY, None),
        (DAY, None, None),
        (DAY, DAY, False),
        (date(2025, 1, 15), date(2025, 1, 16), False),
        (date(2025, 7, 1), date(2025, 1, 16), True),
    ],
)
def test_a_name_younger_than_the_listing(changed, listed, expected):
    assert indicators.name_changed_after_listing(changed, listed) is expected


@pytest.mark.parametrize(
    ("has_site", "registered", "agrees", "expected"),
    [
        (None, None, None, None),
        (True, None, True, None),
        (True, DAY, None, None),
        (True, date(2010, 1, 1), True, "established"),
        (True, date(2026, 4, 2), True, "established"),
        (True, date(2026, 4, 3), True, "new"),
        (True, date(2010, 1, 1), False, "inconsistent"),
        (False, None, None, "none"),
    ],
)
def test_the_presence_on_the_web(has_site, registered, agrees, expected):
    found = indicators.web_presence(
        has_site=has_site,
        site_registered_on=registered,
        site_agrees_with_record=agrees,
        on=DAY,
        new_within_days=90,
    )
    assert found == expected


@pytest.mark.parametrize(
    ("actions", "offset", "expected"),
    [
        (None, 8, None),
        ({9: 4}, None, None),
        ({}, 8, None),
        ({9: 0}, 0, None),
        ({9: 4}, 0, Decimal(0)),
        ({9: 1, 1: 3}, 0, Decimal(75)),
        ({18: 1}, 8, Decimal(100)),
        ({2: 1}, -8, Decimal(0)),
    ],
)
def test_the_share_at_night_of_the_claimed_zone(actions, offset, expected):
    assert indicators.share_at_night_percent(actions, offset) == expected


def test_an_hour_there_is_not_is_an_error():
    with pytest.raises(FigureError, match="0 to 23"):
        indicators.share_at_night_percent({24: 1}, 0)


@given(st.dictionaries(st.integers(0, 23), st.integers(1, 9), min_size=1), st.integers(-12, 14))
def test_shares_of_all_zones_add_up_to_the_whole_day(actions, offset):
    shares = [indicators.share_at_night_percent(actions, offset + 6 * quarter) for quarter in range(4)]
    assert abs(sum(shares) - 100) < Decimal("1e-20")


def together(own, others, **more):
    return indicators.synchronous_accounts(own, others, **{"within_seconds": 60, "times": 2} | more)


def test_accounts_that_start_and_stop_together():
    own = [(0, 3600), (10_000, 20_000), (50_000, 60_000)]
    assert together(own, {}) == 0
    assert together(own, {"a": [(0, 3600)]}) == 0
    assert together(own, {"a": [(0, 9000), (10_000, 12_000)]}) == 0
    assert together(own, {"a": [(30, 3570), (10_060, 20_060)], "b": [(61, 3600), (10_000, 20_000)]}) == 1
    assert together(own, {"a": own, "b": own[:2], "c": own[:1]}) == 2


def test_one_span_serves_once():
    assert together([(0, 100), (1, 101)], {"a": [(0, 100)]}) == 0
    assert together([(0, 100), (1, 101)], {"a": [(0, 100), (2, 102)]}) == 1


@pytest.mark.parametrize(
    ("amounts", "hours", "expected"),
    [
        ({}, 1, 0),
        ({5: 7}, 2, 0),
        ({5: 7}, 1, 7),
        ({5: 7, 6: 3, 7: 9, 8: 9}, 2, 9),
        ({5: 7, 6: 3, 7: 9, 8: 9}, 3, 3),
        ({5: 7, 7: 9, 8: 9}, 3, 0),
    ],
)
def test_what_was_held_for_hours_on_end(amounts, hours, expected):
    assert indicators.sustained_minimum(amounts, hours) == expected


def test_no_hour_at_all_is_an_error():
    with pytest.raises(FigureError, match="0 hours"):
        indicators.sustained_minimum({}, 0)


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 5)), st.integers(1, 5))
def test_the_sustained_amount_is_the_best_of_the_least(amounts, hours):
    windows = [[amounts.get(start + hour, 0) for hour in range(hours)] for start in range(13)]
    assert indicators.sustained_minimum(amounts, hours) == max(map(min, windows))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("  \n", None),
        ("198.51.100.1 2026-06-01T08:00:00Z", 0),
        ("198.51.100.1 2026-06-01 08:00:00+02:00", 0),
        ("198.51.100.1", 1),
        ("198.51.100.1 2026-06-01", 1),
        ("198.51.100.1 2026-06-01T08:00:00", 1),
        ("198.51.100.1 yesterday\n2001:db8::1 2026-06-01T08:00:00Z\n2001:db8::2", 2),
    ],
)
def test_addresses_stand_with_a_date_and_a_time(text, expected):
    assert indicators.addresses_without_time(text) == expected
