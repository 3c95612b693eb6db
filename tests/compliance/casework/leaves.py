"""What waits in the ledger's outbox, as documents."""

import json
from typing import Any

from audit.ledger.models import OutboxEntry

CASEWORK_KINDS = ("case.", "decision.", "flag.read", "report.read")


def recorded() -> list[dict[str, Any]]:
    """Return the casework leaves of the outbox in the order they were written."""
    leaves = [json.loads(bytes(entry.leaf)) for entry in OutboxEntry.objects.order_by("id")]
    return [leaf for leaf in leaves if leaf["type"].startswith(CASEWORK_KINDS)]
