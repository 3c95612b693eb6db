"""The series behind the chart."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.console.charts import (
    DAY_SECONDS,
    DayOfUse,
    UseChart,
    _days,
    read_use_chart,
    window_days_of,
)
from compliance.screening.rates import Rate
from compliance.usage.models import UsageHour
from tests.compliance.casework.flags import make_tenant

RATES = {"a": Rate(1, 2, 5, tpp=None), "b": Rate(10, 20, 50, tpp=None)}


def chart_of(*upper: int) -> UseChart:
    days = [DayOfUse(date(2026, 1, 1 + at), 1.0, {}, 1, 1, most) for at, most in enumerate(upper)]
    return UseChart(days, [], 365, 1.0, 0.0, [])


@pytest.mark.parametrize("limb", [None, "", "headquarters", "window_d", "window_99999d", "x_window_30d"])
def test_a_limb_without_a_window_means_a_year(limb):
    assert window_days_of(limb) == 365


@pytest.mark.parametrize("days", [30, 90, 365])
def test_a_limb_with_a_window(days):
    assert window_days_of(f"window_{days}d") == days


def test_no_use_no_days_no_thresholds():
    assert _days({}, RATES, 30) == []
    assert chart_of().thresholds() == []
    assert chart_of(0).thresholds() == []


@pytest.mark.parametrize(
    ("upper", "drawn"),
    [
        (10**20, [23]),
        (10**23, [23, 25]),
        (10**25 - 1, [23, 25]),
        (10**25, [23, 25, 26]),
        (10**27, [23, 25, 26]),
    ],
)
def test_the_thresholds_reached_and_the_next_are_drawn(upper, drawn):
    assert [line[0] for line in chart_of(1, upper).thresholds()] == [10**power for power in drawn]


def test_days_without_use_are_there_and_a_logarithmic_axis_gets_no_zero():
    days = _days({0: {"a": 3600}, 3 * DAY_SECONDS: {"a": 7200}}, RATES, 2)
    assert [day.on for day in days] == [date(1970, 1, number) for number in (1, 2, 3, 4)]
    assert [day.accelerator_hours for day in days] == [1.0, 0, 0, 2.0]
    assert [day.operations_expected for day in days] == [7200, 7200, 0, 14400]
    document = UseChart(days, ["a"], 2, 3.0, 0.0, []).document()
    assert document["operations"]["expected"] == [7200.0, 7200.0, None, 14400.0]


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.integers(0, 40),
        st.dictionaries(st.sampled_from(["a", "b", "unknown"]), st.integers(0, 10**9), min_size=1),
        min_size=1,
    ),
    st.integers(1, 45),
)
def test_each_days_window_is_the_direct_sum(by_number, window_days):
    by_day = {number * DAY_SECONDS: chips for number, chips in by_number.items()}
    first = min(by_number)
    for at, day in enumerate(_days(by_day, RATES, window_days)):
        number = first + at
        inside = [
            (chip, seconds)
            for other, chips in by_number.items()
            if number - window_days < other <= number
            for chip, seconds in chips.items()
        ]
        direct = sum(seconds * RATES[chip].upper_operations for chip, seconds in inside if chip in RATES)
        assert day.operations_upper == direct


@pytest.mark.django_db
@pytest.mark.engines
def test_hours_are_added_up_by_utc_day_chip_and_over_facilities(cast):
    tenant, other = make_tenant(cast.provider), make_tenant(cast.provider)
    midnight = 20_000 * DAY_SECONDS
    for owner, hour, facility, chip in [
        (tenant, midnight - 3600, "oslo", "unknown"),
        (tenant, midnight, "oslo", "unknown"),
        (tenant, midnight, "bergen", "unknown"),
        (tenant, midnight + 23 * 3600, "oslo", "h"),
        (other, midnight, "oslo", "h"),
    ]:
        UsageHour.objects.create(
            tenant=owner, hour=hour, facility=facility, chip=chip, accelerator_seconds=3600
        )
    chart = read_use_chart(tenant)
    assert [dict(day.hours_by_chip) for day in chart.days] == [{"unknown": 1.0}, {"unknown": 2.0, "h": 1.0}]
    assert (chart.total_hours, chart.unknown_hours, chart.chips) == (4.0, 4.0, ["unknown", "h"])
