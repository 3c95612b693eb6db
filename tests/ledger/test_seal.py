"""Sealing: waiting leaves get their index and the head is signed, however often it is cut off in between."""

import json

import pytest
from django.db import connection

from audit.ledger import seal as sealing
from audit.ledger import signer
from audit.ledger.errors import HistoryChanged
from audit.ledger.inspect import inspect_log
from audit.ledger.keys import log_key
from audit.ledger.models import Entry, Head, OutboxEntry, SignedCheckpoint
from audit.ledger.origins import OPERATOR, entity_of
from audit.ledger.seal import logs_to_seal, seal_all
from audit.ledger.signer import remembered_head
from audit.proofs.checkpoint import open_checkpoint
from audit.proofs.merkle import leaf_hash, root_of
from audit.proofs.note import NoteSigner
from tests.append_only_guards import guards_lowered
from tests.ledger.leaves import LOG, record_leaves, tamper

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


def kill(*_args, **_kwargs):
    raise Killed


def newest() -> SignedCheckpoint:
    return SignedCheckpoint.objects.order_by("-size")[0]


def test_nothing_waits_nothing_is_signed():
    assert logs_to_seal() == []
    assert seal_all() == 0
    assert not SignedCheckpoint.objects.exists()


def test_leaves_keep_their_order_and_the_head_is_the_root_over_them():
    references = record_leaves(5)
    assert seal_all() == 5
    entries = list(Entry.objects.order_by("index"))
    assert [entry.reference for entry in entries] == references
    assert [entry.index for entry in entries] == [0, 1, 2, 3, 4]
    assert not OutboxEntry.objects.exists()
    root = root_of(leaf_hash(bytes(entry.leaf)) for entry in entries)
    assert bytes(newest().root_hash) == root
    signed = open_checkpoint(newest().note, [NoteSigner(LOG(), log_key(LOG())).verifier])
    assert (signed.origin, signed.size, signed.root) == (LOG(), 5, root)


def test_sealed_all_at_once_or_a_few_at_a_time_gives_the_same_entries(monkeypatch):
    monkeypatch.setattr(sealing, "LEAVES_PER_TURN", 2)
    record_leaves(7)
    assert seal_all() == 7
    assert seal_all() == 0
    record_leaves(1)
    assert seal_all() == 1
    assert inspect_log(LOG()).size == 8
    assert list(SignedCheckpoint.objects.order_by("size").values_list("size", flat=True)) == [7, 8]


def test_each_entity_has_a_tree_of_its_own():
    record_leaves(2, entity="fjordlys")
    record_leaves(3, entity="tamarind")
    assert seal_all() == 5
    assert {entity_of(head.log): head.size for head in Head.objects.all()} == {"fjordlys": 2, "tamarind": 3}


def test_killed_between_index_and_signature_the_next_turn_signs(monkeypatch):
    record_leaves(3)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(sealing, "_sign", kill)
        seal_all()
    assert (Entry.objects.count(), SignedCheckpoint.objects.count()) == (3, 0)
    assert logs_to_seal() == [LOG()]
    assert seal_all() == 0
    assert newest().size == 3


def test_killed_before_the_signer_remembers_it_signs_the_same_head_again(monkeypatch):
    record_leaves(3)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(signer, "_remember", kill)
        seal_all()
    record_leaves(1)
    assert seal_all() == 1
    assert [row.size for row in SignedCheckpoint.objects.all()] == [4]


def test_killed_after_the_signer_remembers_the_head_is_still_given_out(monkeypatch):
    record_leaves(3)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(SignedCheckpoint.objects, "get_or_create", kill)
        seal_all()
    assert (remembered_head(LOG()).size, SignedCheckpoint.objects.count()) == (3, 0)
    assert seal_all() == 0
    assert newest().size == 3
    assert inspect_log(LOG()).checkpoints == 1


def test_killed_in_the_middle_of_remembering_the_old_memory_stands(monkeypatch):
    record_leaves(1)
    seal_all()
    record_leaves(1)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(signer.os, "fsync", kill)
        seal_all()
    assert remembered_head(LOG()).size == 1
    assert seal_all() == 0
    assert newest().size == 2


def test_a_database_restored_from_an_older_copy_is_never_signed_on():
    record_leaves(2)
    seal_all()
    with guards_lowered(connection):
        Entry.objects.all().delete()
        SignedCheckpoint.objects.all().delete()
        Head.objects.all().delete()
    record_leaves(1)
    with pytest.raises(HistoryChanged, match="was rolled back"):
        seal_all()
    record_leaves(4)
    with pytest.raises(
        HistoryChanged, match="an entry was changed"
    ):  # longer than what was signed, and another history
        seal_all()
    assert not SignedCheckpoint.objects.exists()


def test_a_signer_that_lost_its_memory_does_not_sign(settings, tmp_path):
    record_leaves(2)
    seal_all()
    record_leaves(1)
    settings.SIGNER_DIR = tmp_path / "another"
    with pytest.raises(HistoryChanged, match="memory was lost"):
        seal_all()
    assert newest().size == 2


@pytest.mark.parametrize("column", ["leaf", "leaf_hash"])
def test_an_entry_changed_before_it_is_signed_is_not_signed(monkeypatch, column):
    record_leaves(3)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(sealing, "_sign", kill)
        seal_all()
    tamper(1, **{column: b"\x00" * 32})
    if column == "leaf":
        with pytest.raises(HistoryChanged, match="an entry was changed"):
            seal_all()
    else:  # the stored hash is a copy; the signer hashes the leaves themselves, and inspection shows the copy
        seal_all()
        with pytest.raises(HistoryChanged, match="Entry 1"):
            inspect_log(LOG())


def test_one_log_that_was_tampered_with_does_not_stop_the_others(settings):
    record_leaves(2)
    seal_all()
    (settings.SIGNER_DIR / (LOG(OPERATOR).replace("/", "__") + ".json")).unlink()
    record_leaves(1)
    record_leaves(2, entity="fjordlys")
    record_leaves(2, entity="tamarind")
    with pytest.raises(HistoryChanged, match="operator"):
        seal_all()
    assert {entity_of(row.log) for row in SignedCheckpoint.objects.filter(size=2)} >= {"fjordlys", "tamarind"}


def test_the_memory_is_for_this_service_alone_and_says_whose_it_is(settings):
    record_leaves(1)
    seal_all()
    (path,) = settings.SIGNER_DIR.glob("*.json")
    assert json.loads(path.read_text())["log"] == LOG()
    assert settings.SIGNER_DIR.stat().st_mode & 0o777 == 0o700
