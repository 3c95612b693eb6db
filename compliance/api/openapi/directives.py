"""How directives are described. All of it is for persons; a provider's key may do nothing here."""

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from compliance.api.directive_fields import (
    CheckForm,
    DeclineForm,
    DirectiveForm,
    EndForm,
    NothingForm,
    PublishForm,
)
from compliance.api.openapi import directive_examples as shown
from compliance.api.openapi.directive_answers import (
    CheckRead,
    DirectiveList,
    DraftWhole,
    PreviewRead,
    PublishedHead,
)
from compliance.api.openapi.made_later import example
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.api.openapi.security import SESSION_ONLY
from compliance.api.rule_set_queries import PreviewQuery
from compliance.lawbook.leaves import content_sha256

_TAG = ["Directives"]
_View = TypeVar("_View", bound=Callable[..., Any])


_REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="of the draft")
_LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[201], description="where the draft can be looked at"
)
_TAKES = ("invalid", "parse_error", "not_acceptable", "body_too_large", "unsupported_media_type")
_WRITTEN = OpenApiExample("a letter", {"title": shown.TITLE, "content": shown.CONTENT}, request_only=True)


def _described(name: str, summary: str, description: str, **more: Any) -> Callable[[_View], _View]:
    return extend_schema(
        operation_id=name, tags=_TAG, summary=summary, description=description, auth=SESSION_ONLY, **more
    )


def _draft_answer(status: int, state: str) -> dict[int, OpenApiResponse]:
    return {status: OpenApiResponse(DraftWhole, examples=[example(state, lambda: shown.whole(state))])}


def _step(
    name: str, summary: str, description: str, form: Any, asked: dict[str, object], **more: Any
) -> Callable[[_View], _View]:
    kinds = more.pop("kinds", ())
    return _described(
        name,
        summary,
        description,
        parameters=[_REFERENCE],
        request=form,
        examples=[OpenApiExample("asked", asked, request_only=True)],
        responses=more.pop("answers")
        | refusals(
            *_TAKES,
            *MENDABLE_BY_A_KEY,
            "wrong_state",
            *kinds,
            not_found="There is no draft with this reference.",
        ),
    )


describe_directives = _described(
    "directives",
    "Directives and their drafts",
    "Letters to this operator, as rule sets. Confidential: for officers, approvers and auditors.",
    responses={200: OpenApiResponse(DirectiveList, examples=[example("list", shown.listed)])}
    | refusals(*MENDABLE_BY_A_KEY, "not_acceptable"),
)
describe_write = _described(
    "write_directive",
    "Write a directive",
    "Makes a draft. Its text need not pass its check yet; the answer says what is wrong with it.",
    parameters=[_LOCATION],
    request=DirectiveForm,
    examples=[_WRITTEN],
    responses=_draft_answer(201, "draft") | refusals(*_TAKES, *MENDABLE_BY_A_KEY, "refused"),
)
describe_check = _described(
    "check_directive",
    "Check a text",
    "Every complaint there is to make, with line, place and column; nothing is saved.",
    request=CheckForm,
    examples=[OpenApiExample("a slip", {"content": shown.WRONG}, request_only=True)],
    responses={
        200: OpenApiResponse(
            CheckRead,
            examples=[
                example("a slip", shown.check_that_does_not),
                example("passes", shown.check_that_passes),
            ],
        )
    }
    | refusals(*_TAKES, *MENDABLE_BY_A_KEY),
)
describe_directive = _described(
    "directive",
    "One draft",
    "With its text and its check. That an auditor read it is recorded.",
    parameters=[_REFERENCE],
    responses=_draft_answer(200, "proposed")
    | refusals(*MENDABLE_BY_A_KEY, "not_acceptable", not_found="There is no draft with this reference."),
)
describe_change = _described(
    "change_directive",
    "Change a draft",
    "For its author, until it is answered. One that was proposed or declined is a draft again.",
    parameters=[_REFERENCE],
    request=DirectiveForm,
    examples=[_WRITTEN],
    responses=_draft_answer(200, "draft")
    | refusals(
        *_TAKES,
        *MENDABLE_BY_A_KEY,
        "wrong_state",
        "refused",
        not_found="There is no draft with this reference.",
    ),
)
describe_preview = _described(
    "preview_directive",
    "What a draft would say of chips",
    "Tried over every chip of the registry as if it were in force; nothing is stored. A replay tries it over tenants.",
    parameters=[_REFERENCE, PreviewQuery],
    responses={200: OpenApiResponse(PreviewRead, examples=[example("three chips", shown.previewed)])}
    | refusals(
        "invalid",
        *MENDABLE_BY_A_KEY,
        "not_acceptable",
        "directive_refused",
        "no_text_known",
        "refused",
        not_found="There is no draft with this reference.",
    ),
)
describe_propose = _step(
    "propose_directive",
    "Propose a draft",
    "For its author: it waits for a second person. Refused with every complaint where it does not pass its check.",
    NothingForm,
    {},
    answers=_draft_answer(200, "proposed"),
    kinds=("directive_refused",),
)
describe_publish = _step(
    "publish_directive",
    "Publish a directive",
    "For an approver who did not write it. From now on it binds here: a version that never changes, in the ledger, and "
    "every tenant is screened again. Where the text is no longer the one that was read, nothing is published.",
    PublishForm,
    {"sha256": content_sha256(shown.CONTENT)},
    answers={200: OpenApiResponse(PublishedHead, examples=[example("published", shown.head)])},
    kinds=("directive_refused",),
)
describe_decline = _step(
    "decline_directive",
    "Decline a directive",
    "For an approver who did not write it. Its author may change it and propose it again.",
    DeclineForm,
    {"reason": "The letter says 4,000 gigabits, not gigabytes."},
    answers=_draft_answer(200, "declined"),
    kinds=("refused",),
)
describe_withdraw = _step(
    "withdraw_directive",
    "Withdraw a draft",
    "For its author, for good.",
    NothingForm,
    {},
    answers=_draft_answer(200, "withdrawn"),
)
describe_end = _described(
    "end_directive",
    "End a published directive",
    "Proposes one version more, which says the same and when it ends; a second person publishes it.",
    parameters=[
        OpenApiParameter("reference", str, OpenApiParameter.PATH, description="of the published directive"),
        _LOCATION,
    ],
    request=EndForm,
    examples=[OpenApiExample("a day", {"ends_on": "2026-09-01"}, request_only=True)],
    responses=_draft_answer(201, "proposed")
    | refusals(
        *_TAKES,
        *MENDABLE_BY_A_KEY,
        "directive_refused",
        "refused",
        not_found="There is no published directive with this reference.",
    ),
)
