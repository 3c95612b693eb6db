"""From a flag back to the log lines behind it: which batch, which line, which bytes of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from audit.evidence.segments import existing_segment
from audit.intake.models import LogBatch, NormalisedBatch
from compliance.screening.models import Flag

_QUESTION = """
SELECT filename, line_number, byte_offset, byte_length, occurred_at, event_name, resource_uid, instance_type,
       accelerator_count, usage_accelerator_seconds
FROM read_parquet(?, filename = true)
WHERE tenant = ? AND outcome = 'ok'
ORDER BY usage_accelerator_seconds DESC NULLS LAST, kind IN ('start', 'stop', 'change') DESC, occurred_at, event_uid
LIMIT ?
"""


@dataclass(frozen=True)
class EvidenceLine:
    """One accepted record and where it stands: `byte_offset` and `byte_length` count in the decoded body of
    `batch`.
    """

    batch: str
    body_sha256: str
    line_number: int
    byte_offset: int
    byte_length: int
    occurred_at: datetime
    event_name: str
    resource_uid: str | None
    instance_type: str | None
    accelerators: str | None
    accelerator_seconds: int | None


def lines_behind(flag: Flag, limit: int = 50) -> list[EvidenceLine]:
    """Return the records of the flag's tenant that weigh most.

    Largest stated use first, then starts and stops, then the rest.

    Raises EvidenceMissing when a segment that a row names is not there.
    """
    batches = {
        existing_segment(row.segment_sha256): row.batch
        for row in NormalisedBatch.objects.filter(batch__provider=flag.tenant.provider.key)
        .exclude(segment_sha256="")
        .select_related("batch")
    }
    if not batches:
        return []
    with duckdb.connect(config={"threads": 1}) as engine:
        rows = engine.execute(_QUESTION, [list(batches), flag.tenant.account, limit]).fetchall()
    return [_line(batches[str(filename)], *columns) for filename, *columns in rows]


def _line(
    batch: LogBatch, line_number: int, byte_offset: int, byte_length: int, occurred_at: int, *rest: Any
) -> EvidenceLine:
    """Return one row of the question as an EvidenceLine; `rest` are its last five columns, in order."""
    place = (batch.reference, batch.body_sha256, line_number, byte_offset, byte_length)
    return EvidenceLine(*place, datetime.fromtimestamp(occurred_at, UTC), *rest)
