"""Makers' letters: put one on record for a chip, and take its file away."""

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from audit.evidence.store import open_evidence
from compliance.accounts.roles import Act
from compliance.console.access import DeskRequest, requires
from compliance.console.forms import LetterForm
from compliance.console.views.chips import render_chip
from compliance.lawbook.errors import LawbookError
from compliance.registry.errors import LetterRefused
from compliance.registry.models import Chip, MakerLetter
from compliance.registry.record_maker_letter import LETTER_LIMIT_BYTES, record_maker_letter


@require_POST
@requires(Act.STATE_LAW)
def record_letter(request: DeskRequest, slug: str) -> HttpResponse:
    """Put a letter on record; from the day it bears it outranks the computed class."""
    chip = get_object_or_404(Chip, slug=slug)
    form = LetterForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_chip(request, chip, form, status=422)
    said = form.cleaned_data
    try:
        record_maker_letter(
            chip=chip,
            stated_entry=said["stated_entry"],
            content=said["file"].read(LETTER_LIMIT_BYTES + 1),
            file_name=said["file"].name,
            letter_on=said["letter_on"],
            signer=said["signer"],
            source=said["source"],
            by=request.user,
        )
    except (LetterRefused, LawbookError) as error:
        form.add_error(None, str(error))
        return render_chip(request, chip, form, status=422)
    return redirect("console:chip", chip.slug)


@require_safe
@requires(Act.READ_LAW)
def letter_file(request: DeskRequest, reference: str) -> HttpResponseBase:  # noqa: ARG001  asked by address alone
    """The letter as it was given, byte for byte, never opened by the browser in our name."""
    letter = get_object_or_404(MakerLetter, reference=reference)
    kind = "pdf" if letter.media_type == MakerLetter.MediaType.PDF else "txt"
    headers = {
        "Content-Length": str(letter.file_size_bytes),
        "Content-Disposition": f'attachment; filename="{letter.reference}.{kind}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(
        open_evidence(letter.file_sha256), content_type=letter.media_type, headers=headers
    )
