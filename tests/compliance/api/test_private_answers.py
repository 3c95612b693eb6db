"""What is answered to one asker is kept by nobody on the way; what is public may be."""

import pytest
from django.test import Client

from compliance.accounts.roles import Role
from tests.compliance.api.law_requests import ask
from tests.compliance.api.requests import bearer

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


@pytest.mark.parametrize("address", ["/api/v1/openapi.yaml", "/api/v1/schemas/"])
def test_public_documents_may_be_kept(address):
    assert "Cache-Control" not in Client().get(address).headers


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/rule-sets", 200),
        ("GET", "/api/v1/rule-sets/us/3a090@2023-11-17", 200),
        ("POST", "/api/v1/classify", 200),
        ("POST", "/api/v1/classify", 400),
        ("GET", "/api/v1/log-batches/batch_none", 404),
        ("GET", "/api/v1/nowhere", 404),
    ],
)
def test_answers_and_refusals_are_for_the_asker(cast, method, address, status):
    body = {"figures": {}} if status == 200 and method == "POST" else None
    answer = Client().generic(
        method,
        address,
        data=b'{"figures": {}}' if body else b"",
        content_type="application/json",
        headers=bearer(cast.key_text),
    )
    assert answer.status_code == status
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_so_are_answers_to_persons(cast):
    answer = ask(cast, "GET", "/api/v1/rule-sets", who=Role.OFFICER)
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
