from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.compute import ChipPeaks, operations_bounds
from rules.errors import FigureError
from rules.model_compute import (
    TRAINED_MODEL_OPERATIONS_FROM,
    accelerator_hours_for,
    counted_training,
    inference_operations,
    is_large_derivation,
    training_operations,
    utilisation_reached,
)
from rules.three_valued import Undetermined

H100_BF16, H100_FP8 = Decimal("989.5"), Decimal(1979)
LLAMA_3_1_405B = training_operations(405_000_000_000, 15_600_000_000_000)
DEEPSEEK_V3 = training_operations(37_000_000_000, 14_800_000_000_000)  # active parameters, not 671 billion


def test_nothing_trained_is_nothing():
    assert training_operations(0, 10**12) == training_operations(10**9, 0) == inference_operations(0, 5) == 0


def test_six_operations_to_train_two_to_use():
    assert training_operations(7, 11) == 462
    assert inference_operations(7, 11) == 154


def test_llama_3_1_405b():
    assert Decimal("3.7908e25") == LLAMA_3_1_405B
    reached = utilisation_reached(LLAMA_3_1_405B, Decimal(30_840_000), H100_BF16)
    assert round(reached, 3) == Decimal("0.345")


def test_deepseek_v3():
    assert Decimal("3.2856e24") == DEEPSEEK_V3
    hours = Decimal(2_788_000)
    assert round(utilisation_reached(DEEPSEEK_V3, hours, H100_BF16), 2) == Decimal("0.33")
    assert round(utilisation_reached(DEEPSEEK_V3, hours, H100_FP8), 3) == Decimal("0.165")


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
    operations = Decimal(target)
    assert round(accelerator_hours_for(operations, H100_BF16, Decimal("0.4"))) == bf16_040
    assert round(accelerator_hours_for(operations, H100_BF16, Decimal("0.3"))) == bf16_030
    assert round(accelerator_hours_for(operations, H100_BF16, Decimal(1))) == bf16_full
    assert round(accelerator_hours_for(operations, H100_FP8, Decimal(1))) == fp8_full


def test_the_two_ways_of_counting_meet():
    """1,000 H100 for 30 days at 0.4, counted from the hardware, take as many hours as counted from a model."""
    hours = 1000 * 30 * 24
    done = operations_bounds(hours * 3600, ChipPeaks(bf16=H100_BF16)).expected
    assert accelerator_hours_for(done, H100_BF16, Decimal("0.4")) == hours
    assert utilisation_reached(done, Decimal(hours), H100_BF16) == Decimal("0.4")


@given(st.integers(0, 10**13), st.integers(0, 10**15))
def test_counts_are_exact_whatever_the_context(parameters, tokens):
    with localcontext(Context(prec=5)):
        found = training_operations(parameters, tokens)
    assert int(found) == 6 * parameters * tokens


@pytest.mark.parametrize(
    ("training", "synthetic", "operations", "counts"),
    [
        ("1e25", "0", "1e25", False),
        ("1e25", "1e24", "1e25", False),
        ("1e25", "1000000000000000000000001", "11000000000000000000000001", True),
        ("0", "0", "0", False),
        ("0", "1", "1", True),
    ],
)
def test_synthetic_data_counts_above_a_tenth(training, synthetic, operations, counts):
    found = counted_training(Decimal(training), Decimal(synthetic))
    assert (found.operations, found.synthetic_counts) == (Decimal(operations), counts)


def test_the_threshold_of_4e091_is_inclusive_and_exact():
    assert not counted_training(TRAINED_MODEL_OPERATIONS_FROM - 1).is_described
    assert counted_training(TRAINED_MODEL_OPERATIONS_FROM).is_described
    assert not counted_training(Decimal("9.5e25"), Decimal("9.5e24")).is_described
    assert counted_training(Decimal("9e25"), Decimal("1e25")).is_described


@pytest.mark.parametrize(
    ("further", "base", "outcome", "limbs"),
    [
        ("0", None, False, 0),
        ("0", "0", False, 0),
        ("2.5e25", "1e26", False, 0),
        ("2.5e24", "1e25", False, 0),
        ("2500000000000000000000001", "1e25", True, 1),
        ("25000000000000000000000001", "1e27", True, 1),
        ("2.6e25", "1e25", True, 2),
        ("2.6e25", None, True, 1),
        ("2.5e25", None, Undetermined(("base_operations",)), 0),
    ],
)
def test_derived_models(further, base, outcome, limbs):
    found = is_large_derivation(further=Decimal(further), base=None if base is None else Decimal(base))
    assert found.outcome == outcome
    assert len(found.limbs) == limbs


@pytest.mark.parametrize("utilisation", ["0", "-0.1", "1.01", "40", "NaN"])
def test_impossible_utilisation(utilisation):
    with pytest.raises(FigureError, match="up to 1"):
        accelerator_hours_for(Decimal(1), H100_BF16, Decimal(utilisation))


def test_impossible_figures():
    for counts in ((-1, 1), (1, -1)):
        with pytest.raises(FigureError, match="negative"):
            training_operations(*counts)
    for hours, rate in (("0", "1"), ("1", "0"), ("-1", "1"), ("1", "NaN")):
        with pytest.raises(FigureError, match=r"accelerator-hours|dense"):
            utilisation_reached(Decimal(1), Decimal(hours), Decimal(rate))
    with pytest.raises(FigureError, match="synthetic"):
        counted_training(Decimal(1), Decimal(-1))
    with pytest.raises(FigureError, match="base model"):
        is_large_derivation(further=Decimal(1), base=Decimal(-1))
