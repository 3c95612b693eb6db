"""GET /api/v1/openapi.yaml: the description of this API, as it was generated and committed."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PLACE = "docs/openapi.yaml"
"""Where the generated document lies, from the root of the repository."""


@login_not_required
@require_safe
def openapi_file(_request: HttpRequest) -> HttpResponse:
    """Answer with the document (media type: RFC 9512)."""
    return HttpResponse((settings.BASE_DIR / PLACE).read_bytes(), content_type="application/yaml")
