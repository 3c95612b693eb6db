"""GET /api/v1/schemas/: the published form of the access events a provider can push."""

import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

import audit.intake

_FOLDER = Path(audit.intake.__file__).parent / "schemas"


@login_not_required
def index(_request: HttpRequest) -> JsonResponse:
    """List the schemas there are, with their titles."""
    found = sorted(_FOLDER.glob("*.json"))
    return JsonResponse({"schemas": [{"name": path.stem, "title": json.loads(path.read_text())["title"]} for path in found]})


@login_not_required
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """Answer with one schema as JSON Schema 2020-12."""
    known = {path.stem: path for path in _FOLDER.glob("*.json")}
    if name not in known:
        raise Http404(f"There is no schema {name}; there are {', '.join(sorted(known))}.")
    return HttpResponse(known[name].read_bytes(), content_type="application/schema+json")
