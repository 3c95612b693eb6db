"""The logs of the ledger, as the console shows them."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from audit.ledger.models import Entry, Head, OutboxEntry, SignedCheckpoint
from audit.ledger.origins import entity_of

_ENTRIES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A sealed entry. `leaf_hash` is hexadecimal, `leaf` readable JSON."""

    index: int
    kind: str
    actor: str
    subject: str
    recorded_at: datetime
    leaf_hash: str
    leaf: str


@dataclass(frozen=True, slots=True)
class ShownLog:
    """One log. `waiting`: leaves that have no index yet; `checkpoint`: the newest, or None before the first."""

    origin: str
    entity: str
    size: int
    waiting: int
    checkpoint: SignedCheckpoint | None
    entries: list[ShownEntry]


def read_logs() -> list[ShownLog]:
    """Return every log, in the order of their names. Two queries, and two more for each log."""
    sizes = dict(Head.objects.values_list("log", "size"))
    waiting = dict(OutboxEntry.objects.values_list("log").annotate(how_many=Count("pk")).order_by())
    return [
        _read_log(origin, sizes.get(origin, 0), waiting.get(origin, 0))
        for origin in sorted({*sizes, *waiting})
    ]


def _read_log(origin: str, size: int, waiting: int) -> ShownLog:
    entries = Entry.objects.filter(log=origin).order_by("-index")[:_ENTRIES_SHOWN]
    return ShownLog(
        origin=origin,
        entity=entity_of(origin),
        size=size,
        waiting=waiting,
        checkpoint=SignedCheckpoint.objects.filter(log=origin).order_by("-size").first(),
        entries=[_shown(entry) for entry in entries],
    )


def _shown(entry: Entry) -> ShownEntry:
    leaf = json.loads(bytes(entry.leaf))
    return ShownEntry(
        index=entry.index,
        kind=entry.kind,
        actor=leaf.get("actor", ""),
        subject=leaf.get("object", ""),
        recorded_at=entry.recorded_at,
        leaf_hash=bytes(entry.leaf_hash).hex(),
        leaf=json.dumps(leaf, indent=2, ensure_ascii=False),
    )
