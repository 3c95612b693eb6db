from decimal import Decimal

import pytest

from rules.errors import FigureError
from rules.performance import (
    H100Metric,
    Mode,
    h100_equivalents,
    performance_density,
    total_processing_performance,
)


def test_no_known_mode_is_unknown_not_zero():
    assert total_processing_performance([]) is None


def test_density_is_unknown_or_undefined_without_its_figures():
    assert performance_density(None, Decimal(814)) is None
    assert performance_density(Decimal(2368), None) is None
    assert performance_density(Decimal(2368), Decimal(0)) is None


@pytest.mark.parametrize(("bits", "rate"), [(8, 600), (16, 300)])
def test_the_notes_own_example(bits, rate):
    """Technical Note 2: data sheet rates already count a multiply-accumulate twice, so nothing is doubled."""
    assert total_processing_performance([Mode(bits, Decimal(rate))]) == 4800


def test_the_highest_mode_counts():
    h100 = [
        Mode(8, Decimal(1979)),
        Mode(16, Decimal("989.5")),
        Mode(32, Decimal("494.7")),
        Mode(32, Decimal(67)),
    ]
    assert total_processing_performance(h100) == 15832


def test_four_bit_modes_count_and_may_set_the_maximum():
    b200 = [Mode(4, Decimal(9000)), Mode(8, Decimal(4500))]
    b300 = [Mode(4, Decimal(14000)), Mode(8, Decimal(4500))]
    assert total_processing_performance(b200) == 36000 == total_processing_performance(b200[1:])
    assert total_processing_performance(b300) == 56000 > total_processing_performance(b300[1:])


def test_nothing_is_rounded():
    assert total_processing_performance([Mode(8, Decimal("299.2875"))]) == Decimal("2394.3000")
    density = performance_density(Decimal(2640), Decimal(826))
    assert Decimal("3.1961259") < density < Decimal("3.1961260")
    assert density < Decimal("3.2")


@pytest.mark.parametrize("bits", [0, -8, 129])
def test_impossible_bit_lengths(bits):
    with pytest.raises(FigureError, match="bit length"):
        Mode(bits, Decimal(1))


@pytest.mark.parametrize("rate", ["-1", "NaN", "Infinity"])
def test_impossible_rates(rate):
    with pytest.raises(FigureError, match="tera operations"):
        Mode(8, Decimal(rate))


@pytest.mark.parametrize(("tpp", "area"), [("-1", "1"), ("1", "-1"), ("NaN", "1"), ("1", "Infinity")])
def test_impossible_densities(tpp, area):
    with pytest.raises(FigureError):
        performance_density(Decimal(tpp), Decimal(area))


def test_h100_equivalents_name_their_metric_because_the_two_disagree():
    by_tpp = h100_equivalents(Decimal(56000), H100Metric.TPP)
    by_speed = h100_equivalents(Decimal(2250), H100Metric.DENSE_BF16)
    assert (round(by_tpp.amount, 2), by_tpp.metric) == (Decimal("3.54"), H100Metric.TPP)
    assert (round(by_speed.amount, 2), by_speed.metric) == (Decimal("2.27"), H100Metric.DENSE_BF16)


@pytest.mark.parametrize(("quantity", "h100"), [(26_900_000, 1699), (790_000_000, 49899)])
def test_published_quantities_in_h100(quantity, h100):
    assert round(h100_equivalents(Decimal(quantity), H100Metric.TPP).amount) == h100
