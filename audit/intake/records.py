"""The one form into which every log format is brought: the access record, or a refusal that says why not.

Identity follows CloudEvents 1.0 (`id`, `source`, `type`, `time`), the names for who, where and what follow
OCSF, the names for usage follow FOCUS. Unknown is a state of its own: None, never zero and never a guess.
"""

import hashlib
from decimal import Decimal
from typing import Literal

import msgspec

Kind = Literal["start", "stop", "change", "heartbeat", "usage", "access", "login", "account"]
Outcome = Literal["ok", "failed", "pending"]
SourceIpKind = Literal["public", "private", "service", "absent", "invalid"]
Layer = Literal["instance", "job", "none"]

MAX_RECORD_BYTES = 1 << 20
"""A single record over 1 MiB is refused; CloudTrail's own limit is 256 KB."""
MAX_RECORDS_PER_BODY = 100_000
"""Records after this many in one body are not read, and one refusal says so."""
MAX_ACCESS_RECORDS_PER_BODY = 4 * MAX_RECORDS_PER_BODY
"""Access records after this many from one body are not kept, and one refusal says so: one record may name many
resources, so a limit on records alone does not bound what a body grows to."""
MAX_JSON_DEPTH = 64
MAX_TEXT_CHARACTERS = 1024
"""The longest value kept in a field of an access record."""
MAX_USAGE_SPAN_SECONDS = 1100 * 86_400
"""The longest single stretch of usage that one record may state, about three years."""
MAX_ACCELERATORS = 10_000_000
"""The most accelerators that one record may claim; beyond it a unit was mistaken."""


class AccessRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened, in one form whatever the provider's format.

    Instants are Unix seconds in UTC, rounded down. `event_uid` is unique for a provider: the same uid again
    is the same event. `byte_offset` and `byte_length` find the raw record in the decompressed body;
    `content_sha256` holds the first 32 hexadecimal digits of the SHA-256 of those bytes, so that one uid
    with two contents can be seen. Several access records may come from one raw record; they then share its
    position and content.

    `usage_accelerator_seconds` is usage as the provider states it, spread evenly over `usage_started_at` to
    `usage_ended_at` (half-open). `accelerator_count` is accelerators per resource, where the log says so.
    """

    event_uid: str
    content_sha256: str
    kind: Kind
    event_name: str
    occurred_at: int
    outcome: Outcome
    tenant: str
    line_number: int
    byte_offset: int
    byte_length: int
    actor: str | None = None
    source_ip: str | None = None
    source_ip_kind: SourceIpKind = "absent"
    region: str | None = None
    facility: str | None = None
    resource_uid: str | None = None
    layer: Layer = "none"
    instance_type: str | None = None
    accelerator_model: str | None = None
    accelerator_count: Decimal | None = None
    usage_started_at: int | None = None
    usage_ended_at: int | None = None
    usage_accelerator_seconds: int | None = None
    capacity_type: str | None = None


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """A raw record that could not be read. It holds no piece of the record, which may carry personal data."""

    line_number: int
    byte_offset: int
    byte_length: int
    reason: str


class Piece(msgspec.Struct, frozen=True):
    """One raw record inside a decompressed body: where it stands, and its bytes.

    `line_number` counts from 1; `byte_offset` and the length of `raw` count bytes, without the line ending.
    """

    line_number: int
    byte_offset: int
    raw: bytes

    def refused(self, reason: str) -> Refusal:
        """Return the refusal of this piece; `reason` says in a sentence what is wrong and how to mend it."""
        return Refusal(
            line_number=self.line_number,
            byte_offset=self.byte_offset,
            byte_length=len(self.raw),
            reason=reason,
        )


def content_digest(raw: bytes) -> str:
    """Return the first 32 hexadecimal digits (128 bits) of the SHA-256 of a raw record."""
    return hashlib.sha256(raw).hexdigest()[:32]
