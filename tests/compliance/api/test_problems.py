"""Every way REST framework can refuse comes out as a problem document with words of its own."""

import inspect
import json

import pytest
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404
from django.test import Client
from rest_framework import exceptions

from compliance.api.problems import CONTENT_TYPE, Problem, problem_response
from tests.compliance.api.requests import bearer, problem

REFUSALS = {
    "error": (exceptions.APIException(), 500, "Internal server error."),
    "invalid": (exceptions.ValidationError({"name": ["This field is required."]}), 400, "Bad request."),
    "parse_error": (exceptions.ParseError(), 400, "Bad request."),
    "authentication_failed": (exceptions.AuthenticationFailed(), 401, "Unauthorized."),
    "not_authenticated": (exceptions.NotAuthenticated(), 401, "Unauthorized."),
    "permission_denied": (exceptions.PermissionDenied(), 403, "Forbidden."),
    "not_found": (exceptions.NotFound(), 404, "Not found."),
    "method_not_allowed": (exceptions.MethodNotAllowed("PATCH"), 405, "Method not allowed."),
    "not_acceptable": (exceptions.NotAcceptable(), 406, "Not acceptable."),
    "unsupported_media_type": (
        exceptions.UnsupportedMediaType("text/{media_type}"),
        415,
        "Unsupported media type.",
    ),
    "throttled": (exceptions.Throttled(wait=7), 429, "Too many requests."),
}


def test_no_refusal_of_rest_framework_is_left_out():
    theirs = {
        kind
        for kind in vars(exceptions).values()
        if inspect.isclass(kind) and issubclass(kind, exceptions.APIException)
    }
    assert {type(refusal) for refusal, _, _ in REFUSALS.values()} == theirs


@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_has_a_title_of_fixed_words_and_a_detail(kind):
    refusal, status, title = REFUSALS[kind]
    answer = problem_response(refusal, {})
    assert (answer.status_code, answer.content_type) == (status, CONTENT_TYPE)
    assert {name: answer.data[name] for name in ("type", "title", "status")} == {
        "type": f"/api/v1/problems/{kind}",
        "title": title,
        "status": status,
    }
    assert answer.data["detail"].endswith(".")
    assert json.dumps(answer.data)


def test_the_detail_names_what_happened():
    details = {
        kind: problem_response(refusal, {}).data["detail"] for kind, (refusal, _, _) in REFUSALS.items()
    }
    assert "PATCH" in details["method_not_allowed"]
    assert "text/{media_type}" in details["unsupported_media_type"]
    assert "application/json" in details["not_acceptable"]
    assert "7 seconds" in details["throttled"]


@pytest.mark.parametrize(
    ("error", "status", "kind", "detail"),
    [
        (Http404("No such batch."), 404, "not_found", "No such batch."),
        (Http404(), 404, "not_found", "Not found."),
        (DjangoPermissionDenied(), 403, "permission_denied", "You do not have permission"),
    ],
)
def test_djangos_own_refusals(error, status, kind, detail):
    answer = problem_response(error, {})
    assert (answer.status_code, answer.data["type"]) == (status, f"/api/v1/problems/{kind}")
    assert answer.data["detail"].startswith(detail)


def test_a_list_of_errors_is_carried():
    assert problem_response(exceptions.ValidationError(["one", "two"]), {}).data["errors"] == ["one", "two"]


def test_our_own_problem_keeps_its_words():
    answer = problem_response(
        Problem(404, "not_sealed_yet", "Not sealed yet.", "Wait.", retry_after_seconds=2), {}
    )
    assert (answer.data["title"], answer.headers["Retry-After"]) == ("Not sealed yet.", "2")


def test_what_is_no_refusal_is_left_to_the_server():
    assert problem_response(ValueError("a mistake of ours"), {}) is None


@pytest.mark.django_db
@pytest.mark.engines
@pytest.mark.parametrize(
    ("method", "content_type", "accept", "status", "kind"),
    [
        ("PUT", "text/csv", "*/*", 415, "unsupported_media_type"),
        ("PUT", "application/json", "text/html", 406, "not_acceptable"),
        ("PATCH", "application/json", "*/*", 405, "method_not_allowed"),
        ("PUT", "application/json", "*/*", 400, "parse_error"),
    ],
)
def test_over_http_no_placeholder_is_shown(cast, method, content_type, accept, status, kind):
    headers = bearer(cast.key_text) | {"accept": accept}
    answer = Client().generic(
        method, "/api/v1/tenants/tn-1", b"{", content_type=content_type, headers=headers
    )
    document = problem(answer, status, kind)
    assert "{" not in document["title"]
