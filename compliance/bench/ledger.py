"""The ledger: recording, sealing, proving, inspecting, beside the bare hashing of the same leaves; and a report."""

import time
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from audit.ledger.inspect import inspect_log
from audit.ledger.models import Entry, OutboxEntry
from audit.ledger.prove import proof_of
from audit.ledger.record import record
from audit.ledger.seal import seal
from audit.proofs.merkle import Frontier, leaf_hash
from compliance.bench import report
from compliance.bench.figures import Figure
from compliance.demo.services import Services

_LEAVES = 10_000
_PER_TRANSACTION = 500
_HASHING = "bare hashing and tree"


def measure(_services: Services, _folder: Path) -> list[Figure]:
    """Record, seal, prove and inspect ten thousand leaves."""
    recording = _timed(_record_all)
    log = OutboxEntry.objects.filter(kind="bench.measured").values_list("log", flat=True)[0]
    sealing = _timed(lambda: seal(log))
    leaves = [bytes(leaf) for leaf in Entry.objects.filter(log=log).values_list("leaf", flat=True)]
    hashing = _timed(lambda: _hash_all(leaves))
    inspecting = _timed(lambda: inspect_log(log))
    reference = Entry.objects.filter(log=log).order_by("-index").values_list("reference", flat=True)[0]
    proving = _timed(lambda: proof_of(reference))
    beside_hashing = [
        Figure("ledger", f"leaves {verb} per second", _LEAVES / seconds, "1/s", _HASHING, hashing / seconds)
        for verb, seconds in (("recorded", recording), ("sealed", sealing), ("inspected", inspecting))
    ]
    what = f"one inclusion proof in a log of {len(leaves):,}"
    goal = Figure("ledger", what, proving * 1000, "ms", goal="under 1,000 ms", met=proving < 1)
    return [*beside_hashing, goal, *report.measure()]


def _timed(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _record_all() -> None:
    for start in range(0, _LEAVES, _PER_TRANSACTION):
        with transaction.atomic():
            for number in range(start, start + _PER_TRANSACTION):
                record(
                    entity="bench",
                    kind="bench.measured",
                    by="bench",
                    subject=f"bench-{number}",
                    body={"number": number},
                )


def _hash_all(leaves: list[bytes]) -> None:
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf_hash(leaf))
    tree.root()
