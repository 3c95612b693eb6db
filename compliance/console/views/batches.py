"""What providers pushed."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from audit.intake.models import LogBatch
from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.progress import read_progress
from compliance.jobs.models import Job

_BATCHES_PER_PAGE = 50
_LINES_SHOWN = 200


@require_safe
@requires(Act.READ_INTAKE)
@vary_on_headers("HX-Request")
def batches_page(request: DeskRequest) -> HttpResponse:
    """Every push, newest first; for htmx the table alone."""
    batches = LogBatch.objects.select_related("normalised").order_by("-id")
    context = {
        "page": Paginator(batches, _BATCHES_PER_PAGE).get_page(request.GET.get("page")),
        "progress": read_progress(),
    }
    template = "console/parts/batches.html" if request.htmx else "console/batches.html"
    return render(request, template, context)


@require_safe
@requires(Act.READ_INTAKE)
def batch_page(request: DeskRequest, reference: str) -> HttpResponse:
    """One push: what it held, what was refused line by line, and what still has to be done with it."""
    batch = get_object_or_404(LogBatch.objects.select_related("normalised"), reference=reference)
    context = {
        "batch": batch,
        "normalised": getattr(batch, "normalised", None),
        "quarantined": batch.quarantined.order_by("line_number")[:_LINES_SHOWN],
        "lines_shown": _LINES_SHOWN,
        "jobs": Job.objects.filter(subject=batch.reference).order_by("id"),
    }
    return render(request, "console/batch.html", context)
