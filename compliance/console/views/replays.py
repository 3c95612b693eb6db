"""Replays: try something over stored facts, watch it, read what would be otherwise, take it away."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.law.replay_chips import chip_rows, moves_of
from compliance.console.law.replay_form import WHATS, ReplayForm
from compliance.console.law.replays import (
    CHANGES,
    against_of,
    columns_of,
    laws_that_differ,
    remaining_text,
    remarks_on,
    replay_rows,
    rule_rows,
    tiles_of,
    title_of,
)
from compliance.lawbook.questions import law
from compliance.pipeline import request_replay
from compliance.replays.differences import chip_lines, tenant_lines
from compliance.replays.differences_csv import csv_pieces
from compliance.replays.differences_json import json_pieces
from compliance.replays.errors import ReplayError
from compliance.replays.models import Replay
from compliance.replays.questions import replay_progress

_REPLAYS_PER_PAGE = 50
_LINES_SHOWN = 30
_CHIPS_SHOWN = 400
_REPLAYS = Replay.objects.select_related("provider", "asked_by")
_POSITION = re.compile(r"[0-9]{1,18}")
_PREFILLED = ("what", "rule_set", "draft", "other_day", "other_known_on", "as_of", "known_on", "provider")


@require_safe
@requires(Act.REPLAY)
@vary_on_headers("HX-Request")
def replays_page(request: DeskRequest) -> HttpResponse:
    """Every replay, newest first, beside the form that asks for one; for htmx the table alone."""
    asked = {name: request.GET[name] for name in _PREFILLED if request.GET.get(name)}
    initial = {"what": "rule_set", "as_of": datetime.now(UTC).date(), **asked}
    template = "console/law/parts/replays.html" if request.htmx else "console/law/replays.html"
    return _render(request, template, ReplayForm(initial=initial, law=law()))


@require_POST
@requires(Act.REPLAY)
def ask_replay_page(request: DeskRequest) -> HttpResponse:
    """Ask for a replay; it runs in the background."""
    form = ReplayForm(request.POST, law=law())
    if not form.is_valid():
        return _render(request, "console/law/replays.html", form, status=422)
    try:
        reference = request_replay(**form.asked(), by=request.user)
    except ReplayError as error:
        form.add_error(None, str(error))
        return _render(request, "console/law/replays.html", form, status=422)
    return redirect("console:replay", reference)


@require_safe
@requires(Act.REPLAY)
@vary_on_headers("HX-Request", "HX-Target")
def replay_page(request: DeskRequest, reference: str) -> HttpResponse:
    """One replay: how far it has come, then what it found; for htmx the changing part, or the lines alone."""
    replay = get_object_or_404(_REPLAYS, reference=reference)
    progress = replay_progress(reference)
    if progress.state == "finished" and request.htmx.target == "lines":
        return render(request, "console/law/parts/replay_lines.html", _lines(request, replay))
    context: dict[str, object] = {
        "replay": replay,
        "progress": progress,
        "title": title_of(replay),
        "against": against_of(replay),
        "remaining": remaining_text(replay, progress, datetime.now(UTC)),
    }
    if progress.state == "finished":
        context |= _found(replay) | _lines(request, replay)
    template = "console/law/parts/replay.html" if request.htmx else "console/law/replay.html"
    return render(request, template, context)


@require_safe
@requires(Act.REPLAY)
def replay_csv(_request: DeskRequest, reference: str) -> HttpResponseBase:
    """All differences as CSV, whose SHA-256 stands in the ledger."""
    return _download(reference, csv_pieces, "csv", "text/csv; charset=utf-8")


@require_safe
@requires(Act.REPLAY)
def replay_json(_request: DeskRequest, reference: str) -> HttpResponseBase:
    """The whole replay as one JSON document."""
    return _download(reference, json_pieces, "json", "application/json")


def _download(
    reference: str, pieces: Callable[[Replay], Iterator[bytes]], suffix: str, content_type: str
) -> HttpResponseBase:
    replay = get_object_or_404(_REPLAYS, reference=reference)
    if replay.finished_at is None or replay.failure:
        raise Http404("There is nothing to take away before a replay is finished.")
    headers = {
        "Content-Disposition": f'attachment; filename="{replay.reference}.{suffix}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(pieces(replay), content_type=content_type, headers=headers)


def _found(replay: Replay) -> dict[str, object]:
    """What a finished replay says beside its lines."""
    rules = rule_rows(replay)
    differing = [one for one in rules if one.changes]
    lines = list(chip_lines(replay))
    rows = chip_rows(lines)
    return {
        "counts": replay.counts,
        "tiles": tiles_of(replay, rules),
        "rules": differing,
        "columns": columns_of(differing),
        "same_rules": [one for one in rules if not one.changes],
        "moves": moves_of(lines),
        "chips": rows[:_CHIPS_SHOWN],
        "chips_left_out": max(0, len(rows) - _CHIPS_SHOWN),
        "notes": remarks_on(replay),
        "laws": laws_that_differ(replay),
    }


def _lines(request: DeskRequest, replay: Replay) -> dict[str, object]:
    """One page of lines with its filter, out of the address."""
    rule, change = request.GET.get("rule", "")[:120], request.GET.get("change", "")[:40]
    after = request.GET.get("after", "")
    position = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    found = tenant_lines(
        replay, rule=rule or None, change=change or None, after=position, limit=_LINES_SHOWN + 1
    )
    chosen = {name: value for name, value in (("rule", rule), ("change", change)) if value}
    shown = found[:_LINES_SHOWN]
    return {
        "replay": replay,
        "lines": shown,
        "rule": rule,
        "change": change,
        "changes": CHANGES,
        "rule_choices": sorted(replay.rules.values_list("rule", "title"), key=lambda one: one[1]),
        "is_first_page": not position,
        "first_query": urlencode(chosen),
        "next_query": urlencode(chosen | {"after": shown[-1].position}) if len(found) > len(shown) else "",
    }


def _render(request: DeskRequest, template: str, form: ReplayForm, status: int = 200) -> HttpResponse:
    page = Paginator(_REPLAYS.order_by("-asked_at", "-id"), _REPLAYS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = replay_rows(page.object_list)
    context = {
        "page": page,
        "rows": rows,
        "is_busy": any(not row.progress.is_ended for row in rows),
        "form": form,
        "whats": WHATS,
    }
    return render(request, template, context, status=status)
