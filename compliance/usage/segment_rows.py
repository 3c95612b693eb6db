"""The accepted records of one batch, read back from its segment."""

from decimal import Decimal
from typing import NamedTuple

import duckdb

from audit.evidence.segments import untouched_segment


class SegmentRow(NamedTuple):
    """What accounting needs of an access record; fields as in `audit.intake.records.AccessRecord`."""

    event_uid: str
    kind: str
    occurred_at: int
    outcome: str
    tenant: str
    line_number: int
    region: str | None
    facility: str | None
    resource_uid: str | None
    layer: str
    instance_type: str | None
    accelerator_model: str | None
    accelerator_count: str | None
    usage_started_at: int | None
    usage_ended_at: int | None
    usage_accelerator_seconds: int | None

    @property
    def accelerators(self) -> Decimal | None:
        """Accelerators per resource as the log states them, None where it does not."""
        return None if self.accelerator_count is None else Decimal(self.accelerator_count)


def read_rows(segment_sha256: str) -> list[SegmentRow]:
    """Return every record of the segment. Raises EvidenceMissing when the file is not there, EvidenceChanged when its
    bytes are not those that were written."""
    columns = ", ".join(SegmentRow._fields)
    with duckdb.connect(config={"threads": 1}) as engine:
        found = engine.execute(f"SELECT {columns} FROM read_parquet(?)", [untouched_segment(segment_sha256)])  # noqa: S608  own names
        return [SegmentRow(*row) for row in found.fetchall()]
