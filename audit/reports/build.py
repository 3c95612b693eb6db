"""Building a report: from sealed entries only, every figure added up again, no working table taken on trust."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from audit.ledger.models import Entry
from audit.proofs import content, timeline
from audit.proofs.archive import ARCHIVE_MAX_BYTES, MEMBERS_MAX
from audit.proofs.bundle import report_bytes
from audit.proofs.canonical import parse_leaf
from audit.proofs.entries import BATCH_ACCOUNTED, CLOCK_ALLOWANCE_SECONDS, read_entries
from audit.proofs.errors import ProofError
from audit.proofs.members import FIXED
from audit.proofs.report import KIND, Report, instant, read_report
from audit.reports.ask import instant_text, period_document
from audit.reports.context import ReportContext, UsageKey
from audit.reports.errors import LedgerChangedError, PeriodError, TooLargeError
from audit.reports.extent import Extent, Leaf, read_extent
from audit.reports.folds import fold_decisions, fold_flags
from audit.reports.models import ReportRequest
from audit.reports.position import Position
from audit.reports.sums import Period, Sums, add_up, period_of, require_equal

Row = dict[str, object]
_LEAVES_MAX_BYTES = ARCHIVE_MAX_BYTES // 2


@dataclass(frozen=True)
class Draft:
    """A report before it is issued: its document and the files it was added up from."""

    request: ReportRequest
    log: str
    size_from: int
    size_until: int
    report_json: bytes
    annexes: Mapping[str, bytes] = field(repr=False)


def build(request: ReportRequest, *, position: Position, context: ReportContext) -> Draft:
    """Return the report that `request` asks for, drawn from the entries under the signed head of `position`.

    `context` must be of the same moment as `position` (see `take_position`).

    Raises ReportError, in one line: entries that are not those that were signed (LedgerChangedError), a usage document
    missing or changed (EvidenceLostError), use recorded in an earlier year's log (PeriodError), usage tables that say
    other than the ledger (SumsDifferError), more than a bundle may hold (TooLargeError).
    """
    extent = read_extent(position, request.period_from)
    period = period_of(request.period_from, request.period_until)
    sealed = add_up(extent.leaves, period)
    _require_room(sealed)
    _require_none_of_earlier_years(position.log, request, period)
    waiting = add_up([Leaf(extent.size_until, parse_leaf(leaf)) for leaf in position.later_leaves], period)
    recorded = Counter(sealed.usage)
    recorded.update(waiting.usage)
    require_equal(recorded, context.usage_totals, {chip.slug: chip.name for chip in context.chips})
    document = _document(request, position, extent, sealed, context)
    try:
        report_json = report_bytes(document)
        _require_own_verdict(read_report(report_json), extent, sealed)
    except ProofError as error:
        raise LedgerChangedError(
            f"The entries of {position.log} do not give a report that verifies: {error}"
        ) from error
    return Draft(request, position.log, extent.start.size, extent.size_until, report_json, sealed.annexes)


def _require_none_of_earlier_years(log: str, request: ReportRequest, period: Period) -> None:
    """Refuse a period whose first day was spoken of, by a clock ahead of ours, in the log of the year before."""
    since = request.period_from - timedelta(seconds=CLOCK_ALLOWANCE_SECONDS)
    rows = Entry.objects.filter(
        log__startswith=f"{log.rpartition('/')[0]}/", kind=BATCH_ACCOUNTED, recorded_at__gte=since
    )
    leaves = [
        Leaf(row.index, parse_leaf(bytes(row.leaf))) for row in rows.exclude(log__gte=log).order_by("id")
    ]
    if add_up(leaves, period).usage:
        raise PeriodError(
            f"Use of the period's first day was recorded before {log} began, by a clock that was ahead; a report is "
            "drawn from one log. Ask for a period that begins a day later."
        )


def _document(
    request: ReportRequest, position: Position, extent: Extent, sums: Sums, context: ReportContext
) -> dict[str, object]:
    flags, decisions = fold_flags(extent.leaves), fold_decisions(extent.leaves)
    return {
        "v": 1,
        "kind": KIND,
        "reference": request.reference,
        "provider": request.provider,
        "period": period_document(request),
        "issued_at": _issued_at(extent),
        "as_of_law": context.as_of_law.isoformat(),
        "usage": _usage(sums.usage),
        "totals": _totals(sums.usage, context) | {"flags": len(flags), "decisions": len(decisions)},
        "flags": flags,
        "decisions": decisions,
        "chips": [asdict(chip) for chip in sorted(context.chips, key=lambda chip: chip.slug)],
        "rule_sets": [asdict(one) for one in sorted(context.rule_sets, key=lambda one: one.reference)],
        "ledger": {
            "origin": position.log,
            "provider_name": context.provider_name,
            "root_sha256": extent.root.hex(),
            "size_from": extent.start.size,
            "size_until": extent.size_until,
        },
    }


def _usage(usage: Mapping[UsageKey, int]) -> list[Row]:
    rows = sorted(usage.items(), key=lambda item: [part or "" for part in item[0]])
    return [
        {"tenant": tenant, "chip": chip, "facility": facility, "accelerator_seconds": seconds}
        for (tenant, chip, facility), seconds in rows
    ]


def _totals(usage: Mapping[UsageKey, int], context: ReportContext) -> Row:
    """Return what the rows add up to, and with each sum what the context says of whom it is about."""
    by_tenant, by_chip, by_facility = (_sums_of(usage, place) for place in range(3))
    tenants = {tenant.reference: asdict(tenant) for tenant in context.tenants}
    facilities = {facility.key: asdict(facility) for facility in context.facilities}
    return {
        "accelerator_seconds": sum(usage.values()),
        "tenants": len(by_tenant),
        "by_tenant": [
            tenants[reference] | {"accelerator_seconds": by_tenant.get(reference, 0)}
            for reference in sorted(tenants)
        ],
        "by_chip": [
            {"chip": chip, "accelerator_seconds": by_chip[chip]} for chip in sorted(by_chip, key=str)
        ],
        "by_facility": [
            facilities.get(key or "", {"key": key, "country": None, "assumed_chip": None, "assumption": None})
            | {"accelerator_seconds": by_facility[key]}
            for key in sorted(by_facility, key=str)
        ],
    }


def _sums_of(usage: Mapping[UsageKey, int], place: int) -> Counter[str | None]:
    sums: Counter[str | None] = Counter()
    for key, seconds in usage.items():
        sums[key[place]] += seconds
    return sums


def _issued_at(extent: Extent) -> str:
    """Return now, but never before the newest entry: clocks of two machines may differ by a little."""
    newest = max((instant(leaf.fields, "at", f"entry {leaf.index}") for leaf in extent.leaves), default=None)
    now = datetime.now(UTC).replace(microsecond=0)
    return instant_text(now if newest is None else max(now, newest.replace(microsecond=0)))


def _require_room(sums: Sums) -> None:
    size_bytes = sum(map(len, sums.annexes.values()))
    if len(sums.annexes) + len(FIXED) > MEMBERS_MAX or size_bytes > _LEAVES_MAX_BYTES:
        raise TooLargeError(
            f"{len(sums.annexes)} batches with {size_bytes} bytes of usage were accounted since the period began: "
            "more than one bundle holds. Ask for a period that begins later."
        )


def _require_own_verdict(report: Report, extent: Extent, sums: Sums) -> None:
    """Let the verifier's checks of order and content judge the draft: what they would refuse is never signed."""
    fields = [leaf.fields for leaf in extent.leaves]
    timeline.require_order(fields, extent.start.size)
    entries = read_entries(fields, extent.start.size, report.origin)
    own = [entry for entry in entries if entry.provider == report.provider]
    accounted = [(entry, sums.read[entry.reference]) for entry in own if entry.kind == BATCH_ACCOUNTED]
    content.check_usage(report, accounted)
    content.check_totals(report)
    content.check_flags(report, own)
    content.check_decisions(report, own)
