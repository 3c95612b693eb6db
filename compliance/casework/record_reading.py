"""Keeps what an auditor reads: the ledger shows later which evidence an audit has seen.

Called when the page or the bundle is given out.
"""

from django.db import transaction

from audit.ledger.record import record
from audit.reports.models import IssuedReport
from compliance.accounts.models import User
from compliance.casework.policies import is_reading_recorded
from compliance.screening.models import Flag


def record_flag_read(*, flag: Flag, by: User) -> None:
    """Record `flag.read` if reading by `by` is recorded; otherwise nothing."""
    if not is_reading_recorded(by):
        return
    with transaction.atomic():
        provider = flag.tenant.provider.key
        body = {
            "provider": provider,
            "tenant": flag.tenant.reference,
            "finding_sha256": flag.finding_sha256,
        }
        record(entity=provider, kind="flag.read", by=by.username, subject=flag.reference, body=body)


def record_report_read(*, report: IssuedReport, by: User) -> None:
    """Record `report.read` if reading by `by` is recorded; otherwise nothing."""
    if not is_reading_recorded(by):
        return
    with transaction.atomic():
        body = {"provider": report.provider, "bundle_sha256": report.bundle_sha256}
        record(
            entity=report.provider, kind="report.read", by=by.username, subject=report.reference, body=body
        )
