"""Texts of regulations: what was imported, and what changed that nobody has looked at."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.law.texts import issues, notice_rows
from compliance.lawbook.errors import LawbookError
from compliance.lawbook.models import RegulationNotice
from compliance.lawbook.questions import law_for
from compliance.lawbook.see_notice import see_notice

_LONGEST_NUMBER_DIGITS = 18
"""Of a row: what a database counts, and no more digits than Python reads."""


@require_safe
@requires(Act.READ_LAW)
def texts_page(request: DeskRequest) -> HttpResponse:
    """Open notices with the sets that encode what changed, and the issues there are."""
    return _render(request)


@require_POST
@requires(Act.STATE_LAW)
def see_notice_page(request: DeskRequest) -> HttpResponse:
    """Say that somebody has looked at a change."""
    number = request.POST.get("notice", "")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER_DIGITS:
        return _render(request, complaint="Say which change was looked at.", status=422)
    notice = get_object_or_404(RegulationNotice, pk=int(number))
    try:
        see_notice(notice=notice, by=request.user)
    except LawbookError as error:
        return _render(request, complaint=str(error), status=422)
    return redirect("console:texts")


def _render(request: DeskRequest, complaint: str = "", status: int = 200) -> HttpResponse:
    context = {
        "rows": notice_rows(law_for(request.user)),
        "issues": issues(),
        "complaint": complaint,
        "may_state": request.user.may(Act.STATE_LAW),
    }
    return render(request, "console/law/texts.html", context, status=status)
