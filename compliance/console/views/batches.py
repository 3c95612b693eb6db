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
from compliance.usage.questions import unknown_machine_names

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
    normalised = getattr(batch, "normalised", None)
    machines = unknown_machine_names(batch)
    quarantined = list(batch.quarantined.order_by("line_number", "id")[: _LINES_SHOWN + 1])
    context = {
        "batch": batch,
        "normalised": normalised,
        "unknown_events": _most_frequent_first(normalised.unknown_event_names) if normalised else [],
        "unknown_machines": _most_frequent_first(machines or {}),
        "is_accounted": machines is not None,
        "quarantined": quarantined[:_LINES_SHOWN],
        "lines_shown": _LINES_SHOWN,
        "has_more_lines": len(quarantined) > _LINES_SHOWN,
        "jobs": Job.objects.filter(subject=batch.reference).order_by("id"),
    }
    return render(request, "console/batch.html", context)


def _most_frequent_first(names: dict[str, int]) -> list[tuple[str, int]]:
    """Pairs, not the dictionary: PostgreSQL keeps no order of keys, and a template would take a key for a method."""
    return sorted(names.items(), key=lambda pair: (-pair[1], pair[0]))
