"""One row in each append-only table, made the way the service makes them where it can."""

from datetime import UTC, datetime

from django.db import transaction

from audit.ledger.record import record
from audit.ledger.seal import seal_all
from audit.reports.models import IssuedReport, ReportRequest
from tests.cast import Cast
from tests.pushes import HOUR, MONDAY, job, job_table, push, work_off


def fill_every_append_only_table(cast: Cast) -> None:
    """Push a table with one good and one bad row, work it off, seal, and note a report as issued."""
    push(
        cast.provider.key,
        job_table([job("j1", "tn-1", MONDAY, HOUR, 8), ("not a time", 1, 1, "tn-1", "j2", "")]),
    )
    work_off()
    seal_all()
    with transaction.atomic():
        record(entity=cast.provider.key, kind="thing.done", by="setup", subject="thing", body={})
    now = datetime.now(UTC)
    asked = {
        "reference": "rep_1",
        "provider": cast.provider.key,
        "period_from": now,
        "period_until": now,
        "requested_by": cast.auditor.username,
    }
    ReportRequest.objects.create(**asked, requested_at=now)
    IssuedReport.objects.create(
        **asked,
        issued_at=now,
        bundle_sha256="0" * 64,
        bundle_size_bytes=1,
        log="log.test.invalid/fjordlys/2026",
        leaf_index=0,
    )
