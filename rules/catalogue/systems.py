"""Facts of a computer, electronic assembly or component that contains integrated circuits.

Sources: ECCNs 4A090 and 4A994.l and the .z paragraphs, 15 CFR part 774 Supplement No. 1. Whether a circuit counts is
what ECCN 3A090 says of it: one that Note 2 excludes (not for datacenters, below 4800) is outside 3A090, so not counted.
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

BASE_ENTRIES = ("3A001", "4A003", "4A004", "4A005", "5A002", "5A004", "5A992", "none")
"""The entries that have a .z paragraph; none: another entry, or none."""

_SYSTEM = frozenset({Subject.SYSTEM})


def system_facts() -> Iterator[Fact]:
    for level in ("a", "b"):
        yield Fact(
            f"contains_3a090_{level}_circuit",
            FactType.BOOLEAN,
            "",
            f"whether any integrated circuit in the item is 3A090.{level}; those that a note excludes do not count",
            _SYSTEM,
        )
    yield Fact(
        "contains_3a991_p_circuit",
        FactType.BOOLEAN,
        "",
        "whether any integrated circuit in the item is 3A991.p",
        _SYSTEM,
    )
    yield Fact(
        "base_entry",
        FactType.TEXT,
        "",
        "the entry that describes the item by what else it does (5A992 and 5A002: encryption); none: another",
        _SYSTEM,
        vocabulary=BASE_ENTRIES,
    )
