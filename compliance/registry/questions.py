"""What the registry's figures mean to the rules: a chip's modes, facts, status and training peaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.registry.catalogue import Basis, Catalogue, Resolved
from compliance.registry.models import Chip
from rules import chip_status
from rules.chip_status import ChipProposal
from rules.compute import ChipPeaks
from rules.facts import FactValue
from rules.performance import Mode

__all__ = [
    "TF32_BITS",
    "TF32_CONTAINER_BITS",
    "Basis",
    "Catalogue",
    "NamedMode",
    "ProposedStatus",
    "Resolved",
    "applicable_die_area_mm2",
    "chip_facts",
    "modes_of",
    "named_modes_of",
    "peaks_of",
    "proposed_status",
]

TF32_BITS = 19
"""Bits of a TF32 operand at the multiplier, whose inputs Technical Note 1.c counts: 1 + 8 + 10."""
TF32_CONTAINER_BITS = 32
"""Bits in which TF32 is stored. The Bureau has not ruled which counts, so both readings can be asked for."""

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
}


@dataclass(frozen=True, slots=True)
class NamedMode:
    """A mode and the number format it computes in, as the registry names it."""

    number_format: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class ProposedStatus:
    """The control status proposed for a chip, and what led to it.

    modes: every known mode. decisive_format: the format whose mode gives the TPP; None where no rate is
    known. other_reading: the proposal if TF32 counted 32 bits, where that gives another status; else None.
    """

    proposal: ChipProposal
    modes: tuple[NamedMode, ...]
    decisive_format: str | None
    other_reading: ChipProposal | None


def named_modes_of(chip: Chip, *, tf32_bits: int = TF32_BITS) -> list[NamedMode]:
    """Return the chip's known modes with their formats; a rate that no source states gives none."""
    return list(_named_modes(chip, tf32_bits))


def modes_of(chip: Chip, *, tf32_bits: int = TF32_BITS) -> list[Mode]:
    """Return the chip's known modes: dense rates of the package with the bit length of their inputs."""
    return [named.mode for named in _named_modes(chip, tf32_bits)]


def _named_modes(chip: Chip, tf32_bits: int) -> Iterator[NamedMode]:
    for number_format, bits in {**_BITS, "tf32": tf32_bits}.items():
        rate: Decimal | None = getattr(chip, f"{number_format}_tops")
        if rate is not None:
            yield NamedMode(number_format, Mode(bits, rate))
    if chip.other_tops is not None and chip.other_bits is not None:
        yield NamedMode(chip.other_format, Mode(chip.other_bits, chip.other_tops))


def applicable_die_area_mm2(chip: Chip) -> Decimal | None:
    """Return the area of all non-planar logic dies: 0 where all are planar, None where it is not known."""
    return Decimal(0) if chip.has_non_planar_die is False else chip.die_area_mm2


def chip_facts(chip: Chip) -> dict[str, FactValue | None]:
    """Return the catalogue's facts about a chip; unknown ones are None. TF32 counts 19 bits."""
    return chip_status.chip_facts(
        modes_of(chip), applicable_die_area_mm2(chip), marketed_for_datacenter=chip.marketed_for_datacenter
    )


def proposed_status(chip: Chip, on: date) -> ProposedStatus:
    """Return the control status proposed from published figures, under the 3A090 set in force on a day.

    It is a proposal: the maker's own classification outranks it. Raises rules.errors.RuleSetNotFound for a
    day before the first shipped version of the set.
    """
    modes = named_modes_of(chip)
    proposal = _propose(chip, TF32_BITS, on)
    other = _propose(chip, TF32_CONTAINER_BITS, on)
    decisive = max(modes, key=lambda named: named.mode.total_processing_performance, default=None)
    return ProposedStatus(
        proposal=proposal,
        modes=tuple(modes),
        decisive_format=decisive.number_format if decisive else None,
        other_reading=other if other.status is not proposal.status else None,
    )


def _propose(chip: Chip, tf32_bits: int, on: date) -> ChipProposal:
    return chip_status.propose(
        modes_of(chip, tf32_bits=tf32_bits),
        applicable_die_area_mm2(chip),
        marketed_for_datacenter=chip.marketed_for_datacenter,
        on=on,
    )


def peaks_of(chip: Chip) -> ChipPeaks:
    """Return the dense training rates, 10^12 operations a second. FP4, FP6 and integers do not train."""
    return ChipPeaks(
        fp8=chip.fp8_tops, bf16=chip.bf16_tops, fp16=chip.fp16_tops, tf32=chip.tf32_tops, fp32=chip.fp32_tops
    )
