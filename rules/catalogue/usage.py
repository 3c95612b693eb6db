"""Facts of use: operations and accelerators over windows of time, from the logs."""

from collections.abc import Iterator

from rules.facts import Fact, FactType, Subject

WINDOWS = {
    "30d": "in the busiest 30 days on record",
    "90d": "in the busiest 90 days on record",
    "365d": "in the busiest 365 days on record",
    "lifetime": "on record",
}

_BOUNDS = {
    "lower": "at least (measured utilisation, or a low one where none was measured)",
    "expected": "expected (0.4 of the dense 16-bit peak)",
    "upper": "at most (all of the highest dense training peak)",
}

_USERS = frozenset({Subject.TENANT, Subject.GROUP})


def usage_facts() -> Iterator[Fact]:
    for window, when in WINDOWS.items():
        for bound, how in _BOUNDS.items():
            yield Fact(
                f"operations_{bound}_{window}",
                FactType.DECIMAL,
                "operations",
                f"operations {when}, {how}; accelerators of unknown kind are not in it",
                _USERS,
            )
        yield Fact(
            f"accelerator_hours_{window}",
            FactType.DECIMAL,
            "accelerator-hours",
            f"hours of accelerators held {when}, whatever their kind",
            _USERS,
        )
    yield Fact(
        "peak_concurrent_tpp",
        FactType.DECIMAL,
        "TOPS x bit",
        "largest total processing performance held, as the mean of an hour, summed over accelerators of known kind",
        _USERS,
    )
    yield Fact(
        "peak_concurrent_accelerators",
        FactType.INTEGER,
        "accelerators",
        "largest number of accelerators held, as the mean of an hour, rounded up",
        _USERS,
    )
    yield Fact(
        "unknown_accelerator_seconds",
        FactType.INTEGER,
        "accelerator-seconds",
        "use of instance types or chips that the registry does not know, or for which it has no usable rate",
        _USERS,
    )
