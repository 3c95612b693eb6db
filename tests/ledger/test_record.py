"""Recording: the one way in, in the transaction of the thing it records."""

import json
from datetime import UTC, datetime

import pytest
from django.db import transaction

from audit.ledger.errors import NotInTransaction
from audit.ledger.models import OutboxEntry
from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from audit.proofs.canonical import parse_leaf
from audit.proofs.errors import CanonicalError
from compliance.providers import enrol
from compliance.providers.models import Facility, Provider

pytestmark = pytest.mark.engines

EVENT = {"entity": "fjordlys", "kind": "thing.done", "by": "ingrid", "subject": "thing-1"}


@pytest.mark.django_db
def test_an_event_waits_in_the_outbox_as_a_canonical_leaf():
    at = datetime(2026, 6, 1, 12, 30, 15, 123456, tzinfo=UTC)
    with transaction.atomic():
        reference = record(**EVENT, body={"b": 1, "a": "å"}, at=at)
    row = OutboxEntry.objects.get()
    assert (row.reference, row.kind, row.subject, row.recorded_at) == (reference, "thing.done", "thing-1", at)
    assert parse_leaf(bytes(row.leaf)) == {
        "v": 1,
        "type": "thing.done",
        "id": reference,
        "at": "2026-06-01T12:30:15.123456Z",
        "log": "log.test.invalid/fjordlys/2026",
        "actor": "ingrid",
        "object": "thing-1",
        "body": {"a": "å", "b": 1, "provider": "fjordlys"},
    }


@pytest.mark.django_db
def test_the_operators_own_log_names_no_provider():
    with transaction.atomic():
        record(**EVENT | {"entity": OPERATOR}, body={"a": 1})
    assert parse_leaf(bytes(OutboxEntry.objects.get().leaf))["body"] == {"a": 1}


@pytest.mark.django_db
def test_each_entity_and_year_has_a_log_of_its_own():
    with transaction.atomic():
        for year, entity in [(2026, "fjordlys"), (2027, "fjordlys"), (2026, "tamarind")]:
            record(**EVENT | {"entity": entity}, body={}, at=datetime(year, 1, 1, tzinfo=UTC))
    assert sorted(OutboxEntry.objects.values_list("log", flat=True)) == [
        "log.test.invalid/fjordlys/2026",
        "log.test.invalid/fjordlys/2027",
        "log.test.invalid/tamarind/2026",
    ]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(NotInTransaction, match=r"thing\.done must be recorded inside the transaction"):
        record(**EVENT, body={})
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_recorded():
    with pytest.raises(RuntimeError, match="change of mind"), transaction.atomic():
        record(**EVENT, body={})
        raise RuntimeError("change of mind")
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", [{"rate": 0.5}, {"n": 2**53}, {"text": "x" * 70_000}, {"ä": 1}, {"bad": "\ud800"}]
)
def test_a_body_without_a_canonical_form_is_refused(body):
    with pytest.raises(CanonicalError), transaction.atomic():
        record(**EVENT, body=body)


def changes():
    """Verbs that change something and record it, each with a question whether the change is there."""
    yield (
        lambda: enrol.enrol_provider(key="newcomer", name="Newcomer", by="sam"),
        lambda: Provider.objects.filter(key="newcomer").exists(),
    )
    yield (
        lambda: enrol.state_facility(
            provider=Provider.objects.get(key="fjordlys"), key="oslo-1", country="NO", by="sam"
        ),
        lambda: Facility.objects.filter(key="oslo-1").exists(),
    )
    yield (
        lambda: enrol.issue_key(provider=Provider.objects.get(key="fjordlys"), by="sam"),
        lambda: Provider.objects.get(key="fjordlys").api_keys.count() > 1,
    )
    yield (
        lambda: enrol.revoke_key(api_key=Provider.objects.get(key="fjordlys").api_keys.get(), by="sam"),
        lambda: Provider.objects.get(key="fjordlys").api_keys.get().revoked_at is not None,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("change", range(4))
def test_a_ledger_that_cannot_be_written_undoes_the_change_itself(cast, monkeypatch, change):
    do, is_done = list(changes())[change]

    def full(*_args, **_kwargs):
        raise OSError("no space left on device")

    assert not is_done()
    with monkeypatch.context() as patch:
        patch.setattr(enrol, "record", full)
        with pytest.raises(OSError, match="no space left"):
            do()
    assert not is_done()
    do()
    assert is_done()


@pytest.mark.django_db
def test_enrolling_a_provider_twice_is_recorded_once():
    for _ in range(2):
        enrol.enrol_provider(key="newcomer", name="Newcomer", by="sam")
    (row,) = OutboxEntry.objects.filter(subject="newcomer")
    assert json.loads(bytes(row.leaf))["body"] == {"name": "Newcomer", "instance_catalogue": "newcomer"}
