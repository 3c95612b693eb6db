"""What the registry's figures mean to the rules: a chip's modes, figures, classification and training peaks."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from compliance.registry.catalogue import Basis, Catalogue, Resolved
from compliance.registry.models import Chip
from rules.chips.classification import Classification, classify
from rules.chips.figures import TF32, TF32_BITS, ChipFigures, NamedMode
from rules.compute import ChipPeaks
from rules.law import Law
from rules.performance import Mode

__all__ = [
    "Basis",
    "Catalogue",
    "Resolved",
    "classification_of",
    "figures_of",
    "modes_of",
    "peaks_of",
]

IO_THRESHOLDS_GB_PER_S = (150, 600)
"""With what shipped sets compare the aggregate transfer rate: 3A991.p.2, and 3A090.a as of 2022-10-21."""

# Where several formats give the same TPP, the first of these is named as the one that decided.
_BITS = {
    "fp16": 16,
    "bf16": 16,
    "fp8": 8,
    "int8": 8,
    "fp6": 6,
    "fp4": 4,
    "int4": 4,
    "fp32": 32,
    "fp64": 64,
    TF32: TF32_BITS,
}


def modes_of(chip: Chip) -> list[Mode]:
    """Return the chip's known modes: dense rates of the package with the bit length of their inputs."""
    return [named.mode for named in _named_modes(chip)]


def figures_of(chip: Chip) -> ChipFigures:
    """Return what the rules are told of a chip. The row need not be in the database.

    Every chip of the registry is a processor.
    """
    return ChipFigures(
        chip=chip.slug,
        modes=tuple(_named_modes(chip)),
        applicable_die_area_mm2=_applicable_die_area_mm2(chip),
        marketed_for_datacenter=chip.marketed_for_datacenter,
        aggregate_bidirectional_io_gb_per_s=_aggregate_io_gb_per_s(chip),
        memory_bandwidth_gb_per_s=chip.memory_bandwidth_gbs,
        designer_headquarters_countries=tuple(sorted(chip.designer_hq.split("/")))
        if chip.designer_hq
        else None,
    )


def classification_of(chip: Chip, law: Law, as_of: date, known_on: date | None = None) -> Classification:
    """Return what the law of a day, as known on another, says of a chip, from published figures.

    It is a proposal: the maker's own classification outranks it. Raises rules.errors.NoTextKnown for a day
    on which no text of 3A090 was in force or known.
    """
    return classify(figures_of(chip), law, as_of=as_of, known_on=known_on)


def _named_modes(chip: Chip) -> Iterator[NamedMode]:
    """A rate that no source states gives none."""
    for number_format, bits in _BITS.items():
        rate: Decimal | None = getattr(chip, f"{number_format}_tops")
        if rate is not None:
            yield NamedMode(number_format, Mode(bits, rate))
    if chip.other_tops is not None and chip.other_bits is not None:
        yield NamedMode(chip.other_format, Mode(chip.other_bits, chip.other_tops))


def _applicable_die_area_mm2(chip: Chip) -> Decimal | None:
    """Return the area of all non-planar logic dies: 0 where all are planar, None where it is not known."""
    return Decimal(0) if chip.has_non_planar_die is False else chip.die_area_mm2


def _aggregate_io_gb_per_s(chip: Chip) -> Decimal | None:
    """Return a rate that stands to every threshold of the rules as the true one does; None where none is known to.

    Sources give the fastest link, which is only a part: the true rate is that or more.
    """
    at_least, at_most = chip.interconnect_gbs, chip.io_at_most_gbs
    if at_least is None:
        return None
    undecided = [
        one for one in IO_THRESHOLDS_GB_PER_S if at_least < one and (at_most is None or one <= at_most)
    ]
    return None if undecided else at_least


def peaks_of(chip: Chip) -> ChipPeaks:
    """Return the dense training rates, 10^12 operations a second. FP4, FP6 and integers do not train."""
    return ChipPeaks(
        fp8=chip.fp8_tops, bf16=chip.bf16_tops, fp16=chip.fp16_tops, tf32=chip.tf32_tops, fp32=chip.fp32_tops
    )
