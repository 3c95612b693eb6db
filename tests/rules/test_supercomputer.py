from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import FigureError
from rules.supercomputer import (
    DENSEST_PART,
    ENVELOPE_LIMIT,
    FP32_LIMB,
    FP64_LIMB,
    ChipsToReach,
    Envelope,
    chips_to_reach,
    is_supercomputer,
)
from rules.three_valued import Undetermined

HALL = Envelope.of_cubic_feet(Decimal(41600))


def answer(fp64, fp32, envelope=HALL):
    return is_supercomputer(
        fp64_petaflops=None if fp64 is None else Decimal(fp64),
        fp32_petaflops=None if fp32 is None else Decimal(fp32),
        envelope=envelope,
    )


@pytest.mark.parametrize("envelope", [None, HALL, Envelope.of_cubic_metres(Decimal(5000))])
def test_too_little_capacity_is_no_supercomputer_wherever_it_stands(envelope):
    found = answer("99.999999999999999999", "199.999999999999999999", envelope)
    assert (found.outcome, found.capacity_limbs) == (False, ())
    assert "Reaches neither" in found.explanation


@pytest.mark.parametrize(
    ("fp64", "fp32", "limbs"),
    [
        (100, 0, (FP64_LIMB,)),
        (0, 200, (FP32_LIMB,)),
        (None, 200, (FP32_LIMB,)),
        (100, None, (FP64_LIMB,)),
        (100, 200, (FP64_LIMB, FP32_LIMB)),
    ],
)
def test_either_limb_is_enough_and_the_limits_are_inclusive(fp64, fp32, limbs):
    found = answer(fp64, fp32)
    assert (found.outcome, found.capacity_limbs, found.is_within_envelope) == (True, limbs, True)
    assert f"Meets {' and '.join(limbs)}" in found.explanation


@pytest.mark.parametrize(
    ("fp64", "fp32", "envelope", "missing"),
    [
        (None, 199, HALL, ("fp64_petaflops",)),
        (99, None, HALL, ("fp32_petaflops",)),
        (None, None, HALL, ("fp32_petaflops", "fp64_petaflops")),
        (100, 0, None, ("envelope",)),
        (None, 0, None, ("envelope", "fp64_petaflops")),
    ],
)
def test_what_is_unknown_leaves_it_open_and_is_named(fp64, fp32, envelope, missing):
    found = answer(fp64, fp32, envelope)
    assert found.outcome == Undetermined(missing)
    assert found.explanation.startswith(f"Undetermined for want of {', '.join(missing)}")


def test_a_larger_envelope_may_hold_a_part_that_meets_it():
    found = answer(500, 0, Envelope.of_cubic_feet(Decimal("41600.01")))
    assert found.outcome == Undetermined((DENSEST_PART,))
    assert (found.is_within_envelope, found.capacity_limbs) == (False, (FP64_LIMB,))


def test_the_envelope_in_metres_is_exact():
    assert ENVELOPE_LIMIT.cubic_metres == Decimal("1177.9808182272")
    assert answer(100, 0, Envelope.of_cubic_metres(Decimal("1177.9808182272"))).outcome is True
    assert answer(100, 0, Envelope.of_cubic_metres(Decimal("1177.9808182273"))).outcome is not True


@given(st.decimals(min_value="0.01", max_value="100000", places=2))
def test_both_units_say_the_same(cubic_feet):
    in_feet = Envelope.of_cubic_feet(cubic_feet)
    assert in_feet == Envelope.of_cubic_metres(cubic_feet * Decimal("0.028316846592"))
    assert (answer(100, 0, in_feet).outcome is True) == (cubic_feet <= 41600)


@pytest.mark.parametrize(
    ("fp64", "fp32", "expected"),
    [
        ("67", "67", ChipsToReach(1493, 2986)),  # H100 SXM, 64-bit tensor rate
        ("34", "67", ChipsToReach(2942, 2986)),  # H100 SXM, 64-bit vector rate
        ("1.2", "75", ChipsToReach(83334, 2667)),  # B300
        ("100", "100", ChipsToReach(1000, 2000)),
        (None, "50", ChipsToReach(None, 4000)),
        ("0", None, ChipsToReach(None, None)),
    ],
)
def test_chips_to_reach_each_limb(fp64, fp32, expected):
    found = chips_to_reach(fp64_teraflops=fp64 and Decimal(fp64), fp32_teraflops=fp32 and Decimal(fp32))
    assert found == expected


def test_the_first_limb_reached():
    assert ChipsToReach(None, None).first is None
    assert ChipsToReach(83334, 2667).first == 2667
    assert ChipsToReach(1493, None).first == 1493


@given(st.decimals(min_value="0.1", max_value="1000", places=1))
def test_one_chip_fewer_is_one_too_few(teraflops):
    number = chips_to_reach(fp64_teraflops=teraflops, fp32_teraflops=None).fp64
    assert answer(number * teraflops / 1000, 0).outcome is True
    assert answer((number - 1) * teraflops / 1000, 0).outcome is False


@pytest.mark.parametrize("volume", ["0", "-1", "NaN"])
def test_impossible_envelopes(volume):
    for read in (Envelope.of_cubic_feet, Envelope.of_cubic_metres):
        with pytest.raises(FigureError, match="cubic"):
            read(Decimal(volume))


def test_impossible_rates():
    with pytest.raises(FigureError, match="fp64_petaflops"):
        answer(-1, 0)
    with pytest.raises(FigureError, match="FP32 teraflops"):
        chips_to_reach(fp64_teraflops=None, fp32_teraflops=Decimal(-1))
