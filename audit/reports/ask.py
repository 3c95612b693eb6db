"""Asking for a report: a row and a ledger event; building it is other work."""

from datetime import UTC, datetime

from django.db import transaction

from audit.ledger.record import record
from audit.references import new_reference
from audit.reports.errors import PeriodError
from audit.reports.models import ReportRequest


def ask(*, provider: str, period_from: datetime, period_until: datetime, by: str) -> ReportRequest:
    """Return the request for a report on `provider` (its key) over [period_from, period_until).

    Records `report.requested`. Raises PeriodError for a period that is empty, runs backwards or is yet to begin.
    """
    now = datetime.now(UTC)
    if period_from >= period_until:
        raise PeriodError(
            f"The period from {period_from} until {period_until} is empty; it must end after it begins."
        )
    if period_from > now:
        raise PeriodError(
            f"The period begins at {period_from}, which has not come yet; nothing can be reported."
        )
    with transaction.atomic():
        request = ReportRequest.objects.create(
            reference=new_reference("report"),
            provider=provider,
            period_from=period_from.astimezone(UTC),
            period_until=period_until.astimezone(UTC),
            requested_by=by,
            requested_at=now,
        )
        body = {"provider": provider, "period": period_document(request)}
        record(entity=provider, kind="report.requested", by=by, subject=request.reference, body=body, at=now)
    return request


def period_document(request: ReportRequest) -> dict[str, str]:
    """Return the period as leaves and report.json write it."""
    return {"from": instant_text(request.period_from), "until": instant_text(request.period_until)}


def instant_text(at: datetime) -> str:
    """Return an instant as UTC text ending in Z, with a fraction of a second only where there is one."""
    text = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{at.microsecond:06d}Z" if at.microsecond else f"{text}Z"
