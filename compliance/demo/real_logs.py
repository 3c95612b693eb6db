"""Real public logs, replayed where they are on this machine: a CloudTrail lab account and the Philly GPU
cluster trace.
"""

import csv
import gzip
import io
import os
import time
from pathlib import Path

import zstandard
from rich.console import Console

from compliance.demo.errors import DemoError
from compliance.demo.provider import ProviderClient
from compliance.demo.pushed import Pushed
from compliance.demo.services import Services
from compliance.demo.waiting import wait_until_idle
from compliance.providers.enrol import enrol_provider, issue_key, state_facility
from compliance.providers.models import Provider
from compliance.usage.questions import accelerator_seconds_of

_ROOT = Path(__file__).resolve().parent.parent.parent
PHILLY = "logs/philly/philly_pollux.csv.gz"
INVICTUS = "logs/aws-invictus/cloudtrail_stratus_2023-07-10.ndjson.gz"
PHILLY_CHIP = "nvidia-h100-sxm5-80gb"
PHILLY_ASSUMPTION = (
    "The trace of 2017 does not name its GPUs. Each is counted as one NVIDIA H100 SXM5, as if the same work ran today; "
    "this is an assumption of the demo, not a fact about the cluster."
)


def folder() -> Path | None:
    """Return where the real logs lie, None where there are none."""
    found = Path(os.environ.get("REAL_DATA") or _ROOT.parent / "shared" / "data")
    return found if (found / PHILLY).is_file() else None


def numbered(table: bytes) -> bytes:
    """Return a job table with a column job_id, the row's number in the file.

    The trace has 65 rows that repeat another row to the letter and are jobs of their own; a provider's own export
    has ids, and only with ids can a job that is sent twice be told from two jobs that look alike.
    """
    header, *rows = (line for line in table.decode().splitlines() if line)
    lines = [f"job_id,{header}", *(f"{number},{row}" for number, row in enumerate(rows, start=1))]
    return ("\n".join(lines) + "\n").encode()


def direct_sum(table: bytes) -> int:
    """Return the accelerator-seconds of a job table, added up row by row with nothing of the service."""
    rows = csv.DictReader(io.StringIO(table.decode()))
    return sum(int(float(row["duration"])) * int(row["num_gpus"]) for row in rows)


def push_all(screen: Console, address: str, services: Services) -> list[Pushed]:
    """Replay what is there and say on screen what each GPU is counted as."""
    found = folder()
    if found is None:
        screen.print(
            "  no real logs here (set REAL_DATA to a folder that has them); the invented ones have shown the same path"
        )
        return []
    pushed = [_push_cloudtrail(screen, address, found)]
    wait_until_idle(screen, "Screening the CloudTrail account", services)
    pushed.append(_push_philly(screen, address, found, services))
    return pushed


def _enrol(address: str, key: str, name: str, catalogue: str) -> tuple[Provider, ProviderClient]:
    provider = enrol_provider(key=key, name=name, by="demo", instance_catalogue=catalogue)
    _, text = issue_key(provider=provider, by="demo", label="demo")
    return provider, ProviderClient(address, text)


def _push_cloudtrail(screen: Console, address: str, found: Path) -> Pushed:
    _, client = _enrol(address, "aws-lab", "AWS lab account (Invictus, 2023)", "aws")
    receipt = client.push((found / INVICTUS).read_bytes(), encoding="gzip")
    screen.print(f"[green]✓[/] aws-lab pushed 2,900 real CloudTrail events: receipt {receipt['batch']}")
    return Pushed("aws-lab", "CloudTrail, 2023-07-10", receipt["batch"])


def _push_philly(screen: Console, address: str, found: Path, services: Services) -> Pushed:
    provider, client = _enrol(address, "philly", "Philly GPU cluster (2017 trace)", "philly")
    state_facility(
        provider=provider, key="philly", by="demo", assumed_chip=PHILLY_CHIP, assumption=PHILLY_ASSUMPTION
    )
    screen.print(f"  [yellow]assumption:[/] {PHILLY_ASSUMPTION}")
    table = numbered(gzip.decompress((found / PHILLY).read_bytes()))
    body = zstandard.compress(table)
    begun = time.monotonic()
    receipt = client.push(body, encoding="zstd", facility="philly")
    wait_until_idle(screen, "82,247 real jobs from push to flags", services)
    seconds = time.monotonic() - begun
    screen.print(
        f"[green]✓[/] philly: 82,247 real jobs of 15 virtual clusters, from push to flags in {seconds:.1f} s"
    )
    counted, expected = accelerator_seconds_of("philly"), direct_sum(table)
    if counted != expected:
        raise DemoError(f"philly: {counted} accelerator-seconds were counted, the file holds {expected}")
    screen.print(f"  {counted / 3600:,.1f} accelerator-hours, equal to the sum over the file, row by row")
    return Pushed("philly", "82,247 jobs, 15 virtual clusters as 15 tenants", receipt["batch"])
