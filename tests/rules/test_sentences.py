from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.sentences import readable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        ((), "none"),
        (("email", "name"), "email, name"),
        (True, "true"),
        ("CN", "CN"),
        (7, "7"),
        (Decimal(0), "0"),
        (Decimal("-0"), "0"),
        (Decimal("5.920"), "5.92"),
        (Decimal("0.5"), "0.5"),
        (Decimal(26_900_000), "26,900,000"),
        (Decimal("999999999999999"), "999,999,999,999,999"),
        (Decimal("1e15"), "1e15"),
        (Decimal("1.0259136e24"), "about 1.02591e24"),
        (Decimal("1.026e24"), "1.026e24"),
        (Decimal("1e26"), "1e26"),
        (Decimal("0.0000001"), "about 0.000000"),
    ],
)
def test_readable(value, text):
    assert readable(value) == text


def test_a_number_below_a_threshold_never_reads_as_the_threshold():
    assert readable(Decimal("9.99999999999e24")) == "about 9.99999e24"
    assert readable(Decimal("5.91999999999")) == "about 5.919999"


@given(st.decimals(min_value=0, max_value=Decimal("1e40"), allow_nan=False, allow_infinity=False))
def test_what_is_not_called_about_is_exact(number):
    text = readable(number)
    shown = Decimal(text.removeprefix("about ").replace(",", ""))
    assert shown <= number
    assert text.startswith("about ") == (shown != number)


@pytest.mark.parametrize(
    ("number", "text"),
    [("-0.5", "-0.5"), ("-26900000", "-26,900,000"), ("-1.0259136e24", "about -1.02591e24"), ("0e20", "0")],
)
def test_a_sign_is_kept_and_zero_is_zero(number, text):
    assert readable(Decimal(number)) == text
