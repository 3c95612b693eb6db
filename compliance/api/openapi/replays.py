"""How replays are described."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DictField,
    IntegerField,
)

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.api.openapi.findings import Described, texts
from compliance.api.openapi.law_answers import EXAMPLE_DAY, choice, digest
from compliance.api.openapi.made_later import example
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.api.openapi.security import SESSION_ONLY
from compliance.api.replay_fields import ReplayForm
from compliance.replays.models import Replay
from compliance.replays.questions import summary
from rules.library import by_reference
from rules.replay import Change

_TAG = ["Replays"]
_View = TypeVar("_View", bound=Callable[..., Any])
_MODES = [str(one) for one in Replay.Mode.values]


class ReplayProgress(Described):
    """How far it has come."""

    state = choice(["waiting", "running", "finished", "failed"])
    tenants_done = IntegerField()
    tenants_total = IntegerField(help_text="0 until it has begun")
    failure = CharField(
        allow_null=True, help_text="why it failed, or why its last turn did: then it is tried again"
    )


class ReplayHead(Described):
    """A replay as a list shows it."""

    reference = CharField()
    mode = choice(_MODES)
    tried = CharField(allow_null=True, help_text="the rule set tried; null: another day is")
    tried_as_of = DateField(allow_null=True, help_text="the other day")
    as_of = DateField(help_text="the law that the trial is compared with")
    known_on = DateField(allow_null=True)
    provider = CharField(allow_null=True, help_text="null: all tenants")
    asked_by = CharField()
    asked_at = DateTimeField()
    progress = ReplayProgress()


class ReplayList(Described):
    """The newest replays, 50 at most."""

    replays = ReplayHead(many=True)
    is_complete = BooleanField(help_text="there are no older ones")


class ReplayedRuleRead(Described):
    """A rule that could say something else, and of how many tenants it does."""

    rule = CharField()
    title = CharField()
    rule_set_before = CharField(allow_null=True, help_text="null: no such rule before")
    rule_set_after = CharField(allow_null=True)
    counts = DictField(child=IntegerField(), help_text=f"tenants by change: {', '.join(Change)}")


class ReplayWhole(ReplayHead):
    """What was asked, how far it has come, and what it found. Each tenant is judged as if for the first time."""

    tried_sha256 = digest(allow_null=True)
    tried_known_on = DateField(allow_null=True)
    facts_until = DateTimeField(help_text="each tenant's newest screening up to here is replayed")
    finished_at = DateTimeField(allow_null=True)
    failure = CharField(allow_null=True)
    law = DictField(
        help_text="before and after: day, rule sets by SHA-256, settings; empty until it has begun"
    )
    law_sha256 = digest(allow_null=True)
    tenants_total = IntegerField()
    counts = DictField(help_text="over all tenants and chips, and what could not be read")
    differences_sha256 = digest(allow_null=True, help_text="of differences.csv; it is in the ledger")
    notes = texts("what a reader must know")
    rules = ReplayedRuleRead(many=True, help_text="most changes first; empty until it is finished")


_SET = "us/3a090@2022-10-21"
_ASKED = {"rule_set": _SET, "as_of": EXAMPLE_DAY.isoformat()}
_OTHER_DAY = {"other_day": "2024-05-01", "as_of": EXAMPLE_DAY.isoformat(), "provider": "fjordlys-compute"}


def _summary() -> dict[str, Any]:
    replay = Replay(
        reference="replay_01m827j3etd5esn3qftsvz",
        mode=Replay.Mode.IN_PLACE,
        tried_reference=_SET,
        tried_sha256=by_reference(_SET).sha256,
        as_of=EXAMPLE_DAY,
        facts_until=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        asked_by=User(username="ingrid.solheim", role=Role.OFFICER),
        asked_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    )
    waiting = {"state": "waiting", "tenants_done": 0, "tenants_total": 0, "failure": None}
    return summary(replay) | {"progress": waiting, "rules": []}


def _listed() -> dict[str, Any]:
    whole = _summary()
    head = {name: whole[name] for name in ReplayHead().get_fields()}
    return {"replays": [head], "is_complete": True}


def _described(name: str, summary: str, description: str, **more: Any) -> Callable[[_View], _View]:
    return extend_schema(
        operation_id=name, tags=_TAG, summary=summary, description=description, auth=SESSION_ONLY, **more
    )


_REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="of the replay")
_NOT_FOUND = "There is no replay with this reference."

describe_replays = _described(
    "replays",
    "Replays",
    "The newest first.",
    responses={200: OpenApiResponse(ReplayList, examples=[example("list", _listed)])}
    | refusals(*MENDABLE_BY_A_KEY, "not_acceptable"),
)
describe_ask_replay = _described(
    "ask_replay",
    "Ask for a replay",
    "Tries a rule set (shipped, published, a draft, or a text), or the whole law of another day, over the stored facts "
    "of tenants and over the chips of the registry: which flags would appear, disappear or change, which chips would "
    "be classed otherwise. It runs in the background and writes nothing to flags.",
    parameters=[
        OpenApiParameter(
            "Location", str, OpenApiParameter.HEADER, response=[202], description="where it can be watched"
        )
    ],
    request=ReplayForm,
    examples=[
        OpenApiExample("another version", _ASKED, request_only=True),
        OpenApiExample("another day", _OTHER_DAY, request_only=True),
    ],
    responses={202: OpenApiResponse(ReplayWhole, examples=[example("waiting", _summary)])}
    | refusals(
        "invalid",
        "parse_error",
        *MENDABLE_BY_A_KEY,
        "not_acceptable",
        "body_too_large",
        "unsupported_media_type",
        refused="There is no rule set 'us/nothing@2026-01-01', neither shipped nor published.",
    ),
)
describe_replay = _described(
    "replay",
    "One replay",
    "Its progress, then what it found.",
    parameters=[_REFERENCE],
    responses={200: OpenApiResponse(ReplayWhole, examples=[example("waiting", _summary)])}
    | refusals(*MENDABLE_BY_A_KEY, "not_acceptable", not_found=_NOT_FOUND),
)
_BEFORE_THE_END = ("not_finished_yet", "replay_failed")
_PAUSE = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[409],
    description="for `not_finished_yet`: seconds to wait",
)
describe_csv = _described(
    "replay_differences_csv",
    "All differences as CSV",
    "One line for each flag that would be otherwise, and for each chip and reading that would be classed otherwise. "
    "RFC 4180, UTF-8, safe to open in a spreadsheet. Its SHA-256 is `differences_sha256`.",
    parameters=[_REFERENCE, _PAUSE],
    responses={(200, "text/csv"): OpenApiResponse({"type": "string"}, description="the file")}
    | refusals(*MENDABLE_BY_A_KEY, *_BEFORE_THE_END, not_found=_NOT_FOUND),
)
describe_json = _described(
    "replay_differences_json",
    "All differences as JSON",
    "`replay` is the summary; `rules`, `chips` and `tenants` are arrays with every line.",
    parameters=[_REFERENCE, _PAUSE],
    responses={(200, "application/json"): OpenApiResponse({"type": "object"}, description="the document")}
    | refusals(*MENDABLE_BY_A_KEY, *_BEFORE_THE_END, not_found=_NOT_FOUND),
)
