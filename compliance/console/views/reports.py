"""Reports: ask for one, watch it being built, take it away."""

from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from audit.evidence.store import open_evidence
from audit.reports.errors import ReportError
from audit.reports.models import IssuedReport, ReportRequest
from compliance.accounts.roles import Act
from compliance.casework.record_reading import record_report_read
from compliance.console.access import DeskRequest, requires
from compliance.console.forms import ReportForm
from compliance.console.progress import read_progress
from compliance.pipeline import request_report

_REPORTS_SHOWN = 100
_JOB_KIND = "report"


@require_safe
@requires(Act.READ_REPORTS)
@vary_on_headers("HX-Request")
def reports_page(request: DeskRequest) -> HttpResponse:
    """Every report that was issued, newest first; for htmx the table with its progress alone."""
    template = "console/parts/reports.html" if request.htmx else "console/reports.html"
    today = datetime.now(UTC).date()
    month = {"period_from": today.replace(day=1), "period_until": today + timedelta(days=1)}
    return _render(request, template, ReportForm(initial=month))


@require_POST
@requires(Act.REQUEST_REPORT)
def request_report_page(request: DeskRequest) -> HttpResponse:
    """Ask for a report of one provider and period; it is built in the background."""
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _render(request, "console/reports.html", form, status=422)
    asked = form.cleaned_data
    try:
        request_report(
            provider=asked["provider"].key,
            period_from=_midnight(asked["period_from"]),
            period_until=_midnight(asked["period_until"]),
            by=request.user.username,
        )
    except ReportError as error:
        form.add_error(None, str(error))
        return _render(request, "console/reports.html", form, status=422)
    return redirect("console:reports")


@require_safe
@requires(Act.READ_REPORTS)
def report_bundle(request: DeskRequest, reference: str) -> HttpResponseBase:
    """The report's bundle as it was issued, byte for byte. An auditor's taking it is recorded."""
    report = get_object_or_404(IssuedReport, reference=reference)
    record_report_read(report=report, by=request.user)
    headers = {
        "Content-Length": str(report.bundle_size_bytes),
        "Content-Disposition": f'attachment; filename="{report.reference}.zip"',
        "X-Content-Type-Options": "nosniff",
    }
    pieces = open_evidence(report.bundle_sha256)
    return StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)


def _render(request: DeskRequest, template: str, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {
        "reports": IssuedReport.objects.order_by("-issued_at", "-id")[:_REPORTS_SHOWN],
        "requests": ReportRequest.objects.exclude(
            reference__in=IssuedReport.objects.values("reference")
        ).order_by("-id")[:_REPORTS_SHOWN],
        "progress": read_progress(_JOB_KIND),
        "form": form,
        "may_ask": request.user.may(Act.REQUEST_REPORT),
    }
    return render(request, template, context, status=status)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
