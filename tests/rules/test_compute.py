from dataclasses import astuple
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.compute import NO_OPERATIONS, ChipPeaks, operations_bounds, total_operations
from rules.errors import FigureError

H100 = ChipPeaks(
    fp8=Decimal(1979), bf16=Decimal("989.5"), fp16=Decimal("989.5"), tf32=Decimal("494.7"), fp32=Decimal(67)
)
HOUR, DAY = 3600, 86400

rates = st.decimals(min_value=Decimal("0.1"), max_value=Decimal(20000), places=2)
peaks = st.builds(ChipPeaks, *(st.none() | rates for _ in range(5)))
seconds = st.integers(0, 10**12)


def test_no_rate_is_unknown_never_zero():
    assert operations_bounds(3600, ChipPeaks()) is None
    assert operations_bounds(0, ChipPeaks()) is None


def test_no_time_is_no_operations():
    assert operations_bounds(0, H100) == NO_OPERATIONS == total_operations([])


def test_a_thousand_h100_for_a_month():
    bounds = operations_bounds(1000 * 30 * DAY, H100)
    assert bounds.expected == Decimal("1.0259136e24")
    assert bounds.lower == bounds.expected / 2
    assert bounds.upper == 5 * bounds.expected


def test_ten_thousand_h100_for_a_quarter_at_a_measured_035():
    bounds = operations_bounds(10_000 * 90 * DAY, H100, Decimal("0.35"))
    assert round(bounds.lower, -23) == Decimal("2.69e25")
    assert bounds.expected == bounds.lower / Decimal("0.35") * Decimal("0.4")


@pytest.mark.parametrize(
    ("target", "bf16_040", "bf16_030", "bf16_full", "fp8_full"),
    [
        ("1e23", 70_181, 93_575, 28_073, 14_036),
        ("1e24", 701_813, 935_751, 280_725, 140_363),
        ("1e25", 7_018_135, 9_357_513, 2_807_254, 1_403_627),
        ("1e26", 70_181_349, 93_575_131, 28_072_539, 14_036_270),
    ],
)
def test_hours_of_h100_to_a_threshold(target, bf16_040, bf16_030, bf16_full, fp8_full):
    an_hour = operations_bounds(HOUR, H100)
    at_030 = operations_bounds(HOUR, H100, Decimal("0.3"))
    bf16_only = operations_bounds(HOUR, ChipPeaks(bf16=H100.bf16))
    assert round(Decimal(target) / an_hour.expected) == bf16_040
    assert round(Decimal(target) / at_030.lower) == bf16_030
    assert round(Decimal(target) / bf16_only.upper) == bf16_full
    assert round(Decimal(target) / an_hour.upper) == fp8_full


def test_measured_utilisation_is_the_lower_bound_and_lifts_the_expected_value():
    bounds = operations_bounds(HOUR, H100, Decimal("0.55"))
    assert bounds.lower == bounds.expected == Decimal("989.5") * 10**12 * HOUR * Decimal("0.55")
    assert operations_bounds(HOUR, H100, Decimal(0)).lower == 0


@pytest.mark.parametrize(
    ("chip", "usual", "highest"),
    [
        (ChipPeaks(fp16=Decimal(125), fp32=Decimal(15)), 125, 125),
        (ChipPeaks(bf16=Decimal(100), fp16=Decimal(200)), 100, 200),
        (ChipPeaks(fp32=Decimal(9)), 9, 9),
        (ChipPeaks(tf32=Decimal(30), fp32=Decimal(9)), 30, 30),
        (ChipPeaks(fp8=Decimal(50)), 50, 50),
    ],
)
def test_the_usual_rate_falls_back_in_order(chip, usual, highest):
    assert (chip.usual, chip.highest) == (usual, highest)


def test_four_bit_and_integer_rates_have_no_place():
    assert set(ChipPeaks.__dataclass_fields__) == {"fp8", "bf16", "fp16", "tf32", "fp32"}


@given(peaks, seconds, st.none() | st.decimals(min_value=0, max_value=1, places=3))
def test_bounds_are_ordered(chip, accelerator_seconds, utilisation):
    bounds = operations_bounds(accelerator_seconds, chip, utilisation)
    if bounds is None:
        assert chip == ChipPeaks()
    else:
        assert 0 <= bounds.lower <= bounds.expected <= bounds.upper


@given(rates, st.lists(seconds, max_size=6))
def test_time_may_be_cut_anywhere_and_sums_to_the_last_digit(rate, parts):
    chip = ChipPeaks(bf16=rate, fp8=2 * rate)
    with localcontext(Context(prec=5)):
        summed = total_operations([operations_bounds(part, chip) for part in parts])
        whole = operations_bounds(sum(parts), chip)
    assert astuple(summed) == astuple(whole)
    assert Fraction(whole.expected) == Fraction(rate) * 10**12 * sum(parts) * Fraction(2, 5)


@pytest.mark.parametrize("utilisation", ["-0.1", "1.01", "35", "NaN"])
def test_impossible_utilisation(utilisation):
    with pytest.raises(FigureError, match="0 to 1"):
        operations_bounds(1, H100, Decimal(utilisation))


def test_impossible_times_and_rates():
    with pytest.raises(FigureError, match="negative"):
        operations_bounds(-1, H100)
    with pytest.raises(FigureError, match="bf16"):
        ChipPeaks(bf16=Decimal(-1))
    with pytest.raises(FigureError, match="leave it out"):
        ChipPeaks(fp8=Decimal(0))
