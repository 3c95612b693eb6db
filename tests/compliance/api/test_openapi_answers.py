"""What the API really answers is what its description says: no key more, none less, no status unheard of."""

import json

import pytest
from django.test import Client

from audit.ledger.seal import seal_all
from tests.compliance.api.described import answer_misfits, document
from tests.compliance.api.requests import bearer, push_over_http
from tests.pushes import HOUR, MONDAY, event, job, job_table, ndjson, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

LOGS, TENANT = "/api/v1/logs", "/api/v1/tenants/tn-1"


def fits(address, method, answer, status):
    assert answer.status_code == status, answer.content[:300]
    assert answer_misfits(address, method, answer) == []


@pytest.fixture
def ask(cast):
    def get(address, **headers):
        return Client().get(address, headers=bearer(cast.key_text) | headers)

    return get


def put(key_text, body, content_type="application/json"):
    text = body if isinstance(body, str) else json.dumps(body)
    return Client().put(TENANT, text, content_type=content_type, headers=bearer(key_text))


@pytest.mark.parametrize("address", [LOGS, "/api/v1/schemas/", "/api/v1/schemas/access-event.v1"])
def test_what_everybody_may_read(address):
    answer = Client().get(address)
    if address.endswith("v1"):
        assert answer.headers["Content-Type"] == "application/schema+json"
        assert "application/schema+json" in str(document()["paths"]["/api/v1/schemas/{name}"])
    else:
        fits(address, "GET", answer, 200)
    fits("/api/v1/schemas/none", "GET", Client().get("/api/v1/schemas/none"), 404)


def test_the_description_is_served_as_it_was_committed(settings):
    answer = Client().get("/api/v1/openapi.yaml")
    fits("/api/v1/openapi.yaml", "GET", answer, 200)
    assert answer.content == (settings.BASE_DIR / "docs" / "openapi.yaml").read_bytes()
    assert Client().head("/api/v1/openapi.yaml").status_code == 200


def test_a_batch_from_push_to_proof(cast, ask):
    rows = [
        event("e1", "access.dataset_read", MONDAY, "tn-1"),
        event("e2", "start", MONDAY, "tn-1", resource="vm-1", instance_type="next.8"),
        {"id": "e3"},
    ]
    for status in (201, 200):
        answer = push_over_http(cast.key_text, ndjson(rows))
        fits(LOGS, "POST", answer, status)
    address = answer.headers["Location"]
    fits(address, "GET", ask(address), 200)
    fits(f"{address}/proof", "GET", ask(f"{address}/proof"), 404)
    work_off()
    seal_all()
    read = ask(address)
    fits(address, "GET", read, 200)
    assert read.json()["quarantined_lines"]
    assert read.json()["unknown_machine_names"]
    fits(f"{address}/proof", "GET", ask(f"{address}/proof"), 200)
    fits(address, "GET", ask(f"{address}?after=x"), 400)
    fits(address, "GET", ask(address, accept="text/csv"), 406)
    fits(address, "GET", Client().get(address), 401)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Encoding": "br"}, 415),
        ({"Chokepoint-Format": "syslog"}, 415),
        ({"Chokepoint-Facility": "Oslo 1"}, 400),
        ({"Content-Digest": "sha-256=:AAAA:"}, 400),
        ({"Authorization": "Bearer nobody"}, 401),
    ],
)
def test_a_push_that_is_refused(cast, headers, status):
    body = job_table([job("j1", "tn-1", MONDAY, HOUR, 8)])
    fits(LOGS, "POST", push_over_http(cast.key_text, body, headers), status)


def test_an_empty_push_and_one_that_is_too_large(cast, settings):
    fits(LOGS, "POST", push_over_http(cast.key_text, b""), 411)
    settings.PUSH_LIMIT_WIRE_BYTES = 3
    fits(LOGS, "POST", push_over_http(cast.key_text, b"four"), 413)


def test_every_example_of_a_tenant_record_is_taken(cast):
    described = document()["paths"]["/api/v1/tenants/{account}"]["put"]["requestBody"]["content"]
    examples = described["application/json"]["examples"]
    assert len(examples) > 1
    for example in examples.values():
        fits(TENANT, "PUT", put(cast.key_text, example["value"]), 200)


def test_a_tenant_record_that_is_refused(cast, settings):
    fits(TENANT, "PUT", put(cast.key_text, {"name": "Auroch"}), 400)
    fits(TENANT, "PUT", put(cast.key_text, '{"name": '), 400)
    fits(TENANT, "PUT", put(cast.key_text, "name", content_type="text/plain"), 415)
    fits(TENANT, "PUT", put("nobody", {}), 401)
    client = Client()
    client.force_login(cast.officer, backend="django.contrib.auth.backends.ModelBackend")
    fits(TENANT, "PUT", client.put(TENANT, "{}", content_type="application/json"), 403)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    fits(TENANT, "PUT", put(cast.key_text, {"entity_kind": "entity", "name": "Auroch"}), 413)
