"""Errors of the API as RFC 9457 problem documents: what is wrong, where, and how to mend it."""

from collections.abc import Mapping
from http.client import responses

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404, JsonResponse
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    PermissionDenied,
    UnsupportedMediaType,
    ValidationError,
)
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is not the one asked for. `kind` names it for machines: it ends the problem's type address."""

    def __init__(self, status: int, kind: str, title: str, detail: str, **more: object) -> None:
        super().__init__(detail)
        self.status, self.kind, self.title, self.detail, self.more = status, kind, title, detail, more

    def document(self) -> dict[str, object]:
        """Return the problem document."""
        return problem_document(self.status, self.kind, self.title, self.detail, **self.more)

    def response(self) -> JsonResponse:
        """Return the document as an answer of a plain Django view."""
        return JsonResponse(
            self.document(), status=self.status, headers=self.headers(), content_type=CONTENT_TYPE
        )

    def headers(self) -> dict[str, str]:
        """Return what the answer says beside the document."""
        wait = self.more.get("retry_after_seconds")
        return {} if wait is None else {"Retry-After": str(wait)}


def problem_document(status: int, kind: str, title: str, detail: str, **more: object) -> dict[str, object]:
    """Return an RFC 9457 document; the type is a relative address below the API."""
    return {"type": f"/api/v1/problems/{kind}", "title": title, "status": status, "detail": detail, **more}


def problem_response(error: Exception, context: Mapping[str, object]) -> Response | None:
    """REST framework's exception handler: every refusal becomes a problem document."""
    if isinstance(error, Problem):
        return Response(
            error.document(), status=error.status, headers=error.headers(), content_type=CONTENT_TYPE
        )
    refusal = _as_refusal(error)
    answer = exception_handler(refusal, dict(context))
    if answer is None or not isinstance(refusal, APIException):
        return None
    detail, more = _explained(refusal, answer.data)
    answer.data = problem_document(
        answer.status_code, refusal.default_code, _title(answer.status_code), detail, **more
    )
    answer.content_type = CONTENT_TYPE
    return answer


def _as_refusal(error: Exception) -> Exception:
    """Django's own two refusals as REST framework's, as its handler would have it."""
    if isinstance(error, Http404):
        return NotFound(*error.args)
    if isinstance(error, DjangoPermissionDenied):
        return PermissionDenied(*error.args)
    return error


def _title(status: int) -> str:
    """The status in words, never an exception's text: RFC 9457 wants one title for each type, whatever happened."""
    return f"{responses.get(status, 'Error').capitalize()}."


def _explained(error: APIException, data: object) -> tuple[str, dict[str, object]]:
    if isinstance(error, ValidationError):
        return "Some fields cannot be taken as they are; errors says which and why.", {"errors": data}
    if isinstance(error, NotAuthenticated):
        return (
            "Send the header Authorization: Bearer <key>, with a key of your provider; persons log in to the console "
            "first and send its session."
        ), {}
    if isinstance(error, PermissionDenied):
        return f"{error.detail} Ask the administrator for a role or key that may do this.", {}
    if isinstance(error, MethodNotAllowed):
        return f"{error.detail} The header Allow names the methods there are.", {}
    if isinstance(error, UnsupportedMediaType):
        return f"{error.detail} Send Content-Type: application/json.", {}
    if isinstance(error, NotAcceptable):
        return "This address answers with JSON. Send Accept: application/json, or leave the header out.", {}
    text = data.get("detail", "") if isinstance(data, dict) else data
    return str(text), {}
