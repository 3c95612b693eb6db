"""Directives over HTTP, for persons: written, checked, previewed, proposed by one, published or declined by another.

The verbs of `compliance.lawbook` decide who may do what; a provider's key may do nothing here.
"""

from datetime import UTC, datetime
from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.confidential import ConfidentialView, read_form
from compliance.api.directive_documents import (
    check_document,
    draft_whole,
    drafts_document,
    preview_document,
    published_head,
)
from compliance.api.directive_fields import (
    DIRECTIVE_LIMIT_BYTES,
    CheckForm,
    DeclineForm,
    DirectiveForm,
    EndForm,
    NothingForm,
    PublishForm,
)
from compliance.api.law_answers import text_known
from compliance.api.lawbook_refusals import refusals_as_problems
from compliance.api.openapi import directives as described
from compliance.api.permissions import asker
from compliance.api.rule_set_queries import PreviewQuery
from compliance.api.strict_forms import StrictForm, read_query
from compliance.lawbook.check_directive import CheckedDirective, check_directive, require_passes
from compliance.lawbook.decline_directive import decline_directive
from compliance.lawbook.end_directive import end_directive
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.questions import law
from compliance.lawbook.record_reading import record_directive_read
from compliance.lawbook.withdraw_directive import withdraw_directive
from compliance.lawbook.write_directive import write_directive
from compliance.pipeline import publish_directive
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
        return Response(_whole(draft), status=201, headers={"Location": address})


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
        draft = _draft(reference)
        record_directive_read(directive=draft, by=asker(request))
        return Response(_whole(draft))

    @described.describe_change
    def put(self, request: Request, reference: str) -> Response:
        """Take this title and text in place of those before."""
        draft = _draft(reference)
        written = read_form(DirectiveForm, request, DIRECTIVE_LIMIT_BYTES)
        with refusals_as_problems():
            changed = write_directive(
                title=written["title"], content=written["content"], by=asker(request), draft=draft
            )
        return Response(_whole(changed))


class DirectivePreview(ConfidentialView):
    """What a draft would say of the chips of the registry; nothing is stored."""

    acts = frozenset({Act.READ_DIRECTIVES})

    @described.describe_preview
    def get(self, request: Request, reference: str) -> Response:
        """Answer with the chips that each rule would catch."""
        draft = _draft(reference)
        as_of = read_query(PreviewQuery, request)["as_of"]
        record_directive_read(directive=draft, by=asker(request))
        whole = law()
        with refusals_as_problems(), text_known():
            rule_set = require_passes(draft.content, whole, today=datetime.now(UTC).date())
            return Response(preview_document(preview(rule_set, whole, as_of=as_of)))


class DirectiveStep(ConfidentialView):
    """A step of one draft. The act lets somebody in; the verb's policy decides about this draft."""

    acts = frozenset({Act.READ_DIRECTIVES})
    form: type[StrictForm] = NothingForm

    def take(self, request: Request, reference: str) -> Response:
        """Take the step, and answer with what has become of it."""
        draft = _draft(reference)
        values = read_form(self.form, request)
        with refusals_as_problems():
            return Response(self.answer(draft, values, asker(request)))

    def answer(self, draft: DirectiveDraft, values: dict[str, Any], user: User) -> dict[str, object]:
        """Call the verb."""
        raise NotImplementedError


class ProposeDirective(DirectiveStep):
    """The author asks for a second person."""

    @described.describe_propose
    def post(self, request: Request, reference: str) -> Response:
        """Propose."""
        return self.take(request, reference)

    def answer(self, draft: DirectiveDraft, values: dict[str, Any], user: User) -> dict[str, object]:  # noqa: ARG002
        """Return the draft, which waits."""
        return _whole(propose_directive(draft=draft, by=user))


class PublishDirective(DirectiveStep):
    """The second person publishes; everybody is screened again under it."""

    form = PublishForm

    @described.describe_publish
    def post(self, request: Request, reference: str) -> Response:
        """Publish."""
        return self.take(request, reference)

    def answer(self, draft: DirectiveDraft, values: dict[str, Any], user: User) -> dict[str, object]:
        """Return the version that now binds."""
        return published_head(publish_directive(draft=draft, sha256=values["sha256"], by=user))


class DeclineDirective(DirectiveStep):
    """The second person does not publish."""

    form = DeclineForm

    @described.describe_decline
    def post(self, request: Request, reference: str) -> Response:
        """Decline."""
        return self.take(request, reference)

    def answer(self, draft: DirectiveDraft, values: dict[str, Any], user: User) -> dict[str, object]:
        """Return the draft, declined."""
        return _whole(decline_directive(draft=draft, reason=values["reason"], by=user))


class WithdrawDirective(DirectiveStep):
    """The author takes it back for good."""

    @described.describe_withdraw
    def post(self, request: Request, reference: str) -> Response:
        """Withdraw."""
        return self.take(request, reference)

    def answer(self, draft: DirectiveDraft, values: dict[str, Any], user: User) -> dict[str, object]:  # noqa: ARG002
        """Return the draft at its end."""
        return _whole(withdraw_directive(draft=draft, by=user))


class EndDirective(ConfidentialView):
    """Proposes that a published directive end: a version more, which a second person publishes."""

    acts = frozenset({Act.READ_DIRECTIVES})

    @described.describe_end
    def post(self, request: Request, reference: str) -> Response:
        """Answer with the draft that waits for a second person."""
        directive = _PUBLISHED.filter(reference=reference).first()
        if directive is None:
            raise Http404("There is no published directive with this reference.")
        ends_on = read_form(EndForm, request)["ends_on"]
        with refusals_as_problems():
            draft = end_directive(directive=directive, ends_on=ends_on, by=asker(request))
        return Response(
            _whole(draft), status=201, headers={"Location": f"/api/v1/directives/{draft.reference}"}
        )


def _draft(reference: str) -> DirectiveDraft:
    draft = _DRAFTS.filter(reference=reference).first()
    if draft is None:
        raise Http404("There is no draft with this reference.")
    return draft


def _checked(content: str) -> CheckedDirective:
    return check_directive(content, law(), today=datetime.now(UTC).date())


def _whole(draft: DirectiveDraft) -> dict[str, object]:
    """A published draft is not held against itself."""
    return draft_whole(draft, None if draft.state in _ENDS else _checked(draft.content))
