"""The steps of a directive over HTTP: proposed by its author, published or declined by another, withdrawn, ended.

The verbs of `compliance.lawbook` decide who may take which.
"""

from typing import Any

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.confidential import ConfidentialView, read_form
from compliance.api.directive_documents import published_head
from compliance.api.directive_fields import DeclineForm, EndForm, NothingForm, PublishForm
from compliance.api.directives import draft_of, whole_of
from compliance.api.lawbook_refusals import refusals_as_problems
from compliance.api.openapi import directives as described
from compliance.api.permissions import asker
from compliance.api.strict_forms import StrictForm
from compliance.lawbook.decline_directive import decline_directive
from compliance.lawbook.end_directive import end_directive
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.withdraw_directive import withdraw_directive
from compliance.pipeline import publish_directive


class DirectiveStep(ConfidentialView):
    """A step of one draft. The act lets somebody in; the verb's policy decides about this draft."""

    acts = frozenset({Act.READ_DIRECTIVES})
    form: type[StrictForm] = NothingForm

    def take(self, request: Request, reference: str) -> Response:
        """Take the step, and answer with what has become of it."""
        draft = draft_of(reference)
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
        return whole_of(propose_directive(draft=draft, by=user))


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
        return whole_of(decline_directive(draft=draft, reason=values["reason"], by=user))


class WithdrawDirective(DirectiveStep):
    """The author takes it back for good."""

    @described.describe_withdraw
    def post(self, request: Request, reference: str) -> Response:
        """Withdraw."""
        return self.take(request, reference)

    def answer(self, draft: DirectiveDraft, values: dict[str, Any], user: User) -> dict[str, object]:  # noqa: ARG002
        """Return the draft at its end."""
        return whole_of(withdraw_directive(draft=draft, by=user))


class EndDirective(ConfidentialView):
    """Proposes that a published directive end: a version more, which a second person publishes."""

    acts = frozenset({Act.READ_DIRECTIVES})

    @described.describe_end
    def post(self, request: Request, reference: str) -> Response:
        """Answer with the draft that waits for a second person."""
        directive = PublishedDirective.objects.filter(reference=reference).first()
        if directive is None:
            raise Http404("There is no published directive with this reference.")
        ends_on = read_form(EndForm, request)["ends_on"]
        with refusals_as_problems():
            draft = end_directive(directive=directive, ends_on=ends_on, by=asker(request))
        return Response(
            whole_of(draft), status=201, headers={"Location": f"/api/v1/directives/{draft.reference}"}
        )
