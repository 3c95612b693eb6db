"""Every address of the API with every role, no role, and a stranger's object: denied unless it is allowed here."""

import json

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from audit.ledger.seal import seal_all
from compliance.accounts.roles import Role
from compliance.api.urls import urlpatterns
from tests.compliance.api.law_objects import LAW_BODIES, law_addresses
from tests.compliance.api.requests import bearer, problem
from tests.pushes import HOUR, MONDAY, job, job_table, push

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

KEY, STRANGER, NOBODY = "own key", "stranger's key", "nobody"
PERSONS = {Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR}
MAY_SEE_INTAKE = PERSONS
MAY_READ_LEDGER = PERSONS
EVERYBODY = {KEY, STRANGER, NOBODY, Role.PROVIDER_CLIENT, *PERSONS}
"""A provider client's user that somehow has a session is not a provider: only its key says whose it is."""

MAY_READ_LAW = EVERYBODY - {NOBODY}
MAY_READ_DIRECTIVES = {Role.OFFICER, Role.APPROVER, Role.AUDITOR}
MAY_REPLAY = {Role.OFFICER, Role.APPROVER}
MAY_WRITE_DIRECTIVES = {Role.OFFICER, Role.APPROVER}

BODIES = {
    ("tenant", "PUT"): {"entity_kind": "entity", "name": "Auroch Ltd"},
    **LAW_BODIES,
}
"""What is sent to an address that takes a document."""
ALLOWED = {
    ("logs", "GET"): EVERYBODY,
    ("logs", "POST"): {KEY, STRANGER},
    ("log-batch", "GET"): {KEY, *MAY_SEE_INTAKE},
    ("log-batch-proof", "GET"): {KEY, *MAY_READ_LEDGER},
    ("tenant", "PUT"): {KEY, STRANGER},
    ("rule-sets", "GET"): MAY_READ_LAW,
    ("rule-set", "GET"): MAY_READ_LAW,
    ("rule-set-text", "GET"): MAY_READ_LAW,
    ("classify", "POST"): MAY_READ_LAW,
    ("licence-answers", "POST"): MAY_READ_LAW,
    ("access-answers", "POST"): MAY_READ_LAW,
    ("switches", "GET"): MAY_READ_LAW,
    ("switches", "POST"): {Role.APPROVER, Role.ADMINISTRATOR},
    ("replays", "GET"): MAY_REPLAY,
    ("replays", "POST"): MAY_REPLAY,
    ("replay", "GET"): MAY_REPLAY,
    ("replay-csv", "GET"): MAY_REPLAY,
    ("replay-json", "GET"): MAY_REPLAY,
    ("directives", "GET"): MAY_READ_DIRECTIVES,
    ("directives", "POST"): MAY_WRITE_DIRECTIVES,
    ("directive-check", "POST"): MAY_WRITE_DIRECTIVES,
    ("directive", "GET"): MAY_READ_DIRECTIVES,
    ("directive", "PUT"): {Role.OFFICER},
    ("directive-preview", "GET"): MAY_READ_DIRECTIVES,
    ("directive-propose", "POST"): {Role.OFFICER},
    ("directive-withdraw", "POST"): {Role.OFFICER},
    ("directive-publish", "POST"): {Role.APPROVER},
    ("directive-decline", "POST"): {Role.APPROVER},
    ("directive-end", "POST"): MAY_WRITE_DIRECTIVES,
    ("openapi", "GET"): EVERYBODY,
    ("schemas", "GET"): EVERYBODY,
    ("schema", "GET"): EVERYBODY,
}
"""(name of the address, method) -> who may. A stranger pushes and states as itself, never as the other provider.

The directives behind the addresses are the officer's: only the author changes one, only another person answers it."""


@pytest.fixture
def addresses(cast):
    batch, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]))
    seal_all()
    return {
        "logs": "/api/v1/logs",
        "log-batch": f"/api/v1/log-batches/{batch.reference}",
        "log-batch-proof": f"/api/v1/log-batches/{batch.reference}/proof",
        "tenant": "/api/v1/tenants/tn-1",
        **law_addresses(cast),
        "openapi": "/api/v1/openapi.yaml",
        "schemas": "/api/v1/schemas/",
        "schema": "/api/v1/schemas/access-event.v1",
    }


def ask(cast, who, method, address, name=""):
    client, headers = Client(), {}
    if who == KEY:
        headers = bearer(cast.key_text)
    elif who == STRANGER:
        headers = bearer(cast.outside_key_text)
    elif who != NOBODY:
        client.force_login(cast.persons[who], backend="django.contrib.auth.backends.ModelBackend")
    body = json.dumps(BODIES.get((name, method), f"pushed by {who}"))
    return client.generic(method, address, body, content_type="application/json", headers=headers)


def test_every_address_is_spoken_of_here(addresses):
    assert all(isinstance(pattern, URLPattern) for pattern in urlpatterns)
    assert {pattern.name for pattern in urlpatterns} == {name for name, _ in ALLOWED} == set(addresses)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_denied_unless_allowed(cast, addresses, who):
    for (name, method), allowed in ALLOWED.items():
        answer = ask(cast, who, method, addresses[name], name)
        if who in allowed:
            assert answer.status_code in {200, 201, 202}, (name, method, who, answer)
        else:
            assert answer.status_code in {401, 403, 404}, (name, method, who)
            problem(answer, answer.status_code)


@pytest.mark.parametrize("name", ["log-batch", "log-batch-proof"])
def test_a_strangers_batch_is_not_found_rather_than_forbidden(cast, addresses, name):
    document = problem(ask(cast, STRANGER, "GET", addresses[name]), 404)
    nothing = Client().get("/api/v1/log-batches/batch_nothing", headers=bearer(cast.outside_key_text)).json()
    assert document == nothing


def test_a_stranger_states_its_own_tenant_and_not_ours(cast, addresses):
    ours = ask(cast, KEY, "PUT", addresses["tenant"], "tenant").json()["tenant"]
    theirs = ask(cast, STRANGER, "PUT", addresses["tenant"], "tenant").json()["tenant"]
    assert ours != theirs


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_method_nobody_listed_is_refused(cast, addresses, method):
    for name, address in addresses.items():
        if (name, method) not in ALLOWED:
            is_for_keys = any(KEY in allowed for (one, _), allowed in ALLOWED.items() if one == name)
            problem(ask(cast, KEY if is_for_keys else Role.OFFICER, method, address), 405)


def test_an_address_that_is_none_is_a_problem_too(cast):
    for who in (KEY, NOBODY, Role.OFFICER):
        problem(ask(cast, who, "GET", "/api/v1/nothing-here"), 404, "not_found")
        problem(ask(cast, who, "GET", "/api/v1/schemas/nothing-here"), 404, "not_found")


def test_a_host_that_is_not_ours_is_a_problem_too():
    problem(Client(headers={"host": "elsewhere.example"}).get("/api/v1/logs"), 400, "bad_request")


def test_other_addresses_keep_their_own_errors():
    answer = Client(headers={"host": "elsewhere.example"}).get("/")
    assert answer.status_code == 400
    assert "problem" not in answer.headers["Content-Type"]


def test_a_session_without_its_token_cannot_change_anything(cast, addresses):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    for name, method in BODIES:
        problem(client.generic(method, addresses[name], "{}", content_type="application/json"), 403)


def test_the_schema_is_served_as_it_is_published(addresses):
    found = Client().get(addresses["schemas"]).json()["schemas"]
    assert [schema["name"] for schema in found] == ["access-event.v1"]
    answer = Client().get(addresses["schema"])
    assert answer.headers["Content-Type"] == "application/schema+json"
    assert json.loads(answer.content)["title"] == found[0]["title"]


def test_the_api_is_where_it_is_documented_to_be():
    assert get_resolver().resolve("/api/v1/logs").view_name == "api:logs"
