"""PUT /api/v1/tenants/<account>: what a provider says of its tenants, taken strictly, and kept sealed."""

import json

import pytest
from django.db import connection
from django.test import Client

from audit.ledger.models import OutboxEntry
from compliance import pipeline
from compliance.parties.models import Party
from compliance.tenants.models import KycFile, Tenant
from tests.compliance.api.requests import bearer, problem
from tests.pushes import work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

RECORD = {
    "entity_kind": "entity",
    "name": "Auroch Ltd",
    "declared_country": "SG",
    "headquarters_country": "SG",
    "ultimate_parent": {"name": "Marker Holding", "country": "CN"},
    "kyc": {"address": "12 Marker Street", "email": ["a@marker.example", "b@marker.example"]},
}


def put(cast, record, account="tn-1", **more):
    body = record if isinstance(record, bytes) else json.dumps(record)
    return Client().put(
        f"/api/v1/tenants/{account}",
        body,
        content_type="application/json",
        headers=bearer(cast.key_text),
        **more,
    )


def test_a_record_makes_the_tenant_and_asks_for_its_screening(cast):
    answer = put(cast, RECORD)
    assert answer.status_code == 200
    tenant = Tenant.objects.get()
    assert answer.json() == {"tenant": tenant.reference, "account": "tn-1"}
    assert tenant.party.name == "Auroch Ltd"
    assert tenant.party.ultimate_parent.headquarters_country == "CN"
    assert tenant.kyc_file.fields_present == ["address", "email", "name"]
    assert json.loads(tenant.kyc_file.values)["email"] == "a@marker.example\nb@marker.example"
    work_off()
    assert tenant.screenings.count() == 1


def test_a_record_sent_again_replaces_what_was_stated(cast):
    put(cast, RECORD)
    put(
        cast,
        RECORD | {"headquarters_country": "NO", "ultimate_parent": None, "states_no_parent": True, "kyc": {}},
    )
    tenant = Tenant.objects.get()
    assert (tenant.party.headquarters_country, tenant.party.ultimate_parent, tenant.party.has_no_parent) == (
        "NO",
        None,
        True,
    )
    assert tenant.kyc_file.fields_present == ["name"]
    assert Party.objects.count() == 3


@pytest.mark.parametrize(
    "account", ["a/b/c", "arn:aws:iam::123456789012:root", "tn%201", "%C3%A5", "x" * 256]
)
def test_any_name_a_log_can_carry_is_an_account(cast, account):
    assert put(cast, RECORD, account).status_code == 200


@pytest.mark.parametrize("account", ["x" * 257, "tn%00", "a%09b", "%7F", "tn%E2%80%AE"])
def test_a_name_that_no_log_can_carry_is_refused(cast, account):
    problem(put(cast, RECORD, account), 400, "bad_account")
    assert not Tenant.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"entity_kind": "robot"}, "entity_kind"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"declared_country": "Norway"}, "declared_country"),
        ({"declared_country": "NO\n"}, None),
        ({"headquarters_country": "no"}, "headquarters_country"),
        ({"headquarters_country": "ZZ"}, "headquarters_country"),
        ({"declared_country": "UK"}, "declared_country"),
        ({"ultimate_parent": {"name": "Marker Holding", "country": "EU"}}, "ultimate_parent"),
        ({"kyc": {"shoe_size": "43"}}, "kyc"),
        ({"kyc": {"address": 5}}, "kyc"),
        ({"kyc": {"address": ["x"] * 101}}, "kyc"),
        ({"kyc": {"address": "\ud800"}}, "kyc"),
        ({"kyc": {"address": "a\x00b"}}, "kyc"),
        ({"kyc": {"address": json.loads("[" * 500 + "]" * 500)}}, "kyc"),
        ({"kyc": []}, "kyc"),
        ({"states_no_parent": True}, "states_no_parent"),
        ({"ultimate_parent": "nobody"}, "ultimate_parent"),
    ],
)
def test_a_record_that_cannot_be_taken_names_the_field(cast, change, field):
    answer = put(cast, RECORD | change)
    if field is None:  # blanks around a code are cut off, which changes nothing that was meant
        assert answer.status_code == 200
        assert Tenant.objects.get().kyc_file.declared_country == "NO"
        return
    assert field in problem(answer, 400, "invalid")["errors"]
    assert not Tenant.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff", b"[" * 200_000])
def test_a_body_that_is_no_record_is_refused(cast, body):
    problem(put(cast, body), 400)


def test_a_record_larger_than_any_is_refused_unread(cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    document = problem(put(cast, RECORD | {"name": "x" * 2000}), 413, "body_too_large")
    assert document["limit_bytes"] == 1000


def test_names_and_values_are_sealed_and_the_leaf_has_only_field_names(cast):
    put(cast, RECORD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM parties_party")
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute('SELECT "values" FROM tenants_kycfile')
        names += [value for (value,) in cursor.fetchall()]
    leaf = bytes(OutboxEntry.objects.get(kind="tenant.stated").leaf).decode()
    for text in ("Auroch", "Marker"):
        assert text not in "".join(names)
        assert text not in leaf
    assert json.loads(leaf)["body"]["fields_present"] == ["address", "email", "name"]


def test_a_ledger_that_cannot_be_written_leaves_nothing_stated(cast, monkeypatch):
    def full(**_):
        raise OSError("no space left on device")

    monkeypatch.setattr("compliance.tenants.enrol.record", full)
    monkeypatch.setattr(pipeline, "_want", lambda *_: None)
    client = Client(raise_request_exception=False)
    answer = client.put(
        "/api/v1/tenants/tn-1",
        json.dumps(RECORD),
        content_type="application/json",
        headers=bearer(cast.key_text),
    )
    problem(answer, 500, "internal_error")
    assert not Tenant.objects.exists()
    assert not KycFile.objects.exists()
    assert not Party.objects.exists()
