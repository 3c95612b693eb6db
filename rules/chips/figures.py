"""What is known of a chip, and the catalogue's facts that follow from it.

Sources: Technical Notes to 3A090, 15 CFR part 774 Supplement No. 1 (`rules.performance` has them in our words).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rules.decimals import exact_sum, ordered_quotient
from rules.facts import FactValue
from rules.performance import Mode, performance_density, total_processing_performance

TF32 = "tf32"
TF32_BITS = 19
"""Bits of a TF32 operand at the multiplier, whose inputs Technical Note 1.c counts: 1 + 8 + 10."""
TF32_CONTAINER_BITS = 32
"""Bits in which TF32 is stored. The Bureau has not ruled which counts, so both readings can be asked for."""

PROCESSOR = "processor"


@dataclass(frozen=True, slots=True)
class NamedMode:
    """A mode and the number format it computes in: fp8, int8, tf32, or a name of the maker's."""

    number_format: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class ChipFigures:
    """One integrated circuit as published. None is unknown, never zero.

    chip: its key in the registry, if it has one. modes: dense rates of the package; TF32 at 19 bits.
    applicable_die_area_mm2: 0 where all logic dies are planar. kind: one of
    `rules.catalogue.chips.CHIP_KINDS`. aggregate_bidirectional_io_gb_per_s: all inputs and outputs but those
    to volatile memory, both directions, gigabytes. memory_area_mm2: of a memory package or stack.
    designer_headquarters_countries: ISO 3166-1 codes, two where there are two seats.
    """

    chip: str | None = None
    modes: tuple[NamedMode, ...] = ()
    applicable_die_area_mm2: Decimal | None = None
    marketed_for_datacenter: bool | None = None
    kind: str | None = PROCESSOR
    aggregate_bidirectional_io_gb_per_s: Decimal | None = None
    memory_bandwidth_gb_per_s: Decimal | None = None
    memory_area_mm2: Decimal | None = None
    designer_headquarters_countries: tuple[str, ...] | None = None
    bis_authorisation_on_file: bool | None = False
    acquired_solely_for_technical_analysis: bool | None = None

    @property
    def tpp(self) -> Decimal | None:
        """TOPS x bit; 0 for memory, which has no processing unit; None where no rate is known."""
        tpp = total_processing_performance(named.mode for named in self.modes)
        return Decimal(0) if tpp is None and self.kind not in {PROCESSOR, None} else tpp

    @property
    def decisive_format(self) -> str | None:
        """The format whose rate gives the TPP; the first in order where several do; None where none is known."""
        best = max(self.modes, key=lambda named: named.mode.total_processing_performance, default=None)
        return best.number_format if best else None

    def with_modes(self, modes: Iterable[NamedMode]) -> "ChipFigures":
        """The same chip with other rates."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return ChipFigures(**(values | {"modes": tuple(modes)}))


def chip_facts_of(
    figures: ChipFigures, *, tpp: Decimal | None, designer_groups: tuple[str, ...] | None
) -> dict[str, FactValue | None]:
    """The catalogue's chip facts, all but `control_entry`, which the rules themselves find.

    tpp: under the reading of the Technical Notes that is taken. designer_groups: the country groups of the
    designer's countries on the day.
    """
    io, bandwidth = figures.aggregate_bidirectional_io_gb_per_s, figures.memory_bandwidth_gb_per_s
    return {
        "chip": figures.chip,
        "chip_kind": figures.kind,
        "tpp": tpp,
        "performance_density": performance_density(tpp, figures.applicable_die_area_mm2),
        "applicable_die_area_mm2": figures.applicable_die_area_mm2,
        "marketed_for_datacenter": figures.marketed_for_datacenter,
        "processing_performance_tops": _fastest_tops(figures),
        "aggregate_bidirectional_io_gb_per_s": io,
        "memory_bandwidth_gb_per_s": bandwidth,
        "io_plus_memory_bandwidth_gb_per_s": (
            None if io is None or bandwidth is None else exact_sum([io, bandwidth])
        ),
        "memory_bandwidth_density_gb_per_s_per_mm2": _memory_bandwidth_density(figures),
        "designer_headquarters_countries": figures.designer_headquarters_countries,
        "designer_headquarters_groups": designer_groups,
        "bis_authorisation_on_file": figures.bis_authorisation_on_file,
        "acquired_solely_for_technical_analysis": figures.acquired_solely_for_technical_analysis,
    }


def _fastest_tops(figures: ChipFigures) -> Decimal | None:
    rates = [named.mode.dense_tera_operations_per_second for named in figures.modes]
    if not rates and figures.kind not in {PROCESSOR, None}:
        return Decimal(0)
    return max(rates, default=None)


def _memory_bandwidth_density(figures: ChipFigures) -> Decimal | None:
    """Of a memory package or stack; a processor has none, whatever memory stands beside it in its package."""
    if figures.kind == PROCESSOR or not figures.memory_area_mm2 or figures.memory_bandwidth_gb_per_s is None:
        return None
    return ordered_quotient(figures.memory_bandwidth_gb_per_s, figures.memory_area_mm2)
