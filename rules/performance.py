"""Total processing performance (TPP), performance density (PD) and H100-equivalents, in exact decimals.

Technical Notes to 3A090.a and 3A090.b, 15 CFR part 774 Supplement No. 1 (eCFR 2026-07-23), in our words:

1.  TPP is 2 x MacTOPS x bit length of the operation, aggregated over all processing units on the integrated
    circuit.
    a. MacTOPS is the theoretical peak of tera (10^12) multiply-accumulate operations a second (D = AxB + C).
    b. The 2 follows the convention of data sheets, which count one multiply-accumulate as two operations. So
       we take the data sheet's TOPS or FLOPS and do NOT double them again.
    c. The bit length is the largest of the inputs to the multiplication. The accumulator never counts: FP8
       inputs with FP32 accumulation are 8 bits. (TF32 inputs have 19 significant bits in a container of 32;
       the Bureau has not ruled on it, and whoever lists the mode says which it takes.)
    d. The TPPs of several processing units are summed: all dies of one package are one circuit. Whether the
       vector and matrix units of one die are summed too is unresolved; as in published practice we take the
       fastest mode of the package, not the sum over kinds of unit.
2.  The rate is the highest that the manufacturer claims; over several bit lengths the highest TPP counts.
3.  Where a circuit does both sparse and dense processing, the dense rate counts.
4.  PD is TPP divided by applicable die area: mm2 over all logic dies made with non-planar transistors
    (FinFET, gate all round). Memory dies (HBM) do not count; input/output dies on such a process do.

The notes' own example: a TPP of 4800 is 600 tera integer operations at 8 bits, or 300 teraFLOPS at 16 bits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rules.decimals import exact_product, non_negative, ordered_quotient
from rules.errors import FigureError

LARGEST_BIT_LENGTH = 128


@dataclass(frozen=True, slots=True)
class Mode:
    """One way a circuit computes: bit length of the multiplier's inputs, and the dense rate of its data
    sheet.

    dense_tera_operations_per_second: 10^12 operations a second for the whole package, a multiply-accumulate
    counted as two, sparsity removed.
    """

    bits: int
    dense_tera_operations_per_second: Decimal

    def __post_init__(self) -> None:
        if not 1 <= self.bits <= LARGEST_BIT_LENGTH:
            raise FigureError(
                f"bit length is {self.bits}: give the bits of the multiplier's inputs, 1 to 128"
            )
        non_negative(self.dense_tera_operations_per_second, "dense tera operations per second")

    @property
    def total_processing_performance(self) -> Decimal:
        """TOPS x bit of this mode alone."""
        return exact_product(self.dense_tera_operations_per_second, self.bits)


def total_processing_performance(modes: Iterable[Mode]) -> Decimal | None:
    """TOPS x bit: the highest over the modes (Technical Note 2); None, unknown, where no mode is known."""
    return max((mode.total_processing_performance for mode in modes), default=None)


def performance_density(tpp: Decimal | None, applicable_die_area_mm2: Decimal | None) -> Decimal | None:
    """TOPS x bit / mm2, or None: unknown where either figure is, undefined where the area is 0 (all dies
    planar).

    A quotient without end is cut at 50 digits so that it stands to every threshold as the true one does
    (`rules.decimals`). Raises FigureError for a negative figure.
    """
    if tpp is None or applicable_die_area_mm2 is None:
        return None
    non_negative(tpp, "total processing performance")
    if non_negative(applicable_die_area_mm2, "applicable die area in mm2") == 0:
        return None
    return ordered_quotient(tpp, applicable_die_area_mm2)


class H100Metric(StrEnum):
    """By what a chip is compared with one H100 SXM. The two disagree (B300: 3.54 and 2.27), so it is always
    said.
    """

    TPP = "tpp"
    DENSE_BF16 = "dense_bf16"


# NVIDIA H100 SXM data sheet, sparsity removed: 1,979 FP8 teraFLOPS x 8 bits; 989.5 BF16 teraFLOPS.
H100_BY_METRIC = {H100Metric.TPP: Decimal(15832), H100Metric.DENSE_BF16: Decimal("989.5")}


@dataclass(frozen=True, slots=True)
class H100Equivalents:
    """So many H100 by this metric."""

    amount: Decimal
    metric: H100Metric


def h100_equivalents(figure: Decimal, metric: H100Metric) -> H100Equivalents:
    """A figure in the metric's unit (TOPS x bit for TPP; dense BF16 teraFLOPS) as a number of H100 SXM."""
    return H100Equivalents(
        ordered_quotient(non_negative(figure, f"{metric} figure"), H100_BY_METRIC[metric]), metric
    )
