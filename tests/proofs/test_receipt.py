"""`python -m audit.proofs verify-receipt`: a provider checks its receipt alone."""

import hashlib
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from audit.proofs.__main__ import main
from audit.proofs.canonical import leaf_bytes
from audit.proofs.checkpoint import Checkpoint, read_checkpoint, sign_checkpoint
from audit.proofs.cosignature import Cosigner
from audit.proofs.errors import PolicyError, ProofError
from audit.proofs.merkle import leaf_hash, root_of
from audit.proofs.merkle_proofs import inclusion_proof, leaf_source
from audit.proofs.note_keys import NoteSigner
from audit.proofs.receipt import verify_receipt
from audit.proofs.tlog_proof import TlogProof
from tests.proofs.ledger import LOG_KEY, ORIGIN, POLICY, REPORT_KEY

BODY = b"job_id,timestamp,duration\nj-1,1,1\n"
DIGEST = hashlib.sha256(BODY).hexdigest()
LEAF = {
    "v": 1,
    "type": "batch.received",
    "id": "ev_1",
    "at": "2026-02-01T00:00:00.000001Z",
    "log": ORIGIN,
    "actor": "cp_6fe86908ceb4",
    "object": "batch_1",
    "body": {
        "provider": "PRV-1",
        "body_sha256": DIGEST,
        "body_size_bytes": len(BODY),
        "content_encoding": "identity",
        "format_hint": "",
        "facility": "",
    },
}
INDEX = 3


def proof_with(leaf: bytes | None, signer: NoteSigner = LOG_KEY, extra: bytes | None = None) -> bytes:
    """Return the proof of `leaf` among six others; `extra` instead of the leaf where it is given."""
    hashes = [leaf_hash(b"leaf %d" % number) for number in range(7)]
    if leaf is not None:
        hashes[INDEX] = leaf_hash(leaf)
    note = sign_checkpoint(Checkpoint(ORIGIN, 7, root_of(hashes)), signer)
    path = tuple(inclusion_proof(leaf_source(hashes), INDEX, 7))
    return TlogProof(INDEX, path, note, extra or leaf).to_text().encode()


PROOF = proof_with(leaf_bytes(LEAF))


@pytest.fixture
def files(tmp_path):
    """Return the paths of a proof, a policy and the body."""
    proof, policy, body = (tmp_path / name for name in ("proof", "policy", "body"))
    proof.write_bytes(PROOF)
    policy.write_text(POLICY)
    body.write_bytes(BODY)
    return proof, policy, body


def run(proof, policy, *more) -> int:
    return main(["verify-receipt", str(proof), "--trust", str(policy), *map(str, more)])


def test_a_receipt_says_what_was_received(files, capsys):
    proof, policy, _ = files
    assert run(proof, policy) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "ok  checkpoint",
        "ok  inclusion",
        "ok  leaf",
        "VERIFIED",
    ]
    assert lines[-1] == (
        f"VERIFIED: batch_1 of provider PRV-1, {len(BODY)} bytes with SHA-256 {DIGEST}, "
        f"received 2026-02-01T00:00:00.000001Z, is leaf {INDEX} of {ORIGIN}"
    )


def test_the_body_that_was_sent(files, capsys):
    proof, policy, body = files
    assert run(proof, policy, "--body", body) == 0
    assert (
        capsys.readouterr().out.splitlines()[-2] == f"ok  body: {body} has the SHA-256 that the leaf states"
    )


def refused(capsys) -> str:
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("ok  ")]
    assert len(lines) == 1, lines
    assert lines[0].startswith("REFUSED: ")
    return lines[0]


@pytest.mark.parametrize("body", [b"", BODY + b"\n", BODY.replace(b"1", b"2")])
def test_another_body_is_refused(files, capsys, body):
    files[2].write_bytes(body)
    assert run(files[0], files[1], "--body", files[2]) == 2
    message = refused(capsys)
    assert hashlib.sha256(body).hexdigest() in message
    assert DIGEST in message


@pytest.mark.parametrize("missing", range(3))
def test_a_file_that_is_not_there_is_refused(files, capsys, missing):
    files[missing].unlink()
    assert run(files[0], files[1], "--body", files[2]) == 2
    assert "cannot read" in refused(capsys)


def test_a_policy_is_asked_for(files, capsys):
    with pytest.raises(SystemExit) as left:
        main(["verify-receipt", str(files[0])])
    assert left.value.code == 2
    assert "--trust" in capsys.readouterr().err


def changed(**fields: object) -> bytes:
    return leaf_bytes(LEAF | fields)


def body_with(**fields: object) -> bytes:
    return leaf_bytes(LEAF | {"body": {**LEAF["body"], **fields}})


@pytest.mark.parametrize(
    ("proof", "message"),
    [
        (proof_with(None), "carries no leaf"),
        (proof_with(leaf_bytes(LEAF), extra=body_with(body_sha256="0" * 64)), "root"),
        (proof_with(leaf_bytes(LEAF), signer=NoteSigner.generate(ORIGIN)), "no valid signature|signed"),
        (proof_with(changed(type="batch.accounted")), "no receipt"),
        (proof_with(changed(log="elsewhere.example/x/2026")), "written for the log elsewhere"),
        (proof_with(changed(v=2)), "version 2"),
        (proof_with(changed(object="")), "'object'"),
        (proof_with(changed(at="yesterday")), "UTC instant"),
        (proof_with(changed(body=[])), "JSON object"),
        (proof_with(body_with(body_sha256="abc")), "SHA-256"),
        (proof_with(body_with(body_size_bytes="12")), "whole number"),
        (proof_with(b'{"type": "batch.received", "v": 1}'), "canonical"),
        (proof_with(b"not a leaf"), "JSON"),
        (b"", "a proof starts with"),
        (b"\xff", "UTF-8"),
    ],
    ids=range(15),
)
def test_what_is_no_receipt_is_refused(proof, message):
    with pytest.raises(ProofError, match=message):
        verify_receipt(proof, POLICY)


@pytest.mark.parametrize(
    "policy",
    [
        f"report {REPORT_KEY.vkey}\nquorum none\n",
        f"log {NoteSigner.generate(ORIGIN).vkey}\nquorum none\n",
        f"log {LOG_KEY.vkey}\n",
        "",
    ],
    ids=["no log key", "another key", "no quorum line", "empty"],
)
def test_a_policy_that_does_not_vouch_for_the_log_refuses(policy):
    with pytest.raises(ProofError):
        verify_receipt(PROOF, policy)


def test_the_quorum_of_the_policy_counts():
    witness = Cosigner("witness.example", Ed25519PrivateKey.generate())
    policy = POLICY.replace("quorum none", f"witness W {witness.verifier.vkey}\nquorum W")
    with pytest.raises(PolicyError, match="quorum"):
        verify_receipt(PROOF, policy)
    head = read_checkpoint(TlogProof.from_text(PROOF).checkpoint_note)
    cosigned = PROOF + witness.cosign(head, datetime(2026, 2, 2, tzinfo=UTC)).encode()
    assert verify_receipt(cosigned, policy).batch == "batch_1"


@given(st.integers(min_value=0))
def test_every_bit_of_a_proof_counts(position):
    data = bytearray(PROOF)
    data[position // 8 % len(data)] ^= 1 << position % 8
    with pytest.raises(ProofError):
        verify_receipt(bytes(data), POLICY)
