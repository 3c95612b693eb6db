"""A Decimal as a CEL double, without any comparison being decided by rounding.

CEL has doubles and no decimals. `float()` alone would turn 5.91999999999999999999 into the very double that
the literal 5.92 is, and `>=` would answer wrongly at a boundary of the law. So a fact is converted with
regard to the literals it is compared with: rounding is monotone, hence the only possible fault is a fact
that falls onto a literal's double without being equal to the literal. Such a fact moves one double away, to
the side on which it truly lies. As literals are kept at least two doubles apart, it cannot run into the
next one.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from rules.errors import ExpressionError


@dataclass(frozen=True, slots=True)
class Literals:
    """The literals that one expression compares decimal facts with, as (double, exact value)."""

    by_double: tuple[tuple[float, Decimal], ...]

    def to_double(self, number: Decimal) -> float:
        """The double that stands to every literal as `number` stands to the literal's exact value."""
        rounded = float(number)
        for double, exact in self.by_double:
            if rounded == double and number != exact:
                return math.nextafter(double, math.inf if number > exact else -math.inf)
        return rounded


def literals_from_texts(texts: Iterable[str]) -> Literals:
    """Literals as written in an expression ("4800.0", "1e26").

    Raises ExpressionError for a literal beyond the doubles, and for two different literals whose doubles
    are equal or next to each other, between which no third number could be told apart.
    """
    exact_values = sorted({Decimal(text) for text in texts})
    by_double = tuple((float(exact), exact) for exact in exact_values)
    for double, exact in by_double:
        if not math.isfinite(double):
            raise ExpressionError(f"literal {exact} is larger than a double can hold (about 1.8e308)")
    for (lower, lower_exact), (upper, upper_exact) in pairwise(by_double):
        if math.nextafter(lower, math.inf) >= upper:
            raise ExpressionError(
                f"literals {lower_exact} and {upper_exact} are too close to be told apart as doubles: "
                "put them into two expressions"
            )
    return Literals(by_double)
