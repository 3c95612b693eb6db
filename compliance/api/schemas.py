"""GET /api/v1/schemas/: the published form of the access events a provider can push."""

import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

import audit.intake
from compliance.api.problems import Problem

_FOLDER = Path(audit.intake.__file__).parent / "schemas"


@login_not_required
@require_safe
def index(_request: HttpRequest) -> JsonResponse:
    """List the schemas there are, with their titles."""
    found = sorted(_FOLDER.glob("*.json"))
    return JsonResponse(
        {"schemas": [{"name": path.stem, "title": json.loads(path.read_text())["title"]} for path in found]}
    )


@login_not_required
@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """Answer with one schema as JSON Schema 2020-12."""
    known = {path.stem: path for path in _FOLDER.glob("*.json")}
    if name not in known:
        return Problem(
            404, "not_found", "Not found.", f"There are the schemas {', '.join(sorted(known))}."
        ).response()
    return HttpResponse(known[name].read_bytes(), content_type="application/schema+json")
