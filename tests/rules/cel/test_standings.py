"""What an expression can tell apart of a fact, and what it cannot."""

from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cel.standings import place
from tests.rules.cel.test_answers import INSTANT, LANGUAGE

AT = 'at >= timestamp("2023-11-17T00:00:00Z")'


def alike(source, first, second):
    expression = LANGUAGE.compile(source)
    name = expression.facts[0]
    return expression._answers.key({name: first}) == expression._answers.key({name: second})


@pytest.mark.parametrize(
    ("source", "first", "second"),
    [
        ("d >= 5.92", Decimal(6), Decimal("1e30")),
        ("d >= 5.92", Decimal("5.92"), Decimal("5.920")),
        ("d >= 5.92 || d < 3.2", Decimal(4), Decimal(5)),
        ("i > 10", 11, 2**60),
        ("-3 <= i", -3, -3),
        (AT, INSTANT, INSTANT.astimezone(timezone(timedelta(hours=8)))),
        (AT, INSTANT + timedelta(microseconds=1), INSTANT + timedelta(days=1000)),
        ("t == 'CN'", "FR", "US"),
        ("t in d5", "FR", ""),
        ("!(t in ['CN', 'RU']) && t != 'US'", "FR", "DE"),
        ("'a' in l", (), ("b", "c")),
        ("'a' in l && !('b' in l)", ("a", "b"), ("a", "b", "c")),
    ],
)
def test_values_that_no_comparison_tells_apart_stand_alike(source, first, second):
    assert alike(source, first, second)


@pytest.mark.parametrize(
    ("source", "first", "second"),
    [
        ("d >= 5.92", Decimal("5.92"), Decimal("5.91999999999999999999")),
        ("d >= 5.92", Decimal("5.92"), Decimal("5.92000000000000000001")),
        ("d >= 5.92 || d < 3.2", Decimal(4), Decimal(3)),
        ("d > -1.5", Decimal(-1), Decimal(-2)),
        ("i > 10", 10, 11),
        ("i > -3", -3, -2),
        ("i in [1, 5]", 1, 2),
        (AT, INSTANT, INSTANT + timedelta(microseconds=1)),
        (AT, INSTANT, INSTANT - timedelta(microseconds=1)),
        (AT.replace(":00Z", ":00.0000001Z"), INSTANT + timedelta(days=1), INSTANT + timedelta(days=2)),
        (AT.replace("Z", "+01:00"), INSTANT + timedelta(days=1), INSTANT + timedelta(days=2)),
        ("at == at", INSTANT, INSTANT + timedelta(days=1)),
        ("size(t) == 2", "FR", "USA"),
        ("t < 'CN'", "AA", "ZZ"),
        ("t in d5", "CN", "FR"),
        ("t in d5 || t > 'Q'", "FR", "US"),
        ("t in [t]", "FR", "US"),
        ("i == i", 1, 2),
        ("'a' in l", ("a",), ("b",)),
        ("'a' in l || 'b' in l", ("a",), ("a", "b")),
        ("'a' in l || size(l) == 2", ("b",), ("b", "c")),
        ("'a' in l && t in l", ("a",), ("a", "b")),
        ("l == ['a']", (), ("b",)),
        ("b", True, False),
    ],
)
def test_values_that_may_be_told_apart_do_not(source, first, second):
    assert not alike(source, first, second)


@given(st.lists(st.integers(-5, 5), unique=True).map(sorted), st.integers(-6, 6), st.integers(-6, 6))
def test_a_place_keeps_the_order_to_every_threshold_and_nothing_else(thresholds, first, second):
    order = [(first > one) - (first < one) for one in thresholds]
    same = order == [(second > one) - (second < one) for one in thresholds]
    assert (place(thresholds, first) == place(thresholds, second)) is same
