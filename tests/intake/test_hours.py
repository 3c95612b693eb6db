"""Use spread over hours adds up to the second, however it is cut."""

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake.hours import HOUR_SECONDS, add_hours, add_stated_usage, split_hours

instants = st.integers(946_684_800, 4_102_444_799)
lengths = st.one_of(st.integers(0, 3 * HOUR_SECONDS), st.integers(0, 90 * 86_400))
accelerators = st.one_of(
    st.integers(0, 100_000),
    st.decimals(0, 1000, places=6),
    st.fractions(0, 1000, max_denominator=10**9),
)


def test_no_time_touches_no_hour():
    assert list(split_hours(7200, 7200, 8)) == []
    cells = {}
    add_hours(cells, "a", 7200, 7200, 8)
    assert cells == {"a": {}}


def test_whole_hours_are_half_open():
    assert list(split_hours(3600, 10_800, 2)) == [(3600, 7200), (7200, 7200)]


def test_edges_fall_into_their_hours():
    assert list(split_hours(3599, 7201, 1)) == [(0, 1), (3600, 3600), (7200, 1)]


def test_a_share_of_an_accelerator_is_rounded_down_once_in_all():
    assert list(split_hours(0, 10_800, Decimal("0.0001"))) == [(0, 0), (3600, 0), (7200, 1)]


@pytest.mark.parametrize(("start", "end", "count"), [(10, 9, 1), (9, 10, -1), (9, 10, Decimal("-0.5"))])
def test_what_runs_backwards_is_refused(start, end, count):
    with pytest.raises(ValueError, match="backwards"):
        list(split_hours(start, end, count))
    with pytest.raises(ValueError, match="backwards"):
        add_hours({}, "a", start, end, count)


@settings(max_examples=200, deadline=None)
@given(start=instants, length=lengths, count=accelerators)
def test_the_parts_add_up_exactly(start, length, count):
    parts = list(split_hours(start, start + length, count))
    assert sum(seconds for _, seconds in parts) == floor(Fraction(count) * length)
    for hour, seconds in parts:
        inside = min(hour + HOUR_SECONDS, start + length) - max(hour, start)
        assert hour % HOUR_SECONDS == 0
        assert 0 < inside <= HOUR_SECONDS
        assert floor(Fraction(count) * inside) <= seconds <= floor(Fraction(count) * inside) + 1


@settings(max_examples=200, deadline=None)
@given(start=instants, length=lengths, count=accelerators)
def test_the_bulk_way_gives_the_same_hours(start, length, count):
    cells = {}
    add_hours(cells, "a", start, start + length, count)
    assert cells["a"] == dict(split_hours(start, start + length, count))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 20_000), st.integers(0, 99)), max_size=20))
def test_any_order_gives_the_same_cells(spans):
    forwards, backwards = {}, {}
    for start, length, count in spans:
        add_hours(forwards, count % 3, start, start + length, count)
    for start, length, count in reversed(spans):
        add_hours(backwards, count % 3, start, start + length, count)
    assert forwards == backwards
    assert sum(sum(hours.values()) for hours in forwards.values()) == sum(
        length * count for _, length, count in spans
    )


@settings(max_examples=200, deadline=None)
@given(start=instants, length=st.integers(1, 90 * 86_400), accelerator_seconds=st.integers(0, 10**15))
def test_stated_usage_is_kept_to_the_second(start, length, accelerator_seconds):
    cells = {}
    add_stated_usage(cells, "a", start, start + length, accelerator_seconds)
    assert sum(cells["a"].values()) == accelerator_seconds
    assert cells["a"] == dict(split_hours(start, start + length, Fraction(accelerator_seconds, length)))


def test_stated_usage_over_no_time():
    cells = {}
    add_stated_usage(cells, "a", 5, 5, 0)
    assert cells == {}
    for end in (5, 4):
        with pytest.raises(ValueError, match="no length"):
            add_stated_usage(cells, "a", 5, end, 1)
