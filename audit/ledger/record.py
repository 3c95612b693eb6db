"""The one way into the ledger: a leaf in the outbox, in the transaction of the thing it records."""

from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import connection

from audit.ledger.errors import NotInTransaction
from audit.ledger.models import OutboxEntry
from audit.ledger.origins import OPERATOR, origin
from audit.proofs.canonical import leaf_bytes
from audit.references import new_reference

LEAF_VERSION = 1


def record(
    *, entity: str, kind: str, by: str, subject: str, body: Mapping[str, object], at: datetime | None = None
) -> str:
    """Write one event to the outbox and return its reference.

    entity: the provider's key, or OPERATOR: says which log. kind: `noun.past_tense`. by: the actor's username or key
    prefix. subject: reference of what it is about. body: JSON without floats and without personal data; in a
    provider's log it always names the provider, because a verifier refuses an entry that does not.

    Raises NotInTransaction outside `transaction.atomic()`: an event and what it records commit together or not at all.
    Raises audit.proofs' canonical error for a body that has no canonical form or is too long.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(
            f"{kind} must be recorded inside the transaction that does it; wrap both in transaction.atomic()."
        )
    now = at or datetime.now(UTC)
    log = origin(entity, now)
    reference = new_reference("ev")
    leaf = leaf_bytes(
        {
            "v": LEAF_VERSION,
            "type": kind,
            "id": reference,
            "at": written(now),
            "log": log,
            "actor": by,
            "object": subject,
            "body": dict(body) if entity == OPERATOR else {"provider": entity, **body},
        }
    )
    OutboxEntry.objects.create(
        log=log, reference=reference, kind=kind, subject=subject, leaf=leaf, recorded_at=now
    )
    return reference


def written(at: datetime) -> str:
    """Return an instant as leaves write it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
