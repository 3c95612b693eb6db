"""The report document of a bundle, report.json: its shape, read strictly.

    {"v": 1, "kind": "period-report", "reference", "provider", "period": {"from", "until"}, "issued_at",
     "as_of_law", "usage": [{"tenant", "chip", "facility", "accelerator_seconds"}], "totals": {...},
     "flags": [{"reference", "tenant", "rule", "severity", "status", ...}],
     "decisions": [{"reference", "flags", ...}], "chips": [...], "rule_sets": [...],
     "ledger": {"origin", "size_from", "size_until"}}

`period` says which hours of use the report is about; `ledger` which leaves were known when it was drawn.
Instants are UTC as `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from audit.proofs import shape
from audit.proofs.canonical import parse_canonical
from audit.proofs.errors import BundleError, ShapeError
from audit.proofs.members import REPORT

KIND = "period-report"
FIELDS = frozenset(
    {
        "v",
        "kind",
        "reference",
        "provider",
        "period",
        "issued_at",
        "as_of_law",
        "usage",
        "totals",
        "flags",
        "decisions",
        "chips",
        "rule_sets",
        "ledger",
    }
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# tenant, chip, facility; None where it is not known
UsageKey = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class Report:
    """What the verifier reads of a report. `fields` is the whole document."""

    fields: Mapping[str, object]
    reference: str
    provider: str
    period_from_seconds: int
    period_until_seconds: int
    issued_at: datetime
    usage: Mapping[UsageKey, int]
    flags: Mapping[str, Mapping[str, object]]
    decisions: Mapping[str, Mapping[str, object]]
    origin: str
    size_from: int
    size_until: int


def read_report(data: bytes) -> Report:
    """The report in the bytes of report.json. Raises CanonicalError, ShapeError or BundleError."""
    fields = shape.as_object(parse_canonical(data), REPORT)
    shape.require_exactly(fields, FIELDS, REPORT)
    shape.require_version_1(fields, REPORT)
    if fields["kind"] != KIND:
        raise BundleError(f"{REPORT} is not a {KIND}")
    period = shape.as_object(fields["period"], f"'period' of {REPORT}")
    starts_at = instant(period, "from", f"'period' of {REPORT}")
    ends_at = instant(period, "until", f"'period' of {REPORT}")
    if starts_at >= ends_at:
        raise BundleError(f"the period of {REPORT} ends before it begins")
    ledger = shape.as_object(fields["ledger"], f"'ledger' of {REPORT}")
    return Report(
        fields=fields,
        reference=shape.text(fields, "reference", REPORT),
        provider=shape.text(fields, "provider", REPORT),
        period_from_seconds=_seconds_rounded_up(starts_at),
        period_until_seconds=_seconds_rounded_up(ends_at),
        issued_at=instant(fields, "issued_at", REPORT),
        usage=_usage(fields),
        flags=_by_reference(fields, "flags"),
        decisions=_by_reference(fields, "decisions"),
        origin=shape.text(ledger, "origin", f"'ledger' of {REPORT}"),
        size_from=shape.integer(ledger, "size_from", f"'ledger' of {REPORT}"),
        size_until=shape.integer(ledger, "size_until", f"'ledger' of {REPORT}"),
    )


def instant(fields: Mapping[str, object], name: str, where: str) -> datetime:
    """The UTC instant in the field `name`; ShapeError unless written as this module says."""
    written = shape.text(fields, name, where)
    # What does not look like an instant becomes one that cannot be: then there is one way to fail.
    candidate = written.removesuffix("Z") + "+00:00" if _INSTANT.fullmatch(written) else ""
    try:
        return datetime.fromisoformat(candidate)
    except ValueError:
        raise ShapeError(f"'{name}' of {where} must be a UTC instant ending in Z: {written!r}") from None


def _usage(fields: Mapping[str, object]) -> dict[UsageKey, int]:
    usage: dict[UsageKey, int] = {}
    for number, row in enumerate(shape.objects(fields, "usage", REPORT), 1):
        where = f"row {number} of 'usage' in {REPORT}"
        shape.require_exactly(row, {"tenant", "chip", "facility", "accelerator_seconds"}, where)
        tenant, chip, facility = (
            shape.text_or_null(row[name], where) for name in ("tenant", "chip", "facility")
        )
        key = (tenant, chip, facility)
        if key in usage:
            raise BundleError(f"{where} repeats tenant, chip and facility of an earlier row")
        usage[key] = shape.integer(row, "accelerator_seconds", where)
    return usage


def _by_reference(fields: Mapping[str, object], name: str) -> dict[str, Mapping[str, object]]:
    rows: dict[str, Mapping[str, object]] = {}
    for number, row in enumerate(shape.objects(fields, name, REPORT), 1):
        reference = shape.text(row, "reference", f"row {number} of '{name}' in {REPORT}")
        if reference in rows:
            raise BundleError(f"'{name}' of {REPORT} holds {reference} twice")
        rows[reference] = row
    return rows


def _seconds_rounded_up(at: datetime) -> int:
    # An hour belongs to the period when its first second does, so fractions round up on both ends.
    return -((_EPOCH - at).days * 86_400 + (_EPOCH - at).seconds)
