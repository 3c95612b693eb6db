"""Exact decimal arithmetic and one canonical way to write a decimal.

Law is compared at its boundaries, so nothing here rounds silently. Sums and products are computed exactly
or refused. A quotient that does not terminate is cut at 50 digits with ROUND_05UP, which never leaves a
last digit of 0 or 5 on an inexact result: the quotient therefore never lands on a threshold of fewer
digits, nor crosses one (the same device IEEE 754 calls a sticky bit). `7/3 >= 2.33` and every other
comparison comes out as it would with infinite digits.
"""

from collections.abc import Iterable
from decimal import ROUND_05UP, Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

from rules.errors import FigureError

QUOTIENT_DIGITS = 50

_EXACT = Context(prec=400, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
_QUOTIENT = Context(
    prec=QUOTIENT_DIGITS, rounding=ROUND_05UP, traps=[InvalidOperation, DivisionByZero, Overflow]
)


def exact_product(first: Decimal, *others: Decimal | int) -> Decimal:
    """The product of all factors, to the last digit (up to 400 digits; beyond that decimal.Inexact)."""
    result = first
    for factor in others:
        result = _EXACT.multiply(result, factor)
    return result


def exact_sum(terms: Iterable[Decimal]) -> Decimal:
    """The sum of all terms, to the last digit; 0 for no terms."""
    result = Decimal(0)
    for term in terms:
        result = _EXACT.add(result, term)
    return result


def ordered_quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """dividend / divisor, ordered to every number of fewer than 50 digits as the true quotient is."""
    return _QUOTIENT.divide(dividend, divisor)


def decimal_text(number: Decimal) -> str:
    """The one text for a number: plain digits, no exponent, no trailing zeros, no "-0".

    `Decimal.normalize` would round to the current context; this does not.
    """
    if not number:  # a zero may carry an exponent of any size, and plain digits would write it out
        return "0"
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def non_negative(number: Decimal, what: str) -> Decimal:
    """The number itself, or FigureError where it is negative, infinite or not a number."""
    if not number.is_finite() or number < 0:
        raise FigureError(f"{what} is {number}: give a finite number of 0 or more")
    return number
