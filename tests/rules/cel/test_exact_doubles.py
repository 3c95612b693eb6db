import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cel.exact_doubles import literals_from_texts
from rules.errors import ExpressionError

LITERALS = (
    "4800.0",
    "1600.0",
    "5.92",
    "3.2",
    "1.6",
    "0.1",
    "26900000.0",
    "1e23",
    "1e25",
    "1e26",
    "0.0",
    "-1.5",
)


def order(left, right):
    return (left > right) - (left < right)


@st.composite
def near_a_literal(draw):
    """A number closer to a literal than a double can tell, at it, or anywhere."""
    literal = Decimal(draw(st.sampled_from(LITERALS)))
    nudge = Decimal(draw(st.integers(-3, 3))).scaleb(draw(st.integers(-60, 0)))
    return draw(st.sampled_from([literal, literal + nudge, literal + literal * nudge]))


@given(near_a_literal())
def test_a_double_stands_to_every_literal_as_the_decimal_does(number):
    literals = literals_from_texts(LITERALS)
    double = literals.to_double(number)
    for text in LITERALS:
        assert order(double, float(text)) == order(number, Decimal(text)), (number, text)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.lists(st.sampled_from(LITERALS), max_size=4))
def test_so_does_the_double_of_any_number(number, texts):
    double = literals_from_texts(texts).to_double(number)
    for text in texts:
        assert order(double, float(text)) == order(number, Decimal(text)), (number, text)


def test_without_a_literal_in_the_way_it_is_the_nearest_double():
    assert literals_from_texts(["4800.0"]).to_double(Decimal("5.92")) == 5.92


def test_float_alone_would_have_answered_wrongly():
    number = Decimal("5.91999999999999999999")
    assert float(number) == 5.92
    assert literals_from_texts(["5.92"]).to_double(number) == math.nextafter(5.92, -math.inf)


def test_1e26_is_not_a_double_and_still_compared_exactly():
    literals = literals_from_texts(["1e26"])
    assert Decimal(float("1e26")) > Decimal("1e26")
    assert literals.to_double(Decimal("1e26")) == 1e26
    assert literals.to_double(Decimal("1e26") + 1) > 1e26
    assert literals.to_double(Decimal("1e26") - 1) < 1e26


def test_the_same_number_written_twice_is_one_literal():
    assert len(literals_from_texts(["5.92", "5.920", "592e-2"]).by_double) == 1


def test_a_literal_beyond_the_doubles_is_refused():
    with pytest.raises(ExpressionError, match="larger than a double"):
        literals_from_texts(["1e400"])


@pytest.mark.parametrize("other", ["5.920000000000000000001", str(Decimal(math.nextafter(5.92, math.inf)))])
def test_literals_that_doubles_cannot_tell_apart_are_refused(other):
    with pytest.raises(ExpressionError, match="too close"):
        literals_from_texts(["5.92", other])
