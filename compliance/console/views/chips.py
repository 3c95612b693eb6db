"""Chips: which class each has on a day, and one of them with everything its class rests on."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.forms import LetterForm
from compliance.console.law.chips import (
    chip_rows,
    count_by_status,
    plane_document,
    rates_of,
    years_of,
)
from compliance.console.law.dates import TwoDates, dates_asked
from compliance.console.law.makers import MOST_ROWS_UNFOLDED, makers_of
from compliance.lawbook.questions import law_for
from compliance.registry.maker_letters import ChipControl, letter_for
from compliance.registry.models import Chip
from rules.chips.classification import require_text
from rules.chips.law import ChipLaw
from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import Law


@require_safe
@requires(Act.READ_LAW)
@vary_on_headers("HX-Request")
def chips_page(request: DeskRequest) -> HttpResponse:
    """Every chip with its class on a day, as a plane and as a table; for htmx the changing part alone."""
    dates = dates_asked(request.GET)
    whole = law_for(request.user)
    text, status = request.GET.get("text", "")[:200], request.GET.get("status", "")
    silence = _silence(whole, dates)
    chips = Chip.objects.order_by("vendor", "-release_year", "name")
    for word in text.split():
        chips = chips.filter(
            Q(name__icontains=word)
            | Q(slug__icontains=word)
            | Q(vendor__icontains=word)
            | Q(family__icontains=word)
        )
    rows = [] if silence else chip_rows(whole.on(dates.as_of, dates.known_on), chips)
    shown = [row for row in rows if not status or row.status == status]
    context = {
        "dates": dates,
        "text": text,
        "status": status,
        "silence": silence,
        "statuses": count_by_status(rows),
        "total": len(rows),
        "makers": makers_of(shown),
        "is_unfolded": len(shown) <= MOST_ROWS_UNFOLDED,
        "plane": plane_document(rows),
    }
    template = "console/law/parts/chip_rows.html" if request.htmx else "console/law/chips.html"
    return render(request, template, context)


@require_safe
@requires(Act.READ_LAW)
def chip_page(request: DeskRequest, slug: str) -> HttpResponse:
    """One chip: the limb that decides, its rates, years, other readings, exceptions, sources, the maker's letter."""
    return render_chip(request, get_object_or_404(Chip, slug=slug))


def render_chip(
    request: DeskRequest, chip: Chip, letter_form: LetterForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a chip; `letter_form` is one to show again with its complaints."""
    dates = dates_asked(request.GET)
    whole = law_for(request.user)
    silence = _silence(whole, dates)
    may_state = request.user.may(Act.STATE_LAW)
    context: dict[str, object] = {
        "chip": chip,
        "dates": dates,
        "silence": silence,
        "years": years_of(chip, whole, dates.as_of),
        "instance_types": chip.instance_types.order_by("catalogue", "name")[:60],
        "letter_form": (letter_form or LetterForm()) if may_state else None,
    }
    if not silence:
        (row,) = chip_rows(whole.on(dates.as_of, dates.known_on), [chip])
        context |= {
            "row": row,
            "found": row.classification,
            "control": ChipControl(chip, row.classification, letter_for(chip, dates.as_of, dates.known_on)),
            "answers": [(reading, row.classification.under(reading)) for reading in Reading],
            "rates": rates_of(row.classification),
            "plane": plane_document([row], chosen=chip.slug),
        }
    return render(request, "console/law/chip.html", context, status=status)


def _silence(whole: Law, dates: TwoDates) -> str:
    """The sentence that says that no text is known for the day; empty where one is."""
    try:
        require_text(whole, ChipLaw(whole.on(dates.as_of, dates.known_on)))
    except NoTextKnown as error:
        return str(error)
    return ""
