"""Requests as a provider's machine makes them."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.test import Client

PUSH = "/api/v1/logs"
SHAPE = {"type", "title", "status", "detail"}


def bearer(key_text: str) -> dict[str, str]:
    """Return the header that shows a key."""
    return {"authorization": f"Bearer {key_text}"}


def push_over_http(key_text: str, body: bytes, headers: Mapping[str, str] = {}) -> HttpResponse:
    """POST a body; `headers` are added or replace."""
    return Client().post(
        PUSH, body, content_type="application/octet-stream", headers=bearer(key_text) | dict(headers)
    )


def problem(answer: HttpResponse, status: int, kind: str | None = None) -> dict[str, object]:
    """Return the problem document of an answer, having checked that it is one (RFC 9457)."""
    assert answer.status_code == status, answer.content[:500]
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    document = answer.json()
    assert set(document) >= SHAPE
    assert document["status"] == status
    assert document["type"].startswith("/api/v1/problems/")
    assert document["title"]
    assert document["detail"]
    if kind is not None:
        assert document["type"] == f"/api/v1/problems/{kind}"
    return document
