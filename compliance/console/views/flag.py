"""The page of one flag, and the steps of a decision taken on it."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.roles import Act
from compliance.casework.answer import approve, decline
from compliance.casework.errors import CaseworkError, PolicyError
from compliance.casework.models import Decision
from compliance.casework.propose import propose
from compliance.casework.record_reading import record_flag_read
from compliance.console.access import DeskRequest, requires
from compliance.console.flag_page import read_flag_page
from compliance.console.forms import AnswerForm, ProposeForm
from compliance.console.queue_filter import QueueFilter
from compliance.lawbook.record_reading import record_rule_sets_read
from compliance.screening.models import Flag


@require_safe
@requires(Act.READ_CASEWORK)
def flag_page(request: DeskRequest, reference: str) -> HttpResponse:
    """Everything a person needs to judge one flag. An auditor's reading is recorded, of a directive behind it too."""
    flag = _flag(reference)
    record_flag_read(flag=flag, by=request.user)
    record_rule_sets_read(references=[flag.rule_set], by=request.user)
    return _render(request, flag)


@require_POST
@requires(Act.PROPOSE)
def propose_decision(request: DeskRequest, reference: str) -> HttpResponse:
    """Propose a decision on a flag."""
    flag, form = _flag(reference), ProposeForm(request.POST)
    if not form.is_valid():
        return _render(request, flag, form, status=422)
    try:
        propose(flag=flag, by=request.user, **form.cleaned_data)
    except CaseworkError as error:
        form.add_error(None, str(error))
        return _render(request, flag, form, status=_status_of(error))
    return _back_to(request, flag)


@require_POST
@requires(Act.APPROVE)
def answer_decision(request: DeskRequest, reference: str, decision_reference: str) -> HttpResponse:
    """Approve or decline a decision that another person proposed on this flag."""
    flag, form = _flag(reference), AnswerForm(request.POST)
    decision = get_object_or_404(
        Decision.objects.select_related("proposed_by", "answered_by"),
        reference=decision_reference,
        case__flags=flag,
    )
    if not form.is_valid():
        return _render(request, flag, form, status=422)
    verb = approve if form.cleaned_data["answer"] == "approve" else decline
    try:
        verb(decision=decision, reason=form.cleaned_data["reason"], by=request.user)
    except CaseworkError as error:
        form.add_error(None, str(error))
        return _render(request, flag, form, status=_status_of(error))
    return _back_to(request, flag)


def _flag(reference: str) -> Flag:
    return get_object_or_404(
        Flag.objects.select_related("tenant__provider", "screening"), reference=reference
    )


def _render(
    request: DeskRequest, flag: Flag, form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    queue_filter = QueueFilter.from_query(request.GET)
    context = {
        "page": read_flag_page(flag, queue_filter, request.user),
        "query": queue_filter.query_string(),
        "propose_form": form if isinstance(form, ProposeForm) else ProposeForm(),
        "answer_form": form if isinstance(form, AnswerForm) else AnswerForm(),
        "refused": form is not None,
    }
    return render(request, "console/flag.html", context, status=status)


def _status_of(error: CaseworkError) -> int:
    return 403 if isinstance(error, PolicyError) else 422


def _back_to(request: DeskRequest, flag: Flag) -> HttpResponseRedirect:
    query = QueueFilter.from_query(request.GET).query_string()
    address = reverse("console:flag", args=[flag.reference])
    return redirect(f"{address}{'?' + query if query else ''}#decision")
