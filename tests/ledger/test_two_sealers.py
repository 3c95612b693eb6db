"""Two sealers at once: every leaf gets one index, every head is one history, nobody raises a false alarm."""

import threading

import pytest
from django.db import connection, transaction

from audit.ledger import seal as sealing
from audit.ledger.inspect import inspect_log
from audit.ledger.models import Entry, Head, OutboxEntry, SignedCheckpoint
from audit.ledger.origins import OPERATOR
from audit.ledger.seal import seal, seal_all
from tests.ledger.leaves import LOG, record_leaves

pytestmark = [pytest.mark.engines, pytest.mark.django_db(transaction=True)]


def in_a_thread(work) -> tuple[threading.Thread, list[BaseException]]:
    """Run `work` beside this thread, with a database connection of its own; return what it raised."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  handed to the test
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def test_one_sealer_after_another_finds_nothing_left():
    record_leaves(3)
    assert (seal(LOG()), seal(LOG())) == (3, 0)
    assert SignedCheckpoint.objects.count() == 1


def test_the_other_sealed_between_our_indexes_and_our_signature(monkeypatch):
    """The head that was read is old by the time it would be signed. That is no rolled back database."""
    record_leaves(3)
    original, seen = sealing._sign, []

    def late(log: str) -> None:
        if not seen:
            seen.append(log)
            record_leaves(2)
            thread, raised = in_a_thread(lambda: seal(log))
            thread.join()
            assert raised == []
        original(log)

    monkeypatch.setattr(sealing, "_sign", late)
    assert seal(LOG()) == 3
    assert inspect_log(LOG()).size == 5


def test_many_recorders_and_sealers_at_once(monkeypatch):
    monkeypatch.setattr(sealing, "LEAVES_PER_TURN", 3)

    def record_some() -> None:
        for _ in range(6):
            record_leaves(2)

    def seal_often() -> None:
        for _ in range(8):
            seal_all()

    threads = [in_a_thread(work) for work in (record_some, record_some, seal_often, seal_often)]
    for thread, _ in threads:
        thread.join()
    assert [raised for _, raised in threads] == [[], [], [], []]
    seal_all()
    inspected = inspect_log(LOG())
    assert inspected.size == 24
    assert OutboxEntry.objects.count() == 0
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(24))
    assert Head.objects.get(log=LOG()).size == 24


def test_the_log_of_another_entity_is_not_waited_for():
    record_leaves(2)
    record_leaves(2, entity="fjordlys")
    with transaction.atomic():
        Head.objects.get_or_create(log=LOG("fjordlys"))
        if connection.vendor == "postgresql":
            thread, raised = in_a_thread(lambda: seal(LOG(OPERATOR)))
            thread.join(timeout=10)
            assert not thread.is_alive() and raised == []
    assert seal_all() == (2 if connection.vendor == "postgresql" else 4)
