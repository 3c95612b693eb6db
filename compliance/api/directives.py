"""Directives over HTTP, for persons: written, checked, previewed, proposed by one, published or declined by another.

The verbs of `compliance.lawbook` decide who may do what; a provider's key may do nothing here.
"""

from datetime import UTC, datetime

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.accounts.roles import Act
from compliance.api.confidential import ConfidentialView, read_form
from compliance.api.directive_documents import (
    check_document,
    draft_whole,
    drafts_document,
    preview_document,
)
from compliance.api.directive_fields import (
    DIRECTIVE_LIMIT_BYTES,
    CheckForm,
    DirectiveForm,
)
from compliance.api.law_answers import text_known
from compliance.api.lawbook_refusals import refusals_as_problems
from compliance.api.openapi import directives as described
from compliance.api.permissions import asker
from compliance.api.rule_set_queries import PreviewQuery
from compliance.api.strict_forms import read_query
from compliance.lawbook.check_directive import CheckedDirective, check_directive, require_passes
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.questions import law
from compliance.lawbook.record_reading import record_directive_read
from compliance.lawbook.write_directive import write_directive
from compliance.registry.preview import preview

SHOWN = 200
_DRAFTS = DirectiveDraft.objects.select_related("author", "answered_by")
_PUBLISHED = PublishedDirective.objects.select_related("proposed_by", "published_by")
_ENDS = {DirectiveDraft.State.PUBLISHED, DirectiveDraft.State.WITHDRAWN}


class Directives(ConfidentialView):
    """Drafts and published versions; a new draft."""

    acts = frozenset({Act.READ_DIRECTIVES})

    @described.describe_directives
    def get(self, _request: Request) -> Response:
        """Answer with the newest of both."""
        drafts = list(_DRAFTS.order_by("-changed_at", "-id")[: SHOWN + 1])
        published = list(_PUBLISHED.order_by("-published_at", "-id")[: SHOWN + 1])
        return Response(drafts_document(drafts, published, shown=SHOWN))

    @described.describe_write
    def post(self, request: Request) -> Response:
        """Make a draft."""
        written = read_form(DirectiveForm, request, DIRECTIVE_LIMIT_BYTES)
        with refusals_as_problems():
            draft = write_directive(title=written["title"], content=written["content"], by=asker(request))
        address = f"/api/v1/directives/{draft.reference}"
        return Response(whole_of(draft), status=201, headers={"Location": address})


class DirectiveCheck(ConfidentialView):
    """What a check finds of a text that is not saved."""

    acts = frozenset({Act.WRITE_DIRECTIVES})

    @described.describe_check
    def post(self, request: Request) -> Response:
        """Answer with every complaint."""
        content = read_form(CheckForm, request, DIRECTIVE_LIMIT_BYTES)["content"]
        return Response(check_document(_checked(content.replace("\r\n", "\n"))))


class OneDirective(ConfidentialView):
    """One draft. Its author may change it."""

    acts = frozenset({Act.READ_DIRECTIVES})

    @described.describe_directive
    def get(self, request: Request, reference: str) -> Response:
        """Answer with the draft and its check; an auditor's reading is recorded."""
        draft = draft_of(reference)
        record_directive_read(directive=draft, by=asker(request))
        return Response(whole_of(draft))

    @described.describe_change
    def put(self, request: Request, reference: str) -> Response:
        """Take this title and text in place of those before."""
        draft = draft_of(reference)
        written = read_form(DirectiveForm, request, DIRECTIVE_LIMIT_BYTES)
        with refusals_as_problems():
            changed = write_directive(
                title=written["title"], content=written["content"], by=asker(request), draft=draft
            )
        return Response(whole_of(changed))


class DirectivePreview(ConfidentialView):
    """What a draft would say of the chips of the registry; nothing is stored."""

    acts = frozenset({Act.READ_DIRECTIVES})

    @described.describe_preview
    def get(self, request: Request, reference: str) -> Response:
        """Answer with the chips that each rule would catch."""
        draft = draft_of(reference)
        as_of = read_query(PreviewQuery, request)["as_of"]
        record_directive_read(directive=draft, by=asker(request))
        whole = law()
        with refusals_as_problems(), text_known():
            rule_set = require_passes(draft.content, whole, today=datetime.now(UTC).date())
            return Response(preview_document(preview(rule_set, whole, as_of=as_of)))


def draft_of(reference: str) -> DirectiveDraft:
    """Return the draft; 404 where there is none."""
    draft = _DRAFTS.filter(reference=reference).first()
    if draft is None:
        raise Http404("There is no draft with this reference.")
    return draft


def _checked(content: str) -> CheckedDirective:
    return check_directive(content, law(), today=datetime.now(UTC).date())


def whole_of(draft: DirectiveDraft) -> dict[str, object]:
    """Return a draft as it is answered with. A published one is not held against itself."""
    return draft_whole(draft, None if draft.state in _ENDS else _checked(draft.content))
