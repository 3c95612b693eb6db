"""Issuing: sign, record, seal, prove, bundle. Killed at any point and run again, one report comes out, once.

The ledger's `report.issued` entry is what makes a report issued. The files it signs are kept before it is recorded,
and it names them, so that a later run finishes the same report instead of making another.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from audit.evidence.store import Kept, keep_evidence, read_evidence
from audit.ledger.keys import report_key, report_key_name
from audit.ledger.models import Entry, OutboxEntry
from audit.ledger.prove import complete_range, newest_checkpoint
from audit.ledger.record import record
from audit.ledger.seal import seal
from audit.proofs.archive import ARCHIVE_MAX_BYTES, read_archive, write_archive
from audit.proofs.bundle import assemble, build_statement, issued_body
from audit.proofs.canonical import parse_leaf
from audit.proofs.entries import REPORT_ISSUED
from audit.proofs.errors import ProofError
from audit.proofs.members import PDF, REPORT, STATEMENT
from audit.proofs.note_keys import NoteSigner
from audit.proofs.report import Report, read_report
from audit.reports.ask import period_document
from audit.reports.build import Draft
from audit.reports.errors import LedgerChangedError, NotSealedError, ReportError
from audit.reports.extent import Leaf
from audit.reports.instructions import verify_text
from audit.reports.models import IssuedReport, ReportRequest
from audit.reports.position import require_nothing_known
from audit.reports.render import render
from audit.reports.sums import read_annexes

_SIGNED_FILES = "files_sha256"


@dataclass(frozen=True)
class _Signed:
    """The files of a report that its `report.issued` entry vouches for."""

    report_json: bytes
    pdf: bytes
    statement: bytes


def report_signer() -> NoteSigner:
    """Return the key that signs statements and manifests, under its name."""
    return NoteSigner(report_key_name(), report_key())


def issue(draft: Draft) -> IssuedReport:
    """Issue `draft`, unless a report of its reference was issued: then return that one.

    Raises ReportError; nothing is recorded then, or what was recorded is finished by `resume`.
    """
    pdf = render(draft.report_json)
    statement = build_statement(draft.report_json, pdf, draft.annexes, report_signer())
    kept = _keep_files(_Signed(draft.report_json, pdf, statement))
    with transaction.atomic():
        # The request's row is the lock: of two runs, the second finds the entry of the first.
        request = ReportRequest.objects.select_for_update().get(pk=draft.request.pk)
        if _issued_leaf(request) is None:
            _record(request, draft, statement, kept)
    issued = resume(request)
    if issued is None:
        raise LedgerChangedError(f"The entry that records {request.reference} as issued has vanished.")
    return issued


def resume(request: ReportRequest) -> IssuedReport | None:
    """Return the issued report of `request`, finished now if it was cut off; None if it was never recorded."""
    done = IssuedReport.objects.filter(reference=request.reference).first()
    if done is not None or _issued_leaf(request) is None:
        return done
    log = str(_parsed(request)["log"])
    seal(log)
    entry = Entry.objects.filter(subject=request.reference, kind=REPORT_ISSUED).first()
    if entry is None:
        raise NotSealedError(
            f"The entry that records {request.reference} as issued is not sealed; try again."
        )
    signed = _read_files(Leaf(entry.index, parse_leaf(bytes(entry.leaf))))
    bundle = _bundle(entry, signed)
    kept = keep_evidence([bundle], limit_bytes=ARCHIVE_MAX_BYTES)
    return _store(request, entry, read_report(signed.report_json), kept)


def _record(request: ReportRequest, draft: Draft, statement: bytes, kept: Kept) -> None:
    issued_at = read_report(draft.report_json).issued_at
    require_nothing_known(draft.log, draft.size_until, issued_at)
    body = issued_body(request.provider, statement) | {
        "period": period_document(request),
        "requested_by": request.requested_by,
        "drawn_from": {"size_from": draft.size_from, "size_until": draft.size_until},
        _SIGNED_FILES: kept.sha256,
    }
    now = datetime.now(
        UTC
    )  # another machine's clock, and with it the newest entry and issued_at, may be ahead of ours
    record(
        entity=request.provider,
        kind=REPORT_ISSUED,
        by="worker",
        subject=request.reference,
        body=body,
        at=max(now, issued_at),
    )
    leaf = _parsed(request)
    if leaf["log"] != draft.log:
        raise ReportError(
            f"The report was drawn from {draft.log}, but {leaf['log']} has begun; build it again."
        )


def _issued_leaf(request: ReportRequest) -> bytes | None:
    """Return the leaf that records the report as issued, sealed or not."""
    # Outbox first: sealing moves a leaf from there to the entries.
    for table in (OutboxEntry, Entry):
        row = table.objects.filter(subject=request.reference, kind=REPORT_ISSUED).order_by("id").first()
        if row is not None:
            return bytes(row.leaf)
    return None


def _parsed(request: ReportRequest) -> dict[str, object]:
    leaf = _issued_leaf(request)
    if leaf is None:
        raise LedgerChangedError(f"The entry that records {request.reference} as issued has vanished.")
    return parse_leaf(leaf)


def _keep_files(signed: _Signed) -> Kept:
    archive = write_archive({REPORT: signed.report_json, PDF: signed.pdf, STATEMENT: signed.statement})
    return keep_evidence([archive], limit_bytes=ARCHIVE_MAX_BYTES)


def _read_files(leaf: Leaf) -> _Signed:
    files = read_archive(read_evidence(str(leaf.body.get(_SIGNED_FILES))))
    return _Signed(files[REPORT], files[PDF], files[STATEMENT])


def _bundle(entry: Entry, signed: _Signed) -> bytes:
    """Return the bundle: the signed files, and the proofs up to the newest signed head."""
    report = read_report(signed.report_json)
    checkpoint = newest_checkpoint(entry.log)
    if checkpoint is None or checkpoint.size <= entry.index:
        raise NotSealedError(f"Entry {entry.index} of {entry.log} is not under a signed head yet; try again.")
    found = complete_range(entry.log, size_from=report.size_from, checkpoint=checkpoint)
    drawn_from = found.leaves[: report.size_until - report.size_from]
    leaves = [Leaf(index, parse_leaf(leaf)) for index, leaf in enumerate(drawn_from, report.size_from)]
    try:
        return assemble(
            report_json=signed.report_json,
            report_pdf=signed.pdf,
            annexes=read_annexes(leaves),
            statement=signed.statement,
            start=found.start,
            leaves=found.leaves,
            checkpoint=checkpoint.note,
            issued_index=entry.index,
            signer=report_signer(),
            instructions=verify_text(report.reference),
        )
    except ProofError as error:
        raise LedgerChangedError(
            f"The bundle of {report.reference} does not verify and is not given out: {error}"
        ) from error


def _store(request: ReportRequest, entry: Entry, report: Report, kept: Kept) -> IssuedReport:
    totals = report.fields["totals"]
    issued, _ = IssuedReport.objects.get_or_create(
        reference=request.reference,
        defaults={
            "provider": request.provider,
            "period_from": request.period_from,
            "period_until": request.period_until,
            "requested_by": request.requested_by,
            "issued_at": datetime.now(UTC),
            "bundle_sha256": kept.sha256,
            "bundle_size_bytes": kept.size_bytes,
            "log": entry.log,
            "leaf_index": entry.index,
            "summary": {
                name: totals[name]
                for name in ("accelerator_seconds", "tenants", "flags", "decisions")
                if isinstance(totals, dict)
            },
        },
    )
    return issued
