"""Which events are counted for the first time: one row for each (provider, event id), for ever.

The cost of a batch depends on the batch and, by the depth of an index, hardly on what was seen before.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

from django.db import connection

Verdict = Literal["new", "duplicate", "conflict"]
KEY_BYTES = 16
_SQLITE_VARIABLES = 30_000  # SQLite takes 32,766 in one statement


def event_key(provider: str, event_uid: str) -> bytes:
    """Return 128 bits that stand for one event id of one provider."""
    return hashlib.sha256(f"{provider}\0{event_uid}".encode()).digest()[:KEY_BYTES]


def count_once(batch_id: int, events: Sequence[tuple[bytes, bytes]]) -> list[Verdict]:
    """Mark `events`, pairs of (event key, content key), as seen and say of each what it is.

    "new": never seen, counts now. "duplicate": seen with the same content. "conflict": seen with other content.
    An event that comes twice in `events` is new once. Runs inside the caller's transaction.
    """
    first: dict[bytes, bytes] = {}
    for key, content in events:
        first.setdefault(key, content)
    known = _insert_unseen(batch_id, first)
    verdicts: list[Verdict] = []
    for key, content in events:
        earlier = known.get(key)
        if earlier is None:
            known[key] = content
            verdicts.append("new")
        else:
            verdicts.append("duplicate" if earlier == content else "conflict")
    return verdicts


def _insert_unseen(batch_id: int, first: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """Insert the keys nobody has seen; return key -> content of those somebody had."""
    rows = sorted(
        first.items()
    )  # one order for everybody, so that two workers never wait for each other in a circle
    if connection.vendor == "sqlite":
        return _insert_on_sqlite(batch_id, rows)
    return _insert_on_postgresql(batch_id, rows)


def _insert_on_sqlite(batch_id: int, rows: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    with connection.cursor() as cursor:
        for part in _parts(rows, _SQLITE_VARIABLES):
            marks = ",".join(["%s"] * len(part))
            cursor.execute(
                f"SELECT event_key, content_key FROM intake_seenevent WHERE event_key IN ({marks})",  # noqa: S608  marks only
                [key for key, _ in part],
            )
            known.update((bytes(key), bytes(content)) for key, content in cursor.fetchall())
        cursor.executemany(
            "INSERT INTO intake_seenevent (event_key, content_key, batch_id) VALUES (%s, %s, %s)",
            [(key, content, batch_id) for key, content in rows if key not in known],
        )
    return known


def _insert_on_postgresql(batch_id: int, rows: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    keys, contents = [key for key, _ in rows], [content for _, content in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO intake_seenevent (event_key, content_key, batch_id) "
            "SELECT key, content, %s FROM unnest(%s::bytea[], %s::bytea[]) AS offered(key, content) "
            "ON CONFLICT (event_key) DO NOTHING RETURNING event_key",
            [batch_id, keys, contents],
        )
        inserted = {bytes(key) for (key,) in cursor.fetchall()}
        seen = [key for key in keys if key not in inserted]
        cursor.execute(
            "SELECT event_key, content_key FROM intake_seenevent WHERE event_key = ANY(%s)", [seen]
        )
        return {bytes(key): bytes(content) for key, content in cursor.fetchall()}


def _parts(rows: list[tuple[bytes, bytes]], size: int) -> Iterable[list[tuple[bytes, bytes]]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
