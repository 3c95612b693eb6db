"""Operations from hardware: accelerator-seconds x peak rate x utilisation, in three bounds.

A screen that counts only the expected operations misses an efficient trainer; one that counts only the most
possible flags everybody. So all three are kept: the upper bound opens a question, the expected value is
what a report says.

The peak here is not the peak of TPP: training runs in 16 bits or FP8, so FP4 and integer rates never enter
(they would double a BF16 estimate). Utilisation is the share of the dense 16-bit peak that a model in fact
reaches ("model FLOPs utilisation"), not the busy time that a driver reports.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rules.decimals import exact_product, exact_sum, non_negative
from rules.errors import FigureError

OPERATIONS_PER_TERA_OPERATION = 10**12

# Model FLOPs utilisation of published training runs is 0.3 to 0.4 as a rule, 0.2 to 0.55 at the ends (Llama
# 3.1 405B:
# 0.345; DeepSeek-V3: 0.33 of the BF16 peak).
EXPECTED_UTILISATION = Decimal("0.4")
LOW_UTILISATION = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class ChipPeaks:
    """Dense peak rates of one accelerator in tera (10^12) operations a second, by format; None: unknown."""

    fp8: Decimal | None = None
    bf16: Decimal | None = None
    fp16: Decimal | None = None
    tf32: Decimal | None = None
    fp32: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("fp8", "bf16", "fp16", "tf32", "fp32"):
            rate: Decimal | None = getattr(self, name)
            if rate is not None and non_negative(rate, f"dense {name} tera operations per second") == 0:
                raise FigureError(
                    f"dense {name} rate is 0: leave it out (None) where the chip has no such mode"
                )

    @property
    def usual(self) -> Decimal | None:
        """The rate that training runs at: BF16, else FP16, else TF32, else FP32; FP8 if alone."""
        known = (self.bf16, self.fp16, self.tf32, self.fp32, self.fp8)
        return next((rate for rate in known if rate is not None), None)

    @property
    def highest(self) -> Decimal | None:
        """The highest known rate of any training format."""
        known = (self.fp8, self.bf16, self.fp16, self.tf32, self.fp32)
        return max((rate for rate in known if rate is not None), default=None)


@dataclass(frozen=True, slots=True)
class OperationsBounds:
    """Operations (not tera), with lower <= expected <= upper."""

    lower: Decimal
    expected: Decimal
    upper: Decimal


NO_OPERATIONS = OperationsBounds(Decimal(0), Decimal(0), Decimal(0))


def operations_bounds(
    accelerator_seconds: int, peaks: ChipPeaks, utilisation: Decimal | None = None
) -> OperationsBounds | None:
    """Bounds of the operations done, or None, unknown, where the chip has no known training rate.

    utilisation: measured share (0 to 1) of the usual dense peak, where someone measured it. Then it is the
    lower bound, and raises the expected value if it is above 0.4; else the lower bound takes 0.2. Expected:
    0.4 of the usual peak (BF16, FP16 where there is no BF16). Upper: all of the highest training peak.

    Raises FigureError for negative seconds or a utilisation outside 0 to 1.
    """
    if accelerator_seconds < 0:
        raise FigureError(f"accelerator-seconds are {accelerator_seconds}: they cannot be negative")
    if utilisation is not None and not (utilisation.is_finite() and 0 <= utilisation <= 1):
        raise FigureError(f"utilisation is {utilisation}: give a share from 0 to 1 (35 percent is 0.35)")
    usual, highest = peaks.usual, peaks.highest
    if usual is None or highest is None:
        return None
    low = LOW_UTILISATION if utilisation is None else utilisation
    at_usual_peak = exact_product(usual, OPERATIONS_PER_TERA_OPERATION, accelerator_seconds)
    return OperationsBounds(
        lower=exact_product(at_usual_peak, low),
        expected=exact_product(at_usual_peak, max(low, EXPECTED_UTILISATION)),
        upper=exact_product(highest, OPERATIONS_PER_TERA_OPERATION, accelerator_seconds),
    )


def total_operations(bounds: Iterable[OperationsBounds]) -> OperationsBounds:
    """The sum, bound by bound, to the last digit; unknown (None) parts are the caller's to show."""
    parts = list(bounds)
    return OperationsBounds(
        lower=exact_sum(part.lower for part in parts),
        expected=exact_sum(part.expected for part in parts),
        upper=exact_sum(part.upper for part in parts),
    )
