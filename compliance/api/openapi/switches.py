"""How switches are described."""

from datetime import UTC, date, datetime
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.serializers import CharField, DateField, DateTimeField, DictField

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.api.openapi.example_reader import READER
from compliance.api.openapi.findings import Described, texts
from compliance.api.openapi.law_answers import CONFIDENCES, TAG, SettingUsed, choice, example_law
from compliance.api.openapi.made_later import example
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.api.openapi.security import SESSION_ONLY
from compliance.api.switch_documents import statement_document, switches_document
from compliance.api.switch_fields import StatementForm, SwitchesQuery
from compliance.lawbook.models import SwitchStatement


class StatementRead(Described):
    """What somebody stated for the days [applies_from, applies_until)."""

    reference = CharField()
    switch = CharField()
    value = CharField()
    applies_from = DateField(allow_null=True)
    applies_until = DateField(allow_null=True)
    source = CharField()  # type: ignore[assignment]  # only described
    stated_by = CharField(help_text="`operator` where you are not one of its own")
    stated_at = DateTimeField()


class SwitchRead(Described):
    """A question of fact about the law that the operator answers."""

    id = CharField()
    question = CharField()
    citation = CharField()
    source_url = CharField()
    confidence = choice(CONFIDENCES)
    default = CharField(help_text="the careful setting, where nothing is stated")
    settings = DictField(child=CharField(), help_text="setting and what it means")
    used = SettingUsed(help_text="the setting in use that day")
    rule_sets = texts("whose enforcement hangs on it")
    statements = StatementRead(many=True, help_text="newest first; of two of one day the later counts")


class SwitchList(Described):
    """Every switch."""

    as_of = DateField()
    known_on = DateField(allow_null=True)
    text_read_until = DateField()
    switches = SwitchRead(many=True)


STATED: dict[str, Any] = {
    "switch": "affiliates_rule",
    "value": "stayed",
    "applies_from": "2026-11-10",
    "applies_until": "2027-11-10",
    "source": "Federal Register of 2026-11-03",
}


def _listed() -> dict[str, object]:
    law, on_day = example_law()
    return switches_document(law, on_day, [], READER)


def _statement() -> dict[str, object]:
    dates = {name: date.fromisoformat(STATED[name]) for name in ("applies_from", "applies_until")}
    by = User(username="tomas.reyes", role=Role.APPROVER)
    statement = SwitchStatement(
        **(STATED | dates),
        reference="stated_01m827j3etd5esn3qftsvz",
        stated_by=by,
        stated_at=datetime(2026, 11, 4, 9, 30, tzinfo=UTC),
    )
    return statement_document(statement, by)


describe_switches = extend_schema(
    operation_id="switches",
    tags=TAG,
    summary="What the texts leave open, and what is stated of it",
    description="Whether a stay ran out or was extended is a fact that somebody can look up. Each switch has a careful "
    "default; answers name the setting they used.",
    parameters=[SwitchesQuery],
    responses={200: OpenApiResponse(SwitchList, examples=[example("nothing stated yet", _listed)])}
    | refusals("invalid", *MENDABLE_BY_A_KEY, "not_acceptable"),
)

describe_state_switch = extend_schema(
    operation_id="state_switch",
    tags=TAG,
    summary="State what is true of a switch",
    description="For approvers and administrators. It is recorded in the ledger, what was stated before stays and "
    "counts where this does not reach, and every tenant is screened again under it.",
    auth=SESSION_ONLY,
    request=StatementForm,
    responses={201: OpenApiResponse(StatementRead, examples=[example("stated", _statement)])}
    | refusals(
        "invalid",
        "parse_error",
        *MENDABLE_BY_A_KEY,
        "not_acceptable",
        "body_too_large",
        "unsupported_media_type",
        refused="switch 'affiliates_rule' cannot be set to 'extended': it is one of returned_unless_extended, "
        "in_force, stayed.",
    ),
    examples=[OpenApiExample("a stay goes on", STATED, request_only=True)],
)
