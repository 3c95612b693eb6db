"""The queue of flags."""

import hashlib

from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.desks import Desk
from compliance.console.progress import read_progress
from compliance.console.queue import read_page
from compliance.console.queue_filter import QueueFilter
from compliance.console.severity_bar import severity_shares
from compliance.providers.models import Provider
from compliance.screening.models import Flag

_DIGEST_DIGITS = 16


@require_safe
@requires(Act.READ_CASEWORK)
@vary_on_headers("HX-Request")
def queue_page(request: DeskRequest) -> HttpResponse:
    """The whole page; for htmx its changing part alone, and nothing (204) if that is what the browser shows already."""
    queue_filter = QueueFilter.from_query(request.GET)
    region = _region(request, queue_filter)
    digest = hashlib.sha256(region.encode()).hexdigest()[:_DIGEST_DIGITS]
    if request.htmx and request.GET.get("seen") == digest:
        return HttpResponse(status=204)
    context = {
        "region": region,
        "digest": digest,
        "poll_address": _address(request, queue_filter, seen=digest),
        "filter": queue_filter,
        "desks": Desk,
        "providers": Provider.objects.order_by("name").values_list("key", "name"),
        "rules": Flag.objects.order_by("title").values_list("rule", "title").distinct(),
        "statuses": Flag.Status.choices,
    }
    template = "console/parts/queue_region.html" if request.htmx else "console/queue.html"
    response = HttpResponse(render_to_string(template, context, request))
    if (
        request.htmx and "seen" not in request.GET
    ):  # a filter was changed, so the address shown changes with it
        response["HX-Push-Url"] = _address(request, queue_filter)
    return response


def _region(request: DeskRequest, queue_filter: QueueFilter) -> str:
    by_severity = queue_filter.count_by_severity()
    context = {
        "filter": queue_filter,
        "query": queue_filter.query_string(),
        "page": read_page(queue_filter, after=request.GET.get("after", ""), user=request.user),
        "is_first_page": not request.GET.get("after"),
        "severities": [
            (Flag.Severity(severity), share, queue_filter.query_string(severity=severity))
            for severity, share in severity_shares(by_severity).items()
        ],
        "desks": [
            (desk, how_many, queue_filter.query_string(desk=desk))
            for desk, how_many in queue_filter.count_by_desk().items()
        ],
        "with_new_facts": queue_filter.count_with_new_facts(),
        "all_severities": queue_filter.query_string(severity=0),
        "progress": read_progress(),
    }
    return render_to_string("console/parts/queue_rows.html", context, request)


def _address(request: DeskRequest, queue_filter: QueueFilter, **more: str) -> str:
    """The address of this page of the queue, without the empty parts that a form sends."""
    query = QueryDict(queue_filter.query_string(), mutable=True)
    for name, value in ({"after": request.GET.get("after", "")} | more).items():
        if value:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path
