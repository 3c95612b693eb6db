from decimal import ROUND_CEILING, Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.decimals import decimal_text, exact_product, exact_sum, non_negative, ordered_quotient
from rules.errors import FigureError

figures = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10) ** 12, places=3)
thresholds = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 6, places=2)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("0E-600000000", "0"),
        ("-0E+600000000", "0"),
        ("1.0", "1"),
        ("1.00", "1"),
        ("1E+3", "1000"),
        ("100", "100"),
        ("5.920", "5.92"),
        ("0.000001", "0.000001"),
        ("1.23456789012345678901234567890123456789", "1.23456789012345678901234567890123456789"),
    ],
)
def test_one_text_for_one_number(number, text):
    assert decimal_text(Decimal(number)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_text_reads_back_as_the_same_number(number):
    assert Decimal(decimal_text(number)) == number


def test_sums_and_products_ignore_the_callers_context():
    with localcontext(Context(prec=3, rounding=ROUND_CEILING)):
        product = exact_product(Decimal("123456789.5"), 10**12, 3600)
        total = exact_sum([Decimal(10) ** 26, Decimal("0.1")])
    assert Fraction(product) == Fraction(2469135790, 20) * 10**12 * 3600
    assert Fraction(total) == 10**26 + Fraction(1, 10)


def test_no_terms_sum_to_zero():
    assert exact_sum([]) == 0


@given(figures, figures, thresholds)
def test_a_quotient_stands_to_every_threshold_as_the_true_one(dividend, divisor, threshold):
    quotient, true = ordered_quotient(dividend, divisor), Fraction(dividend) / Fraction(divisor)
    assert (quotient < threshold) == (true < Fraction(threshold))
    assert (quotient > threshold) == (true > Fraction(threshold))
    assert (quotient == threshold) == (true == Fraction(threshold))


def test_a_quotient_just_below_a_threshold_stays_below():
    area = Decimal("814.37")
    exact_at_threshold = Decimal("5.92") * area
    assert ordered_quotient(exact_at_threshold, area) == Decimal("5.92")
    with localcontext(Context(prec=100)):
        below = ordered_quotient(exact_at_threshold - Decimal("1e-60"), area)
        above = ordered_quotient(exact_at_threshold + Decimal("1e-60"), area)
    assert below < Decimal("5.92") < above


@pytest.mark.parametrize("number", ["-1", "-0.0001", "NaN", "Infinity"])
def test_impossible_figures_are_refused_by_name(number):
    with pytest.raises(FigureError, match="die area"):
        non_negative(Decimal(number), "die area")
