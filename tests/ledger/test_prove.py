"""Proofs out of the database verify with the part that knows no database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.ledger import seal as sealing
from audit.ledger.keys import log_key
from audit.ledger.models import Entry
from audit.ledger.prove import complete_range, consistency_of, newest_checkpoint, proof_of
from audit.ledger.seal import seal, seal_all
from audit.proofs.checkpoint import open_checkpoint
from audit.proofs.errors import MerkleError
from audit.proofs.merkle import leaf_hash, verify_consistency, verify_inclusion, verify_range
from audit.proofs.note import NoteSigner
from tests.ledger.leaves import LOG, record_leaves

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


@pytest.fixture
def heads():
    """Twelve leaves under four signed heads; returns size -> root."""
    roots = {}
    for count in (1, 2, 5, 4):
        record_leaves(count)
        seal_all()
        head = newest_checkpoint(LOG())
        roots[head.size] = bytes(head.root_hash)
    return roots


def test_an_unknown_or_waiting_entry_has_no_proof_yet():
    assert proof_of("ev_nothing") is None
    (reference,) = record_leaves(1)
    assert proof_of(reference) is None
    assert newest_checkpoint(LOG()) is None


def test_an_entry_that_no_head_covers_has_no_proof_yet(monkeypatch):
    (reference,) = record_leaves(1)
    monkeypatch.setattr(sealing, "_sign", lambda log: None)
    seal(LOG())
    assert proof_of(reference) is None


def test_every_entry_is_shown_to_be_in_its_log(heads):
    key = NoteSigner(LOG(), log_key(LOG())).verifier
    for entry in Entry.objects.all():
        proof = proof_of(entry.reference)
        head = open_checkpoint(proof.checkpoint_note, [key])
        verify_inclusion(leaf_hash(bytes(entry.leaf)), proof.index, head.size, proof.hashes, head.root)
        with pytest.raises(MerkleError):
            verify_inclusion(leaf_hash(b"another leaf"), proof.index, head.size, proof.hashes, head.root)


def test_every_head_extends_every_earlier_one(heads):
    assert list(heads) == [1, 3, 8, 12]
    for old in heads:
        for new in heads:
            if old <= new:
                proof = consistency_of(LOG(), old, new)
                verify_consistency(old, heads[old], new, heads[new], proof)


@settings(max_examples=13, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(size_from=st.integers(0, 12))
def test_a_range_is_shown_to_be_complete_and_nothing_can_be_left_out(heads, size_from):
    found = complete_range(LOG(), size_from=size_from, checkpoint=newest_checkpoint(LOG()))
    verify_range(found.start, found.leaves, 12, heads[12])
    assert len(found.leaves) == 12 - size_from
    for left_out in range(len(found.leaves)):
        some = found.leaves[:left_out] + found.leaves[left_out + 1 :]
        with pytest.raises(MerkleError):
            verify_range(found.start, some, 12, heads[12])
