"""Addresses whose answers nobody in between may keep, and whose forms verbs judge."""

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from compliance.api.bodies import QUESTION_LIMIT_BYTES, require_size
from compliance.api.strict_forms import StrictForm


class ConfidentialView(APIView):
    """A view for persons: what it answers is stored nowhere on its way."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Mark the answer."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        no_store(answer)
        return answer


def no_store(answer: HttpResponseBase) -> None:
    """Mark an answer as one that is not to be kept."""
    patch_cache_control(answer, private=True, no_store=True)


def read_form(
    form: type[StrictForm], request: Request, limit_bytes: int = QUESTION_LIMIT_BYTES
) -> dict[str, Any]:
    """Return the values of a document by field; the problems `body_too_large`, `parse_error` or `invalid`."""
    require_size(request, limit_bytes)
    read = form(data=request.data)
    read.is_valid(raise_exception=True)
    values: dict[str, Any] = read.validated_data
    return values
