"""Inspection: whatever is changed, removed or exchanged behind the guard is found and named."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit.ledger.errors import HistoryChanged
from audit.ledger.inspect import Inspected, inspect_ledger, inspect_log
from audit.ledger.models import Entry, Head, SignedCheckpoint
from audit.ledger.origins import OPERATOR, origin
from audit.ledger.record import record
from audit.ledger.seal import seal_all
from audit.proofs.merkle import leaf_hash
from tests.append_only_guards import guards_lowered
from tests.ledger.leaves import LOG, record_leaves, tamper

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


@pytest.fixture
def sealed():
    """Five leaves under two signed heads, at 3 and at 5."""
    record_leaves(3)
    seal_all()
    record_leaves(2)
    seal_all()


def test_an_empty_ledger_holds():
    assert list(inspect_ledger()) == []


def test_a_ledger_nobody_touched_holds(sealed):
    record_leaves(1, entity="fjordlys")
    seal_all()
    assert {(found.size, found.checkpoints) for found in inspect_ledger()} == {(5, 2), (1, 1)}


def test_leaves_that_wait_are_not_missed(sealed):
    record_leaves(2)
    assert inspect_log(LOG()) == Inspected(LOG(), 5, 2)


def test_the_command_prints_a_line_for_each_log(sealed):
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert (
        out.getvalue()
        == f"{LOG()}: 5 entries, 2 signed heads, all hold\n0 batches received, 0 normalised, all recorded\n"
    )


def test_the_command_fails_with_one_line(sealed):
    tamper(2, leaf=b"{}")
    with pytest.raises(CommandError, match=r"^Entry 2 of .* was changed.*$"):
        call_command("verify_ledger")


@pytest.mark.parametrize("index", range(5))
def test_any_flipped_bit_of_a_leaf_is_found(sealed, index):
    leaf = bytearray(Entry.objects.get(index=index).leaf)
    leaf[len(leaf) // 2] ^= 1
    tamper(index, leaf=bytes(leaf))
    with pytest.raises(HistoryChanged, match=f"Entry {index} of .* was changed"):
        inspect_log(LOG())


def test_a_leaf_changed_together_with_its_hash_is_found(sealed):
    leaf = bytes(Entry.objects.get(index=1).leaf).replace(b'"n":1', b'"n":2')
    tamper(1, leaf=leaf, leaf_hash=leaf_hash(leaf))
    with pytest.raises(HistoryChanged, match="up to 3 do not give the head that was signed"):
        inspect_log(LOG())


@pytest.mark.parametrize(
    "change", [{"kind": "thing.undone"}, {"subject": "other"}, {"reference": "ev_other"}]
)
def test_columns_that_say_other_than_the_leaf_are_found(sealed, change):
    tamper(4, **change)
    with pytest.raises(HistoryChanged, match="its columns say other than its leaf"):
        inspect_log(LOG())


def test_a_moved_time_is_found(sealed):
    tamper(4, recorded_at=Entry.objects.get(index=4).recorded_at - timedelta(days=40))
    with pytest.raises(HistoryChanged, match="its columns say other than its leaf"):
        inspect_log(LOG())


def record_at(*times):
    for at in times:
        with transaction.atomic():
            record(entity=OPERATOR, kind="thing.done", by="setup", subject="thing", body={}, at=at)
    seal_all()


def test_a_leaf_may_be_a_little_older_than_the_one_before_it():
    now = datetime.now(UTC)
    record_at(now, now - timedelta(hours=1), now)
    assert inspect_log(origin(OPERATOR, now)).size == 3


def test_an_old_time_in_a_new_place_is_found():
    """Somebody who can write to the outbox makes up the edge of a period after the period."""
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    record_at(noon, noon - timedelta(minutes=30), noon - timedelta(hours=1, seconds=1))
    with pytest.raises(HistoryChanged, match=r"Entry 2 of .* says 2026-06-01T10:59:59.* its time was chosen"):
        inspect_log(origin(OPERATOR, noon))


@pytest.mark.parametrize("index", [0, 1, 3])
def test_a_removed_entry_is_found(sealed, index):
    with guards_lowered(connection):
        Entry.objects.filter(index=index).delete()
    with pytest.raises(HistoryChanged, match=f"has no entry {index}"):
        inspect_log(LOG())


def test_a_removed_last_entry_is_found(sealed):
    with guards_lowered(connection):
        Entry.objects.filter(index=4).delete()
    with pytest.raises(HistoryChanged, match="signed head at 5 leaves but only 4 entries"):
        inspect_log(LOG())


def test_the_last_entry_removed_together_with_its_head_is_found(sealed):
    with guards_lowered(connection):
        Entry.objects.filter(index__gte=3).delete()
        SignedCheckpoint.objects.filter(size=5).delete()
    with pytest.raises(HistoryChanged, match="was signed at 5 leaves but holds only 3"):
        inspect_log(LOG())


def test_two_exchanged_entries_are_found(sealed):
    with guards_lowered(connection):
        for old, new in [(0, 90), (1, 0), (90, 1)]:
            Entry.objects.filter(index=old).update(index=new)
    with pytest.raises(HistoryChanged, match="do not give the head that was signed"):
        inspect_log(LOG())


def test_a_changed_head_is_found(sealed):
    with guards_lowered(connection):
        note = SignedCheckpoint.objects.get(size=3).note
        SignedCheckpoint.objects.filter(size=3).update(note=note.replace("\n3\n", "\n2\n"))
    with pytest.raises(HistoryChanged, match=r"signed head of .* at 3 does not verify"):
        inspect_log(LOG())


def test_heads_exchanged_between_sizes_are_found(sealed):
    with guards_lowered(connection):
        note = SignedCheckpoint.objects.get(size=5).note
        SignedCheckpoint.objects.filter(size=3).update(note=note)
    with pytest.raises(HistoryChanged, match="do not give the head"):
        inspect_log(LOG())


def test_a_whole_log_that_is_gone_is_found(sealed):
    with guards_lowered(connection):
        for model in (Entry, SignedCheckpoint, Head):
            model.objects.all().delete()
    with pytest.raises(HistoryChanged, match="was signed at 5 leaves but holds only 0"):
        list(inspect_ledger())


def test_a_history_rewritten_with_all_its_heads_is_found_by_the_signers_memory(sealed):
    """The heads are gone, so nothing signed speaks against the new leaf; the signer still does."""
    leaf = bytes(Entry.objects.get(index=1).leaf).replace(b'"n":1', b'"n":2')
    tamper(1, leaf=leaf, leaf_hash=leaf_hash(leaf))
    with guards_lowered(connection):
        SignedCheckpoint.objects.all().delete()
    with pytest.raises(HistoryChanged, match="not those its signer remembers"):
        inspect_log(LOG())


def test_heads_signed_with_another_key_are_found(sealed, settings):
    settings.SIGNING_SEED = bytes(32)
    with pytest.raises(HistoryChanged, match="does not verify"):
        inspect_log(LOG())
