"""Facts of an integrated circuit.

Sources: Technical Notes to 3A090.a and 3A090.b, 15 CFR part 774 Supplement No. 1 (see `rules.performance`).
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

_CHIP = frozenset({Subject.CHIP})


def chip_facts() -> Iterator[Fact]:
    yield Fact(
        "tpp",
        FactType.DECIMAL,
        "TOPS x bit",
        "total processing performance of the integrated circuit, dense, highest over its bit lengths",
        _CHIP,
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
        _CHIP,
    )
