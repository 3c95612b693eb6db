"""Replays over HTTP, for officers and approvers: asked for, watched, and their differences taken away.

Nothing is written to flags. The work is done by workers; asking answers at once.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import Http404, StreamingHttpResponse
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.accounts.roles import Act
from compliance.api.confidential import ConfidentialView, read_form
from compliance.api.directive_fields import DIRECTIVE_LIMIT_BYTES
from compliance.api.lawbook_refusals import refusals_as_problems
from compliance.api.negotiation import OneForm
from compliance.api.openapi import replays as described
from compliance.api.permissions import asker
from compliance.api.problems import Problem
from compliance.api.replay_documents import list_document, replay_document
from compliance.api.replay_fields import ReplayForm
from compliance.lawbook.models import DirectiveDraft
from compliance.pipeline import request_replay
from compliance.providers.models import Provider
from compliance.replays.ask import Trial
from compliance.replays.differences_csv import csv_pieces
from compliance.replays.differences_json import json_pieces
from compliance.replays.models import Replay
from rules.trial import Mode

SHOWN = 50
_PAUSE_SECONDS = 5
_REPLAYS = Replay.objects.select_related("provider", "asked_by")


class Replays(ConfidentialView):
    """The newest replays; a new one."""

    acts = frozenset({Act.REPLAY})

    @described.describe_replays
    def get(self, _request: Request) -> Response:
        """Answer with the newest."""
        return Response(list_document(list(_REPLAYS.order_by("-asked_at", "-id")[: SHOWN + 1]), shown=SHOWN))

    @described.describe_ask_replay
    def post(self, request: Request) -> Response:
        """Ask for one."""
        asked = read_form(ReplayForm, request, DIRECTIVE_LIMIT_BYTES)
        try:
            with refusals_as_problems():
                reference = request_replay(
                    trial=_trial(asked),
                    as_of=asked["as_of"],
                    known_on=asked["known_on"],
                    provider=asked["provider"],
                    by=asker(request),
                )
        except Provider.DoesNotExist:
            raise ValidationError({"provider": ["There is no provider with this key."]}) from None
        return Response(
            replay_document(_replay(reference)),
            status=202,
            headers={"Location": f"/api/v1/replays/{reference}"},
        )


class OneReplay(ConfidentialView):
    """One replay: how far it has come, then what it found."""

    acts = frozenset({Act.REPLAY})

    @described.describe_replay
    def get(self, _request: Request, reference: str) -> Response:
        """Answer with the summary."""
        return Response(replay_document(_replay(reference)))


class ReplayCsv(ConfidentialView):
    """All differences as CSV, whose SHA-256 stands in the summary and in the ledger."""

    acts = frozenset({Act.REPLAY})
    content_negotiation_class = OneForm

    @described.describe_csv
    def get(self, _request: Request, reference: str) -> StreamingHttpResponse:
        """Answer with the file."""
        return _download(reference, csv_pieces, "csv", "text/csv; charset=utf-8")


class ReplayJson(ConfidentialView):
    """The whole replay as one JSON document."""

    acts = frozenset({Act.REPLAY})
    content_negotiation_class = OneForm

    @described.describe_json
    def get(self, _request: Request, reference: str) -> StreamingHttpResponse:
        """Answer with the file."""
        return _download(reference, json_pieces, "json", "application/json")


def _trial(asked: Mapping[str, Any]) -> Trial:
    mode = Mode(asked["mode"]) if asked["mode"] else None
    if "rule_set" in asked:
        return Trial(rule_set=asked["rule_set"], mode=mode)
    if "content" in asked:
        return Trial(content=asked["content"].replace("\r\n", "\n").encode(), mode=mode)
    if "other_day" in asked:
        return Trial(other_day=asked["other_day"], other_known_on=asked["other_known_on"], mode=mode)
    draft = DirectiveDraft.objects.filter(reference=asked["draft"]).first()
    if draft is None or draft.state == DirectiveDraft.State.WITHDRAWN:
        raise ValidationError({"draft": ["There is no draft with this reference that could be tried."]})
    return Trial(content=draft.content.encode(), mode=mode)


def _replay(reference: str) -> Replay:
    replay = _REPLAYS.filter(reference=reference).first()
    if replay is None:
        raise Http404("There is no replay with this reference.")
    return replay


def _download(
    reference: str, pieces: Callable[[Replay], Iterator[bytes]], suffix: str, content_type: str
) -> StreamingHttpResponse:
    replay = _replay(reference)
    if replay.failure:
        raise Problem(409, "replay_failed", "Replay failed.", f"{replay.failure} Ask for another.")
    if replay.finished_at is None:
        raise Problem(
            409,
            "not_finished_yet",
            "Not finished yet.",
            "There is nothing to take away before the replay is finished; its progress says how far it is.",
            retry_after_seconds=_PAUSE_SECONDS,
        )
    headers = {"Content-Disposition": f'attachment; filename="{replay.reference}.{suffix}"'}
    return StreamingHttpResponse(pieces(replay), content_type=content_type, headers=headers)
