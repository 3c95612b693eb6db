"""Batches against the ledger: a leaf removed before it was sealed is missed by name."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from audit.intake.inspect import InspectedBatches, inspect_batches
from audit.ledger.errors import HistoryChanged
from audit.ledger.models import Entry, OutboxEntry
from audit.ledger.seal import seal_all
from tests.append_only_guards import guards_lowered
from tests.pushes import HOUR, MONDAY, job, job_table, push, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


@pytest.fixture
def pushed(cast):
    """Two batches, the first normalised, the second only received."""
    first, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]))
    work_off()
    second, _ = push(cast.provider.key, job_table([job("j2", "tn-1", MONDAY, HOUR, 8)]))
    return first, second


def remove(kind, batch):
    """Remove a waiting leaf as somebody could who owns the database."""
    with guards_lowered(connection):
        assert OutboxEntry.objects.filter(kind=kind, subject=batch.reference).delete()[0] == 1


def test_nothing_received_nothing_missed(db):
    assert inspect_batches() == InspectedBatches(received=0, normalised=0)


def test_leaves_that_wait_and_leaves_that_are_sealed_both_count(pushed):
    assert inspect_batches() == InspectedBatches(received=2, normalised=1)
    seal_all()
    assert inspect_batches() == InspectedBatches(received=2, normalised=1)
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue().endswith("\n2 batches received, 1 normalised, all recorded\n")


@pytest.mark.parametrize("which", [0, 1])
def test_a_receipt_removed_before_it_was_sealed_is_missed(pushed, which):
    remove("batch.received", pushed[which])
    seal_all()
    with pytest.raises(
        HistoryChanged, match=f"Batch {pushed[which].reference} of .* no entry batch.received"
    ):
        inspect_batches()
    with pytest.raises(CommandError, match="removed before it was sealed"):
        call_command("verify_ledger", stdout=StringIO())


def test_a_normalisation_removed_before_it_was_sealed_is_missed(pushed):
    remove("batch.normalised", pushed[0])
    with pytest.raises(HistoryChanged, match=f"Batch {pushed[0].reference} of .* no entry batch.normalised"):
        inspect_batches()


def test_an_entry_of_another_kind_does_not_stand_in(pushed):
    remove("batch.received", pushed[0])
    assert OutboxEntry.objects.filter(subject=pushed[0].reference).exists()
    assert not Entry.objects.exists()
    with pytest.raises(HistoryChanged, match=r"no entry batch\.received"):
        inspect_batches()
