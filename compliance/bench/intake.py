"""Intake: a job table from push to flags, beside a bare DuckDB parse of the same file and the usual one-row
REST and ORM way.
"""

import csv
import io
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import zstandard
from django.db import transaction
from rest_framework.serializers import ModelSerializer

from compliance.bench.figures import Figure
from compliance.bench.job_table import JOBS, job_table
from compliance.demo.provider import ProviderClient
from compliance.demo.real_logs import PHILLY_ASSUMPTION, PHILLY_CHIP, direct_sum
from compliance.demo.services import Services, free_port, start_web, start_worker
from compliance.jobs.queue import unfinished
from compliance.providers.enrol import enrol_provider, issue_key, state_facility
from compliance.registry.load import load_registry
from compliance.tenants.models import Tenant
from compliance.usage.models import LifecycleEvent
from compliance.usage.questions import accelerator_seconds_of

_ROOT = Path(__file__).resolve().parent.parent.parent
_GOAL_SECONDS = 20.0
_ONE_BY_ONE_ROWS = 1000


def measure(services: Services, folder: Path) -> list[Figure]:
    """Push the table over HTTP to a real server, worker and broker, and wait for the flags."""
    what, body = job_table()
    load_registry(folder=_ROOT / "fixtures" / "registry", by="bench")
    seconds = _from_push_to_flags(services, folder, body)
    rate = JOBS / seconds
    bare, one_by_one = _bare_duckdb(folder, body), _one_by_one(body)
    seconds_goal = f"under {_GOAL_SECONDS:.0f} s"
    return [
        Figure(
            "intake", f"{what}: push to flags", seconds, "s", goal=seconds_goal, met=seconds < _GOAL_SECONDS
        ),
        _beside("a bare DuckDB parse and group, one thread", rate, bare, at_least=0.5),
        _beside("a serializer and create() for each row", rate, one_by_one, at_least=500),
    ]


def _beside(what: str, rate: float, other: float, *, at_least: float) -> Figure:
    """Return the rate from push to flags beside another way; the goals are those of full intake, in jobs here."""
    ratio, goal = rate / other, f"at least {at_least:g} of it"
    return Figure(
        "intake", f"jobs from push to flags, beside {what}", rate, "1/s", what, ratio, goal, ratio >= at_least
    )


def _from_push_to_flags(services: Services, folder: Path, body: bytes) -> float:
    environment = dict(os.environ)
    start_worker(services, environment, folder / "run")
    address = start_web(services, environment, free_port(8011))
    provider = enrol_provider(key="bench", name="Bench", by="bench")
    state_facility(
        provider=provider, key="bench", by="bench", assumed_chip=PHILLY_CHIP, assumption=PHILLY_ASSUMPTION
    )
    _, key = issue_key(provider=provider, by="bench")
    pushed = zstandard.compress(body)
    begun = time.monotonic()
    ProviderClient(address, key).push(pushed, encoding="zstd", facility="bench")
    while unfinished().exists():
        time.sleep(0.05)
    seconds = time.monotonic() - begun
    counted, expected = accelerator_seconds_of("bench"), direct_sum(body)
    if counted != expected:
        raise SystemExit(
            f"bench: {counted} accelerator-seconds were counted, the file holds {expected}: a figure would mean nothing"
        )
    return seconds


def _bare_duckdb(folder: Path, body: bytes) -> float:
    """Return rows per second of a bare parse and group-by: no identity, no hours, no ledger, no rules."""
    path = folder / "table.csv"
    path.write_bytes(body)
    with duckdb.connect(config={"threads": 1}) as engine:
        begun = time.monotonic()
        engine.execute(
            "SELECT cluster, date_trunc('hour', timestamp) AS hour, sum(duration * num_gpus) "
            "FROM read_csv(?) GROUP BY ALL",
            [str(path)],
        ).fetchall()
        return JOBS / (time.monotonic() - begun)


class _OneRow(ModelSerializer[LifecycleEvent]):
    """What the usual endpoint would validate for each row."""

    class Meta:
        model = LifecycleEvent
        fields = "__all__"


def _one_by_one(body: bytes) -> float:
    """Return rows per second when each row is validated by a serializer and created by itself, each in its
    own transaction.
    """
    tenant = Tenant.objects.first()
    rows = list(csv.DictReader(io.StringIO(body.decode())))[:_ONE_BY_ONE_ROWS]
    begun = time.monotonic()
    for number, row in enumerate(rows):
        started = int(datetime.fromisoformat(row["timestamp"]).replace(tzinfo=UTC).timestamp())
        data = {
            "provider": "one-by-one",
            "resource_uid": f"job-{number}",
            "event_uid": f"job-{number}",
            "kind": "usage",
            "occurred_at": started,
            "tenant": tenant.pk if tenant else None,
            "layer": "job",
            "accelerator_count": row["num_gpus"],
            "stated_from": started,
            "stated_until": started + int(float(row["duration"])),
            "batch": "one-by-one",
            "line_number": number,
        }
        with transaction.atomic():
            form = _OneRow(data=data)
            form.is_valid(raise_exception=True)
            form.save()
    return len(rows) / (time.monotonic() - begun)
