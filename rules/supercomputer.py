"""The "supercomputer" of 15 CFR 772.1, on which the end-use control of 15 CFR 744.23(a)(1) turns.

In our words: a computing system whose collective maximum theoretical capacity is 100 or more petaflops at 64
bits, or 200 or more at 32 bits, within an envelope of 41,600 cubic feet or smaller. Either limb is enough.
Chips made for AI have little 64-bit arithmetic and reach the 32-bit limb first. Only 64-bit and 32-bit
floating point count: no TF32, BF16, FP8 or integers, whatever a brochure calls a petaflop.

Confidence: K, corroborated by the same words in 31 CFR part 850. Read the text before relying on a limit
case. One reading is ours: the definition asks for capacity *within* an envelope of that size, so a larger
system may have a part that meets it. Where a system in a larger envelope has the capacity, the answer is
undetermined until somebody gives the figures of its densest 41,600 cubic feet.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from rules.decimals import decimal_text, exact_product, non_negative, ordered_quotient
from rules.errors import FigureError
from rules.three_valued import Outcome, Undetermined, all_of, any_of

CITATION = "15 CFR 772.1, 'supercomputer'; 15 CFR 744.23(a)(1)"
FP64_PETAFLOPS_LIMIT = Decimal(100)
FP32_PETAFLOPS_LIMIT = Decimal(200)
ENVELOPE_CUBIC_FEET_LIMIT = Decimal(41600)

METRES_PER_FOOT = Decimal("0.3048")  # exact by definition since 1959
CUBIC_METRES_PER_CUBIC_FOOT = exact_product(METRES_PER_FOOT, METRES_PER_FOOT, METRES_PER_FOOT)
TERAFLOPS_PER_PETAFLOPS = 1000

FP64_LIMB = "100 FP64 petaflops"
FP32_LIMB = "200 FP32 petaflops"
DENSEST_PART = "capacity_of_densest_41600_cubic_feet"


def _volume(volume: Decimal, unit: str) -> Decimal:
    if non_negative(volume, unit) == 0:
        raise FigureError(f"the envelope has 0 {unit}: leave it out (None) where it is unknown")
    return volume


@dataclass(frozen=True, slots=True)
class Envelope:
    """The space a system takes up, kept in cubic metres, into which cubic feet convert without rounding."""

    cubic_metres: Decimal

    @classmethod
    def of_cubic_metres(cls, volume: Decimal) -> "Envelope":
        """From cubic metres; FigureError for a volume that is not above 0."""
        return cls(_volume(volume, "cubic metres"))

    @classmethod
    def of_cubic_feet(cls, volume: Decimal) -> "Envelope":
        """From cubic feet; FigureError for a volume that is not above 0."""
        return cls(exact_product(_volume(volume, "cubic feet"), CUBIC_METRES_PER_CUBIC_FOOT))


ENVELOPE_LIMIT = Envelope.of_cubic_feet(ENVELOPE_CUBIC_FEET_LIMIT)  # 1,177.9808182272 m3, not 1,178


@dataclass(frozen=True, slots=True)
class SupercomputerAnswer:
    """outcome: three-valued; undetermined names what is missing. capacity_limbs: those whose capacity is
    reached. is_within_envelope: None where the envelope is unknown.
    """

    outcome: Outcome
    capacity_limbs: tuple[str, ...]
    is_within_envelope: bool | None
    explanation: str


def is_supercomputer(
    *, fp64_petaflops: Decimal | None, fp32_petaflops: Decimal | None, envelope: Envelope | None
) -> SupercomputerAnswer:
    """Whether a system meets the definition.

    fp64_petaflops, fp32_petaflops: dense maximum theoretical capacity of all that is in the envelope, in
    10^15 floating-point operations a second at 64 and at 32 bits; None is unknown. Raises FigureError for a
    negative figure.
    """
    fp64 = _reaches(fp64_petaflops, FP64_PETAFLOPS_LIMIT, "fp64_petaflops")
    fp32 = _reaches(fp32_petaflops, FP32_PETAFLOPS_LIMIT, "fp32_petaflops")
    capacity = any_of([fp64, fp32])
    outcome = all_of([capacity, _fits(envelope)])
    limbs = tuple(name for name, reached in ((FP64_LIMB, fp64), (FP32_LIMB, fp32)) if reached is True)
    is_within = None if envelope is None else envelope.cubic_metres <= ENVELOPE_LIMIT.cubic_metres
    return SupercomputerAnswer(
        outcome=outcome,
        capacity_limbs=limbs,
        is_within_envelope=is_within,
        explanation=_explanation(outcome, limbs, envelope, fp64_petaflops, fp32_petaflops),
    )


@dataclass(frozen=True, slots=True)
class ChipsToReach:
    """How many chips of one kind reach each limb; None where the chip has no such arithmetic, or nobody
    knows its rate.
    """

    fp64: int | None
    fp32: int | None

    @property
    def first(self) -> int | None:
        """The number at which the first limb is reached, as far as the rates are known."""
        return min((number for number in (self.fp64, self.fp32) if number is not None), default=None)


def chips_to_reach(*, fp64_teraflops: Decimal | None, fp32_teraflops: Decimal | None) -> ChipsToReach:
    """Smallest numbers of one chip whose rates (10^12 operations a second) add up to each limb.

    Whether so many chips stand in one envelope is another question. FigureError for a negative rate.
    """
    return ChipsToReach(
        fp64=_number_to_reach(FP64_PETAFLOPS_LIMIT, fp64_teraflops, "FP64 teraflops"),
        fp32=_number_to_reach(FP32_PETAFLOPS_LIMIT, fp32_teraflops, "FP32 teraflops"),
    )


def _number_to_reach(limit_petaflops: Decimal, teraflops: Decimal | None, what: str) -> int | None:
    if teraflops is None or non_negative(teraflops, what) == 0:
        return None
    needed = ordered_quotient(exact_product(limit_petaflops, TERAFLOPS_PER_PETAFLOPS), teraflops)
    return int(needed.to_integral_value(rounding=ROUND_CEILING))


def _reaches(petaflops: Decimal | None, limit: Decimal, name: str) -> Outcome:
    if petaflops is None:
        return Undetermined((name,))
    return non_negative(petaflops, name) >= limit


def _fits(envelope: Envelope | None) -> Outcome:
    if envelope is None:
        return Undetermined(("envelope",))
    if envelope.cubic_metres <= ENVELOPE_LIMIT.cubic_metres:
        return True
    return Undetermined((DENSEST_PART,))


def _explanation(
    outcome: Outcome,
    limbs: tuple[str, ...],
    envelope: Envelope | None,
    fp64_petaflops: Decimal | None,
    fp32_petaflops: Decimal | None,
) -> str:
    capacity = ", ".join(
        f"{'unknown' if value is None else decimal_text(value)} {name} petaflops"
        for name, value in (("FP64", fp64_petaflops), ("FP32", fp32_petaflops))
    )
    space = (
        "an unknown envelope" if envelope is None else f"{decimal_text(envelope.cubic_metres)} cubic metres"
    )
    limit = decimal_text(ENVELOPE_LIMIT.cubic_metres)
    working = f"{capacity} in {space} (limit 41,600 cubic feet, which is {limit} cubic metres)."
    if isinstance(outcome, Undetermined):
        return f"Undetermined for want of {', '.join(outcome.missing_facts)}: {working}"
    if outcome:
        return f"Meets {' and '.join(limbs)} in 41,600 cubic feet or less: {working}"
    return f"Reaches neither 100 FP64 nor 200 FP32 petaflops: {working}"
