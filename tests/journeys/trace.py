"""A trace of jobs: the public one of Philly where it is there, an invented one of 20,000 jobs where it is not."""

import csv
import gzip
import os
import random
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.pushes import HOUR, MONDAY, job
from tests.real_data import real_data

INVENTED_JOBS = 20_000
Row = tuple[object, ...]


def rows_of_trace() -> list[Row]:
    """Return rows for `tests.pushes.job_table`, each job under a number of its own."""
    try:
        path: Path = real_data("logs/philly/philly_pollux.csv.gz")
    except pytest.skip.Exception:
        return _invented()
    with gzip.open(path, "rt") as lines:
        return [
            (row["timestamp"], row["duration"], row["num_gpus"], row["cluster"], f"job-{number}", "")
            for number, row in enumerate(csv.DictReader(lines))
        ]


def _invented() -> list[Row]:
    dice = random.Random(os.environ.get("PYTHONHASHSEED", "trace"))  # noqa: S311  no secret
    return [
        job(
            f"job-{n}",
            f"tn-{dice.randrange(15)}",
            MONDAY + dice.randrange(60 * 24 * HOUR),
            dice.randrange(1, 20 * HOUR),
            2 ** dice.randrange(6),
        )
        for n in range(INVENTED_JOBS)
    ]


def direct_sum(rows: list[Row]) -> Counter[tuple[str, int]]:
    """Return (tenant, hour) -> accelerator-seconds, added up row by row without any of the code under test."""
    sums: Counter[tuple[str, int]] = Counter()
    for timestamp, duration, accelerators, tenant, *_ in rows:
        started_at = int(datetime.fromisoformat(str(timestamp).rstrip("Z")).replace(tzinfo=UTC).timestamp())
        ended_at = started_at + int(float(str(duration)))
        for hour in range(started_at // HOUR * HOUR, ended_at, HOUR):
            sums[str(tenant), hour] += (min(hour + HOUR, ended_at) - max(hour, started_at)) * int(
                str(accelerators)
            )
    return +sums
