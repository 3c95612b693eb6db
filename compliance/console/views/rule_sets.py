"""Rule sets: which there are on a day, and one of them with whom it catches."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.forms import EndDirectiveForm
from compliance.console.law.dates import dates_asked
from compliance.console.law.rule_sets import (
    STATUS_TEXTS,
    caught,
    enforcement_line,
    find,
    rows,
    standing_text,
    versions_of,
)
from compliance.console.law.texts import words_of_rule
from compliance.lawbook.end_directive import end_directive
from compliance.lawbook.errors import LawbookError
from compliance.lawbook.models import PublishedDirective
from compliance.lawbook.questions import law_for
from compliance.lawbook.record_reading import record_rule_sets_read
from compliance.lawbook.texts import text_beside
from rules.licensing.settings_read import settings_of_sets
from rules.ruleset import RuleSet, Standing

_FLAGS_SHOWN = 5


@require_safe
@requires(Act.READ_LAW)
@vary_on_headers("HX-Request")
def rule_sets_page(request: DeskRequest) -> HttpResponse:
    """The sets in force on a day, or every version; for htmx the table alone."""
    dates = dates_asked(request.GET)
    whole = law_for(request.user)
    on_day = whole.on(dates.as_of, dates.known_on)
    text, is_all = request.GET.get("text", "")[:200], request.GET.get("all") == "yes"
    found = rows(whole, on_day, text=text, is_all=is_all)
    context = {
        "dates": dates,
        "text": text,
        "is_all": is_all,
        "rows": found,
        "settings_used": settings_of_sets(on_day, (row.rule_set for row in found)),
        "may_read_casework": request.user.may(Act.READ_CASEWORK),
    }
    template = "console/law/parts/rule_set_rows.html" if request.htmx else "console/law/rule_sets.html"
    return render(request, template, context)


@require_safe
@requires(Act.READ_LAW)
def rule_set_page(request: DeskRequest, reference: str) -> HttpResponse:
    """One version of a set: its dates, what stands beside it, its rules as written, and whom they catch today.

    That an auditor reads a directive is recorded.
    """
    record_rule_sets_read(references=[reference], by=request.user)
    return _render(request, reference)


@require_POST
@requires(Act.WRITE_DIRECTIVES)
def end_directive_page(request: DeskRequest, reference: str) -> HttpResponse:
    """Propose that a published directive ends on a day; a second person publishes the version that says so."""
    directive = get_object_or_404(PublishedDirective, rule_set=reference)
    form = EndDirectiveForm(request.POST)
    if not form.is_valid():
        return _render(request, reference, form, status=422)
    try:
        draft = end_directive(directive=directive, ends_on=form.cleaned_data["ends_on"], by=request.user)
    except LawbookError as error:
        form.add_error(None, str(error))
        return _render(request, reference, form, status=422)
    return redirect("console:directive", draft.reference)


def _render(
    request: DeskRequest, reference: str, end_form: EndDirectiveForm | None = None, status: int = 200
) -> HttpResponse:
    dates = dates_asked(request.GET)
    whole = law_for(request.user)
    rule_set = find(whole, reference)
    if rule_set is None:
        raise Http404(f"No rule set has the reference {reference}.")
    on_day = whole.on(dates.as_of, dates.known_on)
    texts = text_beside(rule_set, whole)
    shown = _FLAGS_SHOWN if request.user.may(Act.READ_CASEWORK) else 0
    context = {
        "dates": dates,
        "rule_set": rule_set,
        "texts": texts,
        "standing": standing_text(rule_set),
        "status": STATUS_TEXTS[on_day.status_of(rule_set)],
        "line": enforcement_line(whole, rule_set, dates.as_of),
        "versions": versions_of(whole, rule_set),
        "caught": [(one, words_of_rule(one.rule, texts)) for one in caught(rule_set, on_day, shown=shown)],
        "settings_used": [
            used
            for used in on_day.settings_used
            if any(period.switch == used.switch for period in rule_set.enforcement)
        ],
        "may_read_casework": request.user.may(Act.READ_CASEWORK),
        "end_form": (end_form or EndDirectiveForm()) if _may_end(request, rule_set) else None,
    }
    return render(request, "console/law/rule_set.html", context, status=status)


def _may_end(request: DeskRequest, rule_set: RuleSet) -> bool:
    is_open = rule_set.standing is Standing.DIRECTIVE and rule_set.effective_until is None
    return is_open and request.user.may(Act.WRITE_DIRECTIVES)
