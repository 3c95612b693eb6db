"""A table of jobs: CSV with a header line and one finished job a line.

Columns: `timestamp` (start; without a zone it is UTC), `duration` (seconds), `accelerators` (also `num_gpus`,
`gpus`), `tenant` (also `cluster`, `virtual_cluster`); optional `job_id`, `accelerator_model`, `facility`,
`region`. Other columns are not read. A line is a row: quotes may hold commas, not line breaks.

Start and end are each rounded down to whole seconds; usage is accelerators times the seconds between.

Identity: `job_id` within its facility, where the table has it. Without it a row is known by its content and,
among rows with the same content in one body, by its place (first, second, ...). The same table again then
counts once. But two different jobs that read alike and come in two bodies count as one, and nothing can
tell them apart: send `job_id`, or all rows that read alike in one body.
"""

from collections import Counter
from collections.abc import Iterator

from audit.intake.errors import BadRecordError
from audit.intake.formats.job_table_fields import (
    Columns,
    accelerators_of,
    cells_of,
    columns_of,
    span_of,
    text_of,
)
from audit.intake.lines import pieces_of_lines
from audit.intake.records import AccessRecord, Piece, Refusal, content_digest
from audit.intake.spans import check_usage_span


def records(body: bytes) -> Iterator[AccessRecord | Refusal]:
    """Yield one AccessRecord of kind usage or a Refusal for each row of a decompressed table, in order."""
    columns: Columns | None = None
    rows_alike: Counter[str] = Counter()
    for piece in pieces_of_lines(body):
        if isinstance(piece, Refusal):
            yield piece
            continue
        try:
            if columns is None:
                columns = columns_of(piece.raw)
                continue
            yield _record_of(piece, columns, rows_alike)
        except BadRecordError as refused:
            yield piece.refused(str(refused))
            if columns is None:  # without a header no row after this one can be read either
                return


def _record_of(piece: Piece, columns: Columns, rows_alike: Counter[str]) -> AccessRecord:
    """Return the usage of one row; `rows_alike` counts the rows of this body by content, and is added to."""
    cells = cells_of(piece.raw)
    if len(cells) != columns.width:
        message = f"this row has {len(cells)} cells where the header has {columns.width}; send whole rows"
        raise BadRecordError(message)
    tenant = text_of(cells, columns.tenant, "tenant")
    if tenant is None:
        message = "tenant is empty; a job without a tenant belongs to nobody"
        raise BadRecordError(message)
    started_at, ended_at = span_of(cells[columns.timestamp], cells[columns.duration])
    count = accelerators_of(cells[columns.accelerators])
    accelerator_seconds = int(count * (ended_at - started_at))
    check_usage_span(started_at, ended_at, accelerator_seconds)
    digest = content_digest(piece.raw)
    facility = text_of(cells, columns.facility, "facility")
    job_id = text_of(cells, columns.job_id, "job_id")
    uid = f"job:{facility or ''}/{job_id}" if job_id else f"row:{digest}/{_place_among(rows_alike, digest)}"
    return AccessRecord(
        event_uid=uid,
        content_sha256=digest,
        kind="usage",
        event_name="job",
        occurred_at=started_at,
        outcome="ok",
        tenant=tenant,
        region=text_of(cells, columns.region, "region"),
        facility=facility,
        resource_uid=uid,
        layer="job",
        accelerator_model=text_of(cells, columns.accelerator_model, "accelerator_model"),
        accelerator_count=count,
        usage_started_at=started_at,
        usage_ended_at=ended_at,
        usage_accelerator_seconds=accelerator_seconds,
        line_number=piece.line_number,
        byte_offset=piece.byte_offset,
        byte_length=len(piece.raw),
    )


def _place_among(rows_alike: Counter[str], digest: str) -> int:
    """Return how many rows with this content came before in the body, and count this one."""
    place = rows_alike[digest]
    rows_alike[digest] = place + 1
    return place
