"""Answers of law: a transfer, and access from afar. The question stands in the address, so it can be cited."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.law.access_answers import access_page
from compliance.console.law.asked_item import ChipUnknown, asked_item
from compliance.console.law.country_names import COUNTRY_NAMES
from compliance.console.law.fact_fields import stated_facts
from compliance.console.law.licence_answers import licence_page
from compliance.console.law.question_form import QuestionForm
from compliance.console.law.question_forms import AccessForm, TransferForm, address_parts
from compliance.console.law.to_find_out import asked_of_people, to_find_out
from compliance.lawbook.questions import law_for
from compliance.registry.models import Chip
from rules.errors import NoTextKnown
from rules.law import Law
from rules.licensing import QuestionError

_Answered = Mapping[str, Any]


@require_safe
@requires(Act.READ_LAW)
@vary_on_headers("HX-Request")
def licence_answers_page(request: DeskRequest) -> HttpResponse:
    """Whether a licence is asked for, why, and what then; for htmx the answer alone."""
    defaults = {"item": "chip", "kind": "export_from_us", "as_of": _today()}
    return _answer(request, TransferForm, defaults, _transfer, "licence")


@require_safe
@requires(Act.READ_LAW)
@vary_on_headers("HX-Request")
def access_answers_page(request: DeskRequest) -> HttpResponse:
    """What applies where somebody uses accelerators from afar; for htmx the answer alone."""
    return _answer(request, AccessForm, {"as_of": _today()}, _access, "access")


def _transfer(form: QuestionForm, law: Law) -> _Answered:
    asked = form.cleaned_data
    item = asked_item(asked, law, asked["as_of"], asked["known_on"])
    page = licence_page(asked, form.facts_stated(), item, law)
    return {"page": page, "missing": page.missing_facts, "open": page.whole.open_questions}


def _access(form: QuestionForm, law: Law) -> _Answered:
    page = access_page(form.cleaned_data, form.facts_stated(), law)
    return {"page": page, "missing": page.missing_facts, "open": page.whole.open_questions}


def _answer(
    request: DeskRequest,
    form_class: type[QuestionForm],
    defaults: Mapping[str, str],
    answer: Callable[[QuestionForm, Law], _Answered],
    name: str,
) -> HttpResponse:
    parts = address_parts(form_class, request.GET)
    if not request.htmx and "" in [one for values in request.GET.lists() for one in values[1]]:
        # A form sends its empty fields too; the address that is kept and cited has none.
        return redirect(f"{request.path}?{urlencode(parts, doseq=True)}")
    if not parts:
        form = form_class(initial=defaults)
        return render(request, f"console/law/{name}_answers.html", {"form": form, **_lists()})
    asked = request.GET.copy()
    for field, value in defaults.items():
        if not asked.get(field):
            asked[field] = value
    parts = {field: [value] for field, value in defaults.items()} | parts
    form = form_class(asked)
    found = _found(form, law_for(request.user), answer) if form.is_valid() else {}
    query = urlencode(parts, doseq=True)
    context = {
        "form": form,
        **found,
        "query": query,
        "cited": request.build_absolute_uri(
            f"{request.path}?{urlencode({'known_on': [_today()]} | parts, doseq=True)}"
        ),
        "meant": [
            (name, urlencode({**parts, field: typed}, doseq=True))
            for name, field, typed in found.get("meant", ())
        ],
        "stated_facts": stated_facts(form_class.facts, parts),
        "to_find_out": to_find_out(found.get("missing", ()), parts, form.fields),
        "asked_of_people": asked_of_people(found.get("open", ()), parts, form.fields),
    }
    return _rendered(request, name, context, query)


def _found(form: QuestionForm, law: Law, answer: Callable[[QuestionForm, Law], _Answered]) -> _Answered:
    """The answer, or nothing: then the form says what is wrong with the question."""
    try:
        return answer(form, law)
    except QuestionError as error:
        form.refuse(error)
    except ChipUnknown as error:
        form.add_error(error.field, str(error))
        typed = str(form.data[error.field])
        return {"meant": [(one, error.field, typed.replace(error.name, one)) for one in error.suggestions]}
    except NoTextKnown as error:
        return {"silence": str(error)}
    return {}


def _rendered(request: DeskRequest, name: str, context: Mapping[str, Any], query: str) -> HttpResponse:
    if request.htmx:
        # A browser swaps in only what succeeded; what is wrong with the question is part of what it shows.
        response = render(request, f"console/law/parts/{name}_answer.html", context)
        response["HX-Push-Url"] = f"{request.path}?{query}"
        return response
    status = 422 if context["form"].errors else 200
    return render(request, f"console/law/{name}_answers.html", {**context, **_lists()}, status=status)


def _lists() -> Mapping[str, object]:
    """What the fields offer while somebody types."""
    chips = Chip.objects.order_by("vendor", "name").values_list("slug", "vendor", "name")
    return {"countries": sorted(COUNTRY_NAMES.items(), key=lambda one: one[1]), "chips": chips}


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
