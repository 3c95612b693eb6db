"""The job table that is pushed: the real Philly trace where it is on this machine, else an invented one of
the same size.
"""

import csv
import gzip
import io
import random
from datetime import UTC, datetime, timedelta

from compliance.demo.real_logs import PHILLY, folder, numbered

JOBS = 82_247
_SEED = 20171003


def job_table() -> tuple[str, bytes]:
    """Return what it is, and its CSV."""
    found = folder()
    if found is not None:
        return "Philly, 82,247 real jobs", numbered(gzip.decompress((found / PHILLY).read_bytes()))
    return "82,247 invented jobs", _invented()


def _invented() -> bytes:
    chance = random.Random(_SEED)  # noqa: S311  no secret: the same table each time
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["timestamp", "duration", "num_gpus", "gpu_time", "cluster"])
    begins = datetime(2017, 10, 1, tzinfo=UTC)
    for _ in range(JOBS):
        started = begins + timedelta(seconds=chance.randrange(75 * 86_400))
        seconds, gpus = int(chance.lognormvariate(7.5, 2.2)) + 1, chance.choice((1, 1, 1, 1, 2, 4, 8, 16))
        writer.writerow(
            [
                started.strftime("%Y-%m-%d %H:%M:%S"),
                f"{seconds}.0",
                gpus,
                f"{seconds * gpus}.0",
                f"vc{chance.randrange(15):02}",
            ]
        )
    return numbered(out.getvalue().encode())
