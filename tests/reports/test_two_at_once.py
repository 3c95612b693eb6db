"""Two workers at the same request at the same moment: one report."""

import threading

import pytest
from django.db import connection

from audit.ledger.models import Entry, OutboxEntry
from audit.reports import issue as issuing
from audit.reports.models import IssuedReport
from compliance.pipeline import make_report
from tests.reports.story import told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]


def test_both_return_the_one_report(bells, monkeypatch):
    reference = told().ask()
    both_have_signed = threading.Barrier(2, timeout=60)
    keep_files = issuing._keep_files
    returned: list[IssuedReport] = []

    def keep_and_wait(signed):
        kept = keep_files(signed)
        both_have_signed.wait()
        return kept

    def work():
        try:
            returned.append(make_report(reference))
        finally:
            connection.close()

    monkeypatch.setattr(issuing, "_keep_files", keep_and_wait)
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(returned) == 2
    assert returned[0] == returned[1]
    tables = (OutboxEntry, Entry)
    assert sum(table.objects.filter(kind="report.issued", subject=reference).count() for table in tables) == 1
