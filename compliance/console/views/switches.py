"""Switches: what the texts read do not say, and what somebody who looked has stated."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.forms import SwitchForm
from compliance.console.law.switches import switch_rows
from compliance.lawbook.errors import LawbookError
from compliance.pipeline import state_switch


@require_safe
@requires(Act.READ_LAW)
def switches_page(request: DeskRequest) -> HttpResponse:
    """Every switch: the question, today's setting and who stated it, and all statements."""
    return _render(request)


@require_POST
@requires(Act.STATE_LAW)
def state_switch_page(request: DeskRequest) -> HttpResponse:
    """State a setting; everybody is screened again under it."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return _render(request, form, status=422)
    try:
        state_switch(**form.cleaned_data, by=request.user)
    except LawbookError as error:
        form.add_error(None, str(error))
        return _render(request, form, status=422)
    return redirect("console:switches")


def _render(request: DeskRequest, refused: SwitchForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "rows": switch_rows(request.user, refused),
        "refused": refused,
        "may_state": request.user.may(Act.STATE_LAW),
    }
    return render(request, "console/law/switches.html", context, status=status)
