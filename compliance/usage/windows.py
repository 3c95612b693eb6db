"""Sums over rolling windows of hours. Pure functions over integers; no rounding anywhere."""

from collections.abc import Sequence

HOUR_SECONDS = 3600
DAY_SECONDS = 86_400


def highest_window_sum(cells: Sequence[tuple[int, int]], window_seconds: int) -> int:
    """Return the highest sum over any window of `window_seconds`, half-open, of cells (hour start, amount).

    cells: sorted by hour, amounts not negative, hours in Unix seconds. The highest window on record and not the one
    that ends now, so that late logs are judged like punctual ones.
    """
    best = running = 0
    first = 0
    for hour, amount in cells:
        running += amount
        while cells[first][0] <= hour - window_seconds:
            running -= cells[first][1]
            first += 1
        best = max(best, running)
    return best


def summed_by_hour(cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Add up cells of the same hour; returns them sorted by hour."""
    sums: dict[int, int] = {}
    for hour, amount in cells:
        sums[hour] = sums.get(hour, 0) + amount
    return sorted(sums.items())
