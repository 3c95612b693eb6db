"""What a second of each chip can have computed, as exact integers, worked out once for a screening."""

from dataclasses import dataclass
from decimal import Decimal

from compliance.registry.models import Chip
from compliance.registry.questions import modes_of, peaks_of
from rules.compute import operations_bounds
from rules.performance import total_processing_performance


@dataclass(frozen=True)
class Rate:
    """Of one accelerator: operations in one second (lower, expected, upper) and its total processing performance."""

    lower_operations: int
    expected_operations: int
    upper_operations: int
    tpp: Decimal


def rates() -> dict[str, Rate]:
    """Return slug -> rate for every chip whose rates are known; a chip without one stays out, it is not zero."""
    found = {}
    for chip in Chip.objects.all():
        bounds, tpp = operations_bounds(1, peaks_of(chip)), total_processing_performance(modes_of(chip))
        if bounds is not None and tpp is not None:
            found[chip.slug] = Rate(
                lower_operations=_exact(bounds.lower),
                expected_operations=_exact(bounds.expected),
                upper_operations=_exact(bounds.upper),
                tpp=tpp,
            )
    return found


def _exact(operations: Decimal) -> int:
    """Operations in a second as an integer: rates come in thousandths of 10^12, so nothing is lost."""
    number = int(operations)
    if number != operations:
        raise ValueError(
            f"{operations} operations in a second is not a whole number; state rates to a thousandth of 10^12."
        )
    return number
