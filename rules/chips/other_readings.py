"""Readings of the Technical Notes to 3A090 that nobody has ruled on, each tried beside the one that is taken.

- Note 1.c counts the bits of the multiplier's inputs. A TF32 operand has 19 significant bits (taken) in a
  container of 32.
- Note 1.d sums the processing units of a circuit. Published practice takes the fastest unit (taken): the
  Bureau itself wrote letters about the H20, which by the sum of its matrix and vector units would be 3A090.b.

Only a reading that gives another total than the one taken is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rules.chips.figures import TF32, TF32_BITS, TF32_CONTAINER_BITS, ChipFigures, NamedMode
from rules.decimals import exact_sum
from rules.performance import Mode

TF32_AS_32_BITS = "tf32_as_32_bits"
SUM_OF_UNITS = "sum_of_units"
VECTOR_FORMAT = "fp32"


@dataclass(frozen=True, slots=True)
class PerformanceReading:
    """One reading: its name, what it takes for true, and the total it gives, TOPS x bit."""

    name: str
    explanation: str
    tpp: Decimal


def other_readings(figures: ChipFigures) -> Iterator[PerformanceReading]:
    """The readings that give this chip another total processing performance than the one taken."""
    taken = figures.tpp
    if taken is None:
        return
    widened = _with_tf32_as_32_bits(figures).tpp
    if widened is not None and widened != taken:
        yield PerformanceReading(
            TF32_AS_32_BITS,
            "Technical Note 1.c with TF32 counted by the 32 bits it is stored in, not the 19 that are multiplied.",
            widened,
        )
    vector = _vector_performance(figures)
    if vector and vector < taken:
        yield PerformanceReading(
            SUM_OF_UNITS,
            "Technical Note 1.d read to the letter: matrix and vector units (FP32) summed, not the fastest alone.",
            exact_sum([taken, vector]),
        )


def _with_tf32_as_32_bits(figures: ChipFigures) -> ChipFigures:
    return figures.with_modes(
        NamedMode(TF32, Mode(TF32_CONTAINER_BITS, named.mode.dense_tera_operations_per_second))
        if named.number_format == TF32 and named.mode.bits == TF32_BITS
        else named
        for named in figures.modes
    )


def _vector_performance(figures: ChipFigures) -> Decimal | None:
    """Of the FP32 units. Where nothing exceeds it, no other unit is known of, and there is nothing to sum."""
    return next(
        (
            named.mode.total_processing_performance
            for named in figures.modes
            if named.number_format == VECTOR_FORMAT
        ),
        None,
    )
