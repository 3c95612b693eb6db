"""Facts of an integrated circuit.

Sources: ECCN 3A090, its notes and Technical Notes, and 3A991.p, 15 CFR part 774 Supplement No. 1 (see
`rules.performance`); guidance of the Bureau of Industry and Security of 2025-05-13 on General Prohibition 10.
All rates of transfer are gigabytes a second (10^9 bytes), never gigabits.
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

CHIP_KINDS = ("processor", "hbm_stack", "hbm_package", "other_memory")
"""What a circuit mainly is. processor: its dominant function is processing, whatever memory is packaged with it.
hbm_stack: one stack of high bandwidth memory, with or without a logic control interface and its physical layer.
hbm_package: a package of such stacks. other_memory: any other memory."""

CONTROL_ENTRIES = ("3A090.a", "3A090.b", "3A090.c", "none")
"""What ECCN 3A090 says of a circuit: .a before .b before .c; none where it is described by none of them."""

_CHIP = frozenset({Subject.CHIP})
_CHIP_AND_TRANSFER = frozenset({Subject.CHIP, Subject.TRANSFER})


def chip_facts() -> Iterator[Fact]:
    yield from _performance()
    yield from _transfer()
    yield from _identity()
    yield from _origin()


def _performance() -> Iterator[Fact]:
    yield Fact(
        "tpp",
        FactType.DECIMAL,
        "TOPS x bit",
        "total processing performance of the integrated circuit, dense, highest over its bit lengths",
        _CHIP_AND_TRANSFER,
    )
    yield Fact(
        "performance_density",
        FactType.DECIMAL,
        "TOPS x bit / mm2",
        "total processing performance divided by applicable die area; undefined where that area is 0",
        _CHIP,
    )
    yield Fact(
        "applicable_die_area_mm2",
        FactType.DECIMAL,
        "mm2",
        "area of all logic dies made with non-planar transistors; 0 where all logic dies are planar",
        _CHIP,
    )
    yield Fact(
        "marketed_for_datacenter",
        FactType.BOOLEAN,
        "",
        "whether the item itself is designed or marketed for use in datacenters (the item, not its buyer)",
        _CHIP_AND_TRANSFER,
    )
    yield Fact(
        "processing_performance_tops",
        FactType.DECIMAL,
        "TOPS",
        "dense tera operations a second of the fastest number format, whatever its bit length",
        _CHIP,
    )


def _transfer() -> Iterator[Fact]:
    for name, meaning in (
        (
            "aggregate_bidirectional_io_gb_per_s",
            "transfer rate over all inputs and outputs, both ways, to circuits other than volatile memories; gigabytes",
        ),
        (
            "memory_bandwidth_gb_per_s",
            "transfer rate to and from the memory of the package; gigabytes",
        ),
        (
            "io_plus_memory_bandwidth_gb_per_s",
            "aggregate bidirectional input and output and memory bandwidth together; gigabytes",
        ),
    ):
        yield Fact(name, FactType.DECIMAL, "GB/s", meaning, _CHIP_AND_TRANSFER)
    yield Fact(
        "memory_bandwidth_density_gb_per_s_per_mm2",
        FactType.DECIMAL,
        "GB/s/mm2",
        "bandwidth of a memory package (of the stack where there is no package) divided by its area",
        _CHIP_AND_TRANSFER,
    )


def _identity() -> Iterator[Fact]:
    yield Fact("chip", FactType.TEXT, "", "the chip's key in the registry", _CHIP)
    yield Fact(
        "chip_kind",
        FactType.TEXT,
        "",
        "what the circuit mainly is: processor (whatever memory is packaged with it), or a kind of memory",
        _CHIP,
        vocabulary=CHIP_KINDS,
    )
    yield Fact(
        "control_entry",
        FactType.TEXT,
        "",
        "what ECCN 3A090 says of the circuit, under the sets that the answer rests on; unknown while undetermined",
        _CHIP,
        vocabulary=CONTROL_ENTRIES,
    )


def _origin() -> Iterator[Fact]:
    yield Fact(
        "designer_headquarters_countries",
        FactType.TEXT_LIST,
        "ISO 3166-1 alpha-2",
        "countries in which the circuit's designer has its headquarters: one, or two where it has two seats",
        _CHIP_AND_TRANSFER,
        is_country=True,
    )
    yield Fact(
        "designer_headquarters_groups",
        FactType.TEXT_LIST,
        "",
        "country groups (15 CFR part 740 Supplement No. 1) that those countries are in on the day",
        _CHIP_AND_TRANSFER,
    )
    yield Fact(
        "bis_authorisation_on_file",
        FactType.BOOLEAN,
        "",
        "whether an authorisation of the Bureau of Industry and Security for this circuit is on file here",
        _CHIP_AND_TRANSFER,
    )
    yield Fact(
        "acquired_solely_for_technical_analysis",
        FactType.BOOLEAN,
        "",
        "whether the circuit is acquired for nothing but technical analysis, such as destructive testing",
        _CHIP_AND_TRANSFER,
    )
