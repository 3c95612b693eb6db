"""Sums over rolling windows, held against counting every window one by one."""

from hypothesis import given
from hypothesis import strategies as st

from compliance.usage.windows import DAY_SECONDS, HOUR_SECONDS, highest_window_sum, summed_by_hour

HOURS = st.integers(-50, 400).map(lambda number: number * HOUR_SECONDS)
CELLS = st.dictionaries(HOURS, st.integers(0, 10**18), max_size=40).map(lambda cells: sorted(cells.items()))


def one_by_one(cells: list[tuple[int, int]], window_seconds: int) -> int:
    """Every window that begins with a cell: no other can hold more."""
    return max(
        (
            sum(amount for hour, amount in cells if begins <= hour < begins + window_seconds)
            for begins, _ in cells
        ),
        default=0,
    )


def test_nothing_used_is_nothing_in_any_window():
    assert highest_window_sum([], DAY_SECONDS) == 0


def test_use_further_apart_than_the_window_is_not_added():
    cells = [(0, 5), (DAY_SECONDS, 7)]
    assert highest_window_sum(cells, DAY_SECONDS) == 7
    assert highest_window_sum(cells, DAY_SECONDS + HOUR_SECONDS) == 12


def test_the_highest_window_counts_and_not_the_last():
    cells = [(0, 90), (HOUR_SECONDS, 10), (40 * DAY_SECONDS, 1)]
    assert highest_window_sum(cells, 30 * DAY_SECONDS) == 100


@given(CELLS, st.integers(1, 500).map(lambda number: number * HOUR_SECONDS))
def test_equals_counting_every_window(cells, window_seconds):
    assert highest_window_sum(cells, window_seconds) == one_by_one(cells, window_seconds)


@given(CELLS)
def test_a_longer_window_never_holds_less(cells):
    sums = [highest_window_sum(cells, days * DAY_SECONDS) for days in (1, 2, 7, 30)]
    assert sums == sorted(sums)
    assert highest_window_sum(cells, 10**9) == sum(amount for _, amount in cells)


@given(st.lists(st.tuples(HOURS, st.integers(-(10**18), 10**18)), max_size=30))
def test_cells_of_one_hour_are_added_up(cells):
    summed = summed_by_hour(cells)
    assert summed == sorted(summed)
    assert len({hour for hour, _ in summed}) == len(summed)
    assert sum(amount for _, amount in summed) == sum(amount for _, amount in cells)
