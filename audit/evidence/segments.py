"""Columnar segments: the accepted access records of one batch as one plain Parquet file that any engine can read.

Personal data (who, from which address) is in them only as keyed pseudonyms; the raw body holds the rest, encrypted.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

import duckdb
from django.conf import settings

from audit.evidence.errors import EvidenceChanged, EvidenceMissing
from audit.evidence.store import make_folder, sync_folder

COLUMNS = {
    "event_uid": "VARCHAR",
    "content_sha256": "VARCHAR",
    "kind": "VARCHAR",
    "event_name": "VARCHAR",
    "occurred_at": "BIGINT",
    "outcome": "VARCHAR",
    "tenant": "VARCHAR",
    "line_number": "BIGINT",
    "byte_offset": "BIGINT",
    "byte_length": "BIGINT",
    "actor": "VARCHAR",
    "source_ip": "VARCHAR",
    "source_ip_kind": "VARCHAR",
    "region": "VARCHAR",
    "facility": "VARCHAR",
    "resource_uid": "VARCHAR",
    "layer": "VARCHAR",
    "instance_type": "VARCHAR",
    "accelerator_model": "VARCHAR",
    "accelerator_count": "VARCHAR",
    "usage_started_at": "BIGINT",
    "usage_ended_at": "BIGINT",
    "usage_accelerator_seconds": "BIGINT",
    "capacity_type": "VARCHAR",
}
"""Every column and its type. Decimals are text, so that no engine rounds them."""


def segment_path(sha256: str) -> Path:
    """Return where the segment with this SHA-256 lies."""
    return Path(settings.EVIDENCE_DIR) / "segments" / sha256[:2] / f"{sha256}.parquet"


def write_segment(records: Iterable[bytes]) -> str:
    """Write records, each one line of JSON with the keys of COLUMNS, as a Parquet file sorted by tenant and time.

    Returns the file's SHA-256, by which it is found again.
    """
    arriving = Path(settings.EVIDENCE_DIR) / "arriving"
    make_folder(arriving)
    draft = arriving / secrets.token_hex(16)
    lines, columns = draft.with_suffix(".ndjson"), draft.with_suffix(".parquet")
    try:
        with lines.open("xb") as target:
            lines.chmod(0o600)
            target.writelines(records)
        _to_parquet(lines, columns)
        return _keep(columns)
    finally:
        lines.unlink(missing_ok=True)
        columns.unlink(missing_ok=True)


def _to_parquet(lines: Path, columns: Path) -> None:
    with duckdb.connect(config={"threads": 1}) as engine:
        source = engine.read_json(
            str(lines), format="newline_delimited", columns=COLUMNS, maximum_object_size=1 << 21
        )
        source.order("tenant, occurred_at, event_uid").write_parquet(str(columns), compression="zstd")


def _keep(columns: Path) -> str:
    """Give the finished file its name, on the disk before the row that mentions it is."""
    with columns.open("rb") as finished:
        sha256 = hashlib.file_digest(finished, "sha256").hexdigest()
        os.fsync(finished.fileno())
    final = segment_path(sha256)
    make_folder(final.parent)
    columns.replace(final)
    sync_folder(final.parent)
    return sha256


def existing_segment(sha256: str) -> str:
    """Return the path of a segment; raises EvidenceMissing when it is not there."""
    path = segment_path(sha256)
    if not path.is_file():
        raise EvidenceMissing(
            f"Segment {sha256} is missing; restore it from the copy of the evidence folder."
        )
    return str(path)


def untouched_segment(sha256: str) -> str:
    """Return the path of a segment whose bytes are those that were written; what is counted is read from nothing less.

    Raises EvidenceMissing when it is not there, EvidenceChanged when it is not what was written.
    """
    path = existing_segment(sha256)
    with Path(path).open("rb") as found:
        if hashlib.file_digest(found, "sha256").hexdigest() != sha256:
            raise EvidenceChanged(
                f"Segment {sha256} was changed; restore it from the copy of the evidence folder."
            )
    return path
