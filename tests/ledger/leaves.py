"""Invented events for the ledger's tests."""

from datetime import UTC, datetime

from django.db import connection, transaction

from audit.ledger.models import Entry
from audit.ledger.origins import OPERATOR, origin
from audit.ledger.record import record
from tests.append_only_guards import guards_lowered


def LOG(entity: str = OPERATOR) -> str:  # noqa: N802  reads as the constant it is within a year
    """Return the log into which events of `entity` go now."""
    return origin(entity, datetime.now(UTC))


def record_leaves(count: int, entity: str = OPERATOR) -> list[str]:
    """Record `count` events, each in a transaction of its own; return their references."""
    references = []
    for number in range(count):
        with transaction.atomic():
            references.append(
                record(
                    entity=entity,
                    kind="thing.done",
                    by="setup",
                    subject=f"thing-{number}",
                    body={"n": number},
                )
            )
    return references


def tamper(index: int, **columns: object) -> None:
    """Change an entry as somebody could who owns the database: behind the guard, not through it."""
    with guards_lowered(connection):
        assert Entry.objects.filter(log=LOG(), index=index).update(**columns) == 1
