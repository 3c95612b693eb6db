"""One row in each append-only table, made the way the service makes them where it can."""

from datetime import UTC, datetime

from django.db import transaction

from audit.ledger.record import record
from audit.ledger.seal import seal_all
from audit.reports.models import IssuedReport, ReportRequest
from compliance.lawbook.models import RegulationIssue
from compliance.lawbook.state_switch import state_switch
from compliance.registry.models import Chip
from compliance.registry.record_maker_letter import record_maker_letter
from rules.switches import SWITCHES
from tests.cast import Cast
from tests.compliance.lawbook.letters import published
from tests.pushes import HOUR, MONDAY, job, job_table, push, work_off


def fill_every_append_only_table(cast: Cast) -> None:
    """Push a table with one good and one bad row, work it off, seal, note a report as issued, and fill the law book."""
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
    _fill_the_law_book(cast, now)


def _fill_the_law_book(cast: Cast, now: datetime) -> None:
    published(cast)
    switch = next(iter(SWITCHES.values()))
    state_switch(
        switch=switch.id,
        value=switch.default,
        applies_from=None,
        applies_until=None,
        source="a test",
        by=cast.approver,
    )
    issue = RegulationIssue.objects.create(
        part=774, issue_date=now.date(), sha256="0" * 64, imported_at=now, imported_by="setup"
    )
    chip = Chip.objects.create(
        slug="invented", vendor="V", name="Invented", source="a test", confidence="low"
    )
    record_maker_letter(
        chip=chip,
        stated_entry="3A090.a",
        content=b"The Invented is 3A090.a.",
        file_name="letter.txt",
        letter_on=now.date(),
        signer="an invented person",
        source="a test",
        by=cast.approver,
    )
    issue.texts.create(unit="3A090", text="An invented text.", sha256="0" * 64)
