"""Receiving: raw bytes first, one row for one body, and a receipt that says what is known."""

import hashlib
import json

import pytest

from audit.evidence.store import keep_evidence, read_evidence
from audit.intake import receive
from audit.intake.models import LogBatch
from audit.intake.receive import Push, receipt_of, register_batch
from audit.ledger.models import OutboxEntry

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

BODY = b"timestamp,duration,accelerators,tenant\n"


def register(provider: str = "fjordlys", body: bytes = BODY, **more: str):
    kept = keep_evidence([body], limit_bytes=1 << 22)
    return register_batch(Push(provider=provider, key_prefix="cp_1", **more), kept)


def received_leaves():
    rows = OutboxEntry.objects.filter(kind="batch.received").order_by("id")
    return [json.loads(bytes(row.leaf)) for row in rows]


def test_a_body_is_a_row_and_a_leaf_that_names_its_digest():
    batch, is_new = register(facility="oslo-1")
    assert is_new
    assert batch.body_sha256 == hashlib.sha256(BODY).hexdigest()
    assert read_evidence(batch.body_sha256) == BODY
    (leaf,) = received_leaves()
    assert (leaf["object"], leaf["actor"]) == (batch.reference, "cp_1")
    assert leaf["body"] == {
        "provider": "fjordlys",
        "body_sha256": batch.body_sha256,
        "body_size_bytes": len(BODY),
        "content_encoding": "identity",
        "format_hint": "",
        "facility": "oslo-1",
    }


def test_the_same_body_twice_is_one_batch_and_one_leaf():
    first, _ = register()
    again, is_new = register()
    assert (again.pk, is_new) == (first.pk, False)
    assert (LogBatch.objects.count(), len(received_leaves())) == (1, 1)


def test_the_same_body_of_another_provider_is_another_batch():
    assert register()[1]
    assert register(provider="tamarind")[1]
    assert LogBatch.objects.count() == 2


@pytest.mark.parametrize("said", [{"content_encoding": "gzip"}, {"format_hint": "job-table"}])
def test_the_same_body_said_to_be_something_else_is_read_again(said):
    """Else a provider that forgot a header could never mend it."""
    first, _ = register()
    mended, is_new = register(**said)
    assert is_new and mended.pk != first.pk


def test_the_receipt_names_the_facility_that_the_push_named():
    assert receipt_of(register()[0])["facility"] is None
    assert receipt_of(register(body=b"other", facility="oslo-1")[0])["facility"] == "oslo-1"


def test_a_ledger_that_cannot_be_written_leaves_no_batch(monkeypatch):
    def full(**_):
        raise OSError("no space left on device")

    monkeypatch.setattr(receive, "record", full)
    with pytest.raises(OSError, match="no space left"):
        register()
    assert not LogBatch.objects.exists()


def test_a_receipt_has_no_counts_before_there_are_any():
    batch, _ = register()
    receipt = receipt_of(batch)
    assert receipt["state"] == "received"
    assert receipt["body_sha256"] == hashlib.sha256(BODY).hexdigest()
    assert set(receipt["counts"].values()) == {None}
    assert receipt["received_at"].endswith("Z")
    json.dumps(receipt)
