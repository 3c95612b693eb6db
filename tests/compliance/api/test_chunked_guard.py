"""A body without a length never reaches Django, which would take it for empty."""

import json

import pytest

from compliance.api.chunked_guard import refuse_chunked_bodies


class Reached(Exception):
    """The application behind the guard was called."""


def application(environ, start_response):
    raise Reached


def ask(environ):
    answered = []
    body = refuse_chunked_bodies(application)(
        environ, lambda status, headers: answered.append((status, dict(headers)))
    )
    return *answered[0], json.loads(b"".join(body))


@pytest.mark.parametrize(
    "environ", [{}, {"CONTENT_LENGTH": "5"}, {"CONTENT_LENGTH": "5", "HTTP_TRANSFER_ENCODING": "identity"}]
)
def test_other_requests_pass(environ):
    with pytest.raises(Reached):
        ask(environ)


@pytest.mark.parametrize("length", [{}, {"CONTENT_LENGTH": ""}])
def test_a_chunked_body_is_refused_with_411_and_a_way_out(length):
    status, headers, document = ask({"HTTP_TRANSFER_ENCODING": "chunked", **length})
    assert status.startswith("411 ")
    assert headers["Content-Type"] == "application/problem+json"
    assert document["status"] == 411
    assert "--data-binary" in document["detail"]
