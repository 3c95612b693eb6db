"""Ledger entries, as a verifier reads them: which leaves bear on a report and what they say.

A leaf is an object with these fields: `v` 1 · `type` event kind, noun.past_tense · `id` · `at` UTC instant ·
`log` origin of the log it was written for · `actor` · `object` the reference of what it is about · `body`.
For a report only these kinds are read; their `body` always names the `provider`:

| type | object | body, beside provider |
|---|---|---|
| batch.accounted | log batch | usage_sha256: SHA-256 of the batch's annex |
| flag.raised, flag.renewed, flag.lapsed | flag | tenant, rule, severity, status |
| decision.<verb> | decision | flags: the flags decided upon, in order |
| report.issued | report | statement_sha256: SHA-256 of the statement (the DSSE payload) |
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.proofs import shape
from audit.proofs.errors import BundleError
from audit.proofs.report import instant

BATCH_RECEIVED = "batch.received"
"""Not read for a report: the receipt of a body, see `receipt`."""
BATCH_ACCOUNTED = "batch.accounted"
FLAG_RAISED = "flag.raised"
FLAG_RENEWED = "flag.renewed"
FLAG_LAPSED = "flag.lapsed"
DECISION_PREFIX = "decision."
REPORT_ISSUED = "report.issued"

CLOCK_ALLOWANCE_SECONDS = 86_400
"""How far ahead of the log's clock use may be stated: what a batch accounted before a period may still hold of it."""
LATE_ALLOWANCE_SECONDS = 3_600
"""How much older than a leaf before it an honest leaf may be: its time is taken when a transaction begins to write, its
place when that has committed, and clocks of two machines differ a little."""

BODY_PROVIDER = "provider"
BODY_USAGE_SHA256 = "usage_sha256"
BODY_STATEMENT_SHA256 = "statement_sha256"
BODY_FLAGS = "flags"
BODY_TENANT = "tenant"
BODY_RULE = "rule"
BODY_SEVERITY = "severity"
BODY_STATUS = "status"


@dataclass(frozen=True)
class Entry:
    """A leaf that bears on a report. `index` is its place in the log, `reference` its object."""

    index: int
    kind: str
    at: datetime
    reference: str
    provider: str
    body: Mapping[str, object]


def bears_on_reports(kind: object) -> bool:
    """Whether leaves of this type are read here."""
    return isinstance(kind, str) and (
        kind in (BATCH_ACCOUNTED, FLAG_RAISED, FLAG_RENEWED, FLAG_LAPSED, REPORT_ISSUED)
        or kind.startswith(DECISION_PREFIX)
    )


def read_entries(leaves: Sequence[Mapping[str, object]], first_index: int, origin: str) -> list[Entry]:
    """The entries among parsed leaves that bear on reports, in order.

    Raises ShapeError or BundleError when such a leaf lacks a field, does not name its provider (it could hide
    there), or was written for another log.
    """
    entries = []
    for index, leaf in enumerate(leaves, first_index):
        if not bears_on_reports(leaf["type"]):
            continue
        where = f"leaf {index}"
        if shape.text(leaf, "log", where) != origin:
            raise BundleError(f"{where} was written for the log {leaf['log']} instead of {origin}")
        body = shape.as_object(shape.field(leaf, "body", where), f"the body of {where}")
        entries.append(
            Entry(
                index=index,
                kind=shape.text(leaf, "type", where),
                at=instant(leaf, "at", where),
                reference=shape.text(leaf, "object", where),
                provider=shape.text(body, BODY_PROVIDER, f"the body of {where}"),
                body=body,
            )
        )
    return entries
