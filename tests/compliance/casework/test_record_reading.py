"""What an auditor reads is kept."""

from datetime import UTC, datetime

import pytest

from audit.reports.models import IssuedReport
from compliance.casework.record_reading import record_flag_read, record_report_read
from tests.compliance.casework.leaves import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.mark.parametrize("role", ["officer", "approver", "administrator"])
def test_nobody_elses_reading_is_recorded(cast, flag, role):
    record_flag_read(flag=flag, by=cast.persons[role])
    assert recorded() == []


def test_a_flag_read_by_an_auditor(cast, flag):
    record_flag_read(flag=flag, by=cast.auditor)
    (leaf,) = recorded()
    assert (leaf["type"], leaf["actor"], leaf["object"]) == (
        "flag.read",
        cast.auditor.username,
        flag.reference,
    )
    assert leaf["body"] == {
        "provider": cast.provider.key,
        "tenant": flag.tenant.reference,
        "finding_sha256": flag.finding_sha256,
    }


def test_a_report_taken_by_an_auditor(cast):
    now = datetime(2026, 11, 3, tzinfo=UTC)
    report = IssuedReport(
        reference="report_1", provider="fjordlys", bundle_sha256="a" * 64, period_from=now, period_until=now
    )
    record_report_read(report=report, by=cast.auditor)
    (leaf,) = recorded()
    assert (leaf["type"], leaf["object"], leaf["body"]) == (
        "report.read",
        "report_1",
        {"provider": "fjordlys", "bundle_sha256": "a" * 64},
    )
