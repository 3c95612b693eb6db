"""tlog-proof: made, written, read, verified; the example of the specification; every bit counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs.checkpoint import Checkpoint, sign_checkpoint
from audit.proofs.errors import MerkleError, NoteError, ProofError
from audit.proofs.merkle import leaf_hash, root_of
from audit.proofs.merkle_proofs import inclusion_proof, leaf_source
from audit.proofs.note_keys import NoteSigner
from audit.proofs.tlog_proof import HASHES_MAX, HEADER, TlogProof, verify_proof

LEAVES = [b"leaf %d" % number for number in range(11)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
KEY = NoteSigner.generate("example.com/log")
NOTE = sign_checkpoint(Checkpoint(KEY.name, 11, root_of(HASHES)), KEY)
PROOF = TlogProof(6, tuple(inclusion_proof(leaf_source(HASHES), 6, 11)), NOTE)


def test_a_proof_verifies_and_survives_its_text_form():
    assert TlogProof.from_text(PROOF.to_text()) == PROOF
    assert TlogProof.from_text(PROOF.to_text().encode()) == PROOF
    assert verify_proof(PROOF, LEAVES[6], [KEY.verifier]).size == 11


def test_a_log_of_one_leaf_needs_no_hashes():
    note = sign_checkpoint(Checkpoint(KEY.name, 1, HASHES[0]), KEY)
    text = TlogProof(0, (), note).to_text()
    assert text == f"{HEADER}\nindex 0\n\n{note}"
    verify_proof(TlogProof.from_text(text), LEAVES[0], [KEY.verifier])


def test_extra_data_is_carried():
    proof = TlogProof(6, PROOF.hashes, NOTE, b"context")
    assert proof.to_text().split("\n")[1] == "extra Y29udGV4dA=="
    assert TlogProof.from_text(proof.to_text()) == proof


def test_another_leaf_or_key_is_refused():
    with pytest.raises(MerkleError):
        verify_proof(PROOF, LEAVES[5], [KEY.verifier])
    with pytest.raises(NoteError):
        verify_proof(PROOF, LEAVES[6], [NoteSigner.generate(KEY.name).verifier])


@given(st.integers(min_value=0))
def test_every_bit_of_a_proof_counts(position):
    data = bytearray(PROOF.to_text().encode())
    data[position // 8 % len(data)] ^= 1 << position % 8
    with pytest.raises(ProofError):
        verify_proof(TlogProof.from_text(bytes(data)), LEAVES[6], [KEY.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEADER,
        f"{HEADER}\n\n{NOTE}",
        f"{HEADER}2\nindex 6\n\n{NOTE}",
        f"{HEADER}\nindex 06\n\n{NOTE}",
        f"{HEADER}\nindex six\n\n{NOTE}",
        f"{HEADER}\nindex 6\nextra AAAA\n\n{NOTE}",
        f"{HEADER}\nextra A\nindex 6\n\n{NOTE}",
        f"{HEADER}\nindex 6\nAAAA\n\n{NOTE}",
        f"{HEADER}\nindex 6\n" + "A" * 43 + "=\n" * (HASHES_MAX + 1) + f"\n{NOTE}",
        "x" * 1_000_001,
        b"\xff",
    ],
    ids=range(12),
)
def test_malformed_proofs_are_refused(text):
    with pytest.raises(ProofError):
        verify_proof(TlogProof.from_text(text), LEAVES[6], [KEY.verifier])


def test_limits_are_named():
    hashes = "A" * 43 + "=\n"
    for text, message in (
        ("x" * 1_000_001, "at most 1000000"),
        (f"{HEADER}\nindex 6\n{hashes * (HASHES_MAX + 1)}\n{NOTE}", "at most 63 are possible"),
        (f"{HEADER}\nindex 6\nAAAA\n\n{NOTE}", "must have 32 bytes"),
    ):
        with pytest.raises(ProofError, match=message):
            TlogProof.from_text(text)
    assert len(TlogProof.from_text(f"{HEADER}\nindex 6\n{hashes * HASHES_MAX}\n{NOTE}").hashes) == HASHES_MAX
