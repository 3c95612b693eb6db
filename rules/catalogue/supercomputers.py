"""Facts of a computing system, or of all a provider has in one place, for the supercomputer test and for clusters.

Sources: 15 CFR 772.1 ("supercomputer"); 31 CFR part 850; Executive Order 14110 (revoked). `rules.supercomputer` works
out the figures of a fleet of chips.
"""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

_SYSTEMS = frozenset({Subject.SYSTEM, Subject.PROVIDER})


def supercomputer_facts() -> Iterator[Fact]:
    for bits in (64, 32):
        yield Fact(
            f"fp{bits}_petaflops",
            FactType.DECIMAL,
            "petaflops",
            f"collective maximum theoretical capacity at {bits} bits of floating point; lower precision does not count",
            _SYSTEMS,
        )
        yield Fact(
            f"densest_fp{bits}_petaflops",
            FactType.DECIMAL,
            "petaflops",
            f"the same capacity at {bits} bits, of the densest 41,600 cubic feet of a system that takes up more",
            _SYSTEMS,
        )
    for name, unit, meaning in (
        ("envelope_cubic_feet", "cubic feet", "volume of the envelope that the system takes up"),
        (
            "cluster_network_gbit_per_s",
            "Gbit/s",
            "speed of the data centre network that connects the machines; gigabits, not gigabytes",
        ),
        (
            "cluster_peak_operations_per_s",
            "operations/s",
            "theoretical maximum of integer or floating-point operations in a second for training",
        ),
    ):
        yield Fact(name, FactType.DECIMAL, unit, meaning, _SYSTEMS)
