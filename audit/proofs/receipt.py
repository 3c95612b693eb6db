"""Verify the receipt of a pushed body, offline: with the proof that was served for it and a trust policy.

The proof (`tlog_proof`) carries the leaf `batch.received` in its extra line. Nothing else in a proof vouches for
extra data, but a leaf needs no voucher: its hash must lead to the root that the log has signed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from audit.proofs import shape
from audit.proofs.canonical import parse_leaf
from audit.proofs.checkpoint import Checkpoint
from audit.proofs.entries import BATCH_RECEIVED, BODY_PROVIDER
from audit.proofs.errors import ReceiptError
from audit.proofs.merkle import leaf_hash, verify_inclusion
from audit.proofs.policy_file import parse_policy
from audit.proofs.report import instant
from audit.proofs.tlog_proof import TlogProof
from audit.proofs.verify import Check

_WHERE = "the leaf"
_BODY = "the body of the leaf"


@dataclass(frozen=True)
class Receipt:
    """What the log says was received. `body_sha256` and `body_size_bytes` are those of the bytes on the wire."""

    batch: str
    provider: str
    body_sha256: str
    body_size_bytes: int
    content_encoding: str
    received_at: datetime
    received_by: str
    leaf_index: int
    log: str

    @property
    def summary(self) -> str:
        """One closing line."""
        return (
            f"VERIFIED: {self.batch} of provider {self.provider}, {self.body_size_bytes} bytes with SHA-256 "
            f"{self.body_sha256}, received {self.received_at.isoformat().replace('+00:00', 'Z')}, "
            f"is leaf {self.leaf_index} of {self.log}"
        )

    def check_is_of(self, name: str, sha256: str, size_bytes: int) -> Check:
        """Return that the file `name`, of this digest and size, is the body; raises ReceiptError if it is not."""
        if sha256 != self.body_sha256:
            raise ReceiptError(
                f"{name} has SHA-256 {sha256} and {size_bytes} bytes; {self.batch} is about a body with "
                f"SHA-256 {self.body_sha256} and {self.body_size_bytes} bytes, as it was sent"
            )
        return Check("body", f"{name} has the SHA-256 that the leaf states")


def verify_receipt(
    proof_text: bytes, policy_text: str, on_check: Callable[[Check], None] = lambda _check: None
) -> Receipt:
    """Return what the log says of a received body, having shown that the log says it.

    Checks the head's signature and quorum by the policy, that the leaf is under that head, and that it is the leaf
    of a received body, written for this log. Raises ProofError, and nothing else, whatever the bytes are.
    """
    proof = TlogProof.from_text(proof_text)
    if proof.extra is None:
        raise ReceiptError("the proof carries no leaf: it has no line that begins with 'extra '")
    checkpoint = parse_policy(policy_text).open_checkpoint(proof.checkpoint_note)
    on_check(
        Check("checkpoint", f"{checkpoint.origin} at {checkpoint.size} leaves, signed as the policy asks")
    )
    verify_inclusion(leaf_hash(proof.extra), proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    on_check(Check("inclusion", f"the leaf is leaf {proof.index} under the root of that checkpoint"))
    receipt = _read(parse_leaf(proof.extra), proof.index, checkpoint)
    on_check(Check("leaf", f"it was written for this log, and is the receipt of {receipt.batch}"))
    return receipt


def _read(leaf: Mapping[str, object], index: int, checkpoint: Checkpoint) -> Receipt:
    shape.require_version_1(leaf, _WHERE)
    kind, log = shape.text(leaf, "type", _WHERE), shape.text(leaf, "log", _WHERE)
    if kind != BATCH_RECEIVED:
        raise ReceiptError(f"the leaf is a {kind}, which is no receipt")
    if log != checkpoint.origin:
        raise ReceiptError(f"the leaf was written for the log {log} instead of {checkpoint.origin}")
    body = shape.as_object(shape.field(leaf, "body", _WHERE), _BODY)
    return Receipt(
        batch=shape.text(leaf, "object", _WHERE),
        provider=shape.text(body, BODY_PROVIDER, _BODY),
        body_sha256=shape.sha256(body, "body_sha256", _BODY),
        body_size_bytes=shape.integer(body, "body_size_bytes", _BODY),
        content_encoding=shape.text(body, "content_encoding", _BODY),
        received_at=instant(leaf, "at", _WHERE),
        received_by=shape.text(leaf, "actor", _WHERE),
        leaf_index=index,
        log=log,
    )
