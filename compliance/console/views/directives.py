"""Directives: write one, see it checked, propose it, and publish what another person proposed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.forms import DirectiveAnswerForm, DirectiveForm
from compliance.console.law.directives import (
    beginning,
    check,
    draft_page,
    draft_rows,
    preview_of,
    published,
)
from compliance.lawbook.decline_directive import decline_directive
from compliance.lawbook.errors import LawbookError
from compliance.lawbook.models import DirectiveDraft
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.record_reading import record_directive_read
from compliance.lawbook.withdraw_directive import withdraw_directive
from compliance.lawbook.write_directive import write_directive
from compliance.pipeline import publish_directive

_DRAFTS = DirectiveDraft.objects.select_related("author", "answered_by")


@require_safe
@requires(Act.READ_DIRECTIVES)
def directives_page(request: DeskRequest) -> HttpResponse:
    """Drafts and published versions."""
    context = {
        "rows": draft_rows(request.user),
        "published": published(),
        "may_write": request.user.may(Act.WRITE_DIRECTIVES),
    }
    return render(request, "console/law/directives.html", context)


@require_safe
@requires(Act.WRITE_DIRECTIVES)
def new_directive_page(request: DeskRequest) -> HttpResponse:
    """An empty desk with an example."""
    form = DirectiveForm(initial={"content": beginning()})
    return render(request, "console/law/new_directive.html", {"form": form})


@require_POST
@requires(Act.WRITE_DIRECTIVES)
def write_directive_page(request: DeskRequest) -> HttpResponse:
    """Make a draft of what is on the desk."""
    form = DirectiveForm(request.POST)
    form.is_valid()
    try:
        draft = write_directive(title=_typed(form, "title"), content=_typed(form, "content"), by=request.user)
    except LawbookError as error:
        form.add_error(None, str(error))
        return render(request, "console/law/new_directive.html", {"form": form}, status=422)
    return redirect("console:directive", draft.reference)


def _typed(form: DirectiveForm, name: str) -> str:
    """What was typed, whatever it is: the verb judges it."""
    return str(form.cleaned_data.get(name, ""))


@require_safe
@requires(Act.READ_DIRECTIVES)
def directive_page(request: DeskRequest, reference: str) -> HttpResponse:
    """One draft with its check. An auditor's reading is recorded."""
    draft = get_object_or_404(_DRAFTS, reference=reference)
    record_directive_read(directive=draft, by=request.user)
    return _render(request, draft)


@require_POST
@requires(Act.WRITE_DIRECTIVES)
def check_directive_part(request: DeskRequest) -> HttpResponse:
    """For htmx: what a check finds of the text on the desk, which is not saved."""
    checked = check(request.POST.get("content", "").replace("\r\n", "\n"))
    context = {"checked": checked, "preview": preview_of(checked)}
    return render(request, "console/law/parts/check.html", context)


@require_POST
@requires(Act.WRITE_DIRECTIVES)
def change_directive(request: DeskRequest, reference: str) -> HttpResponse:
    """The author saves, proposes or takes back a draft."""
    draft = get_object_or_404(_DRAFTS, reference=reference)
    form = DirectiveForm(request.POST)
    form.is_valid()
    step = request.POST.get("step", "save")
    try:
        if step == "withdraw":
            withdraw_directive(draft=draft, by=request.user)
            return redirect("console:directives")
        draft = write_directive(
            title=_typed(form, "title"), content=_typed(form, "content"), by=request.user, draft=draft
        )
        if step == "propose":
            propose_directive(draft=draft, by=request.user)
    except LawbookError as error:
        form.add_error(None, str(error))
        return _render(request, _DRAFTS.get(pk=draft.pk), form=form, status=422)
    return redirect("console:directive", draft.reference)


@require_POST
@requires(Act.PUBLISH_DIRECTIVES)
def answer_directive(request: DeskRequest, reference: str) -> HttpResponse:
    """A second person publishes or declines; the sha256 says which text they read."""
    draft = get_object_or_404(_DRAFTS, reference=reference)
    form = DirectiveAnswerForm(request.POST)
    if not form.is_valid():
        return _render(request, draft, answer_form=form, status=422)
    try:
        if form.cleaned_data["answer"] == "publish":
            directive = publish_directive(draft=draft, sha256=form.cleaned_data["sha256"], by=request.user)
            return redirect("console:rule-set", directive.rule_set)
        decline_directive(draft=draft, reason=form.cleaned_data["reason"], by=request.user)
    except LawbookError as error:
        form.add_error(None, str(error))
        return _render(request, _DRAFTS.get(pk=draft.pk), answer_form=form, status=422)
    return redirect("console:directive", draft.reference)


def _render(
    request: DeskRequest,
    draft: DirectiveDraft,
    *,
    form: DirectiveForm | None = None,
    answer_form: DirectiveAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": draft_page(draft, request.user),
        "draft": draft,
        "form": form or DirectiveForm(initial={"title": draft.title, "content": draft.content}),
        "answer_form": answer_form or DirectiveAnswerForm(initial={"sha256": draft.sha256}),
    }
    return render(request, "console/law/directive.html", context, status=status)
