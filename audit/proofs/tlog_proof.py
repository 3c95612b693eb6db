"""Offline proof that a leaf is in a log (c2sp.org/tlog-proof): what a push receipt and a report carry.

    c2sp.org/tlog-proof@v1
    [extra <base64>]
    index <n>
    <one base64 hash a line>

    <signed checkpoint>

Extra data is not authenticated by anything in the proof, so nothing here reads a meaning into it. The proof of a
receipt carries the leaf itself there, which `receipt` holds against the root.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.proofs import base64_text, decimal_text
from audit.proofs.checkpoint import Checkpoint, open_checkpoint
from audit.proofs.errors import MerkleError, NoteError
from audit.proofs.merkle import HASH_SIZE_BYTES, leaf_hash, verify_inclusion
from audit.proofs.note import NOTE_MAX_BYTES
from audit.proofs.note_keys import Verifier

HEADER = "c2sp.org/tlog-proof@v1"
HASHES_MAX = 63  # a tree has less than 2^63 leaves


@dataclass(frozen=True)
class TlogProof:
    """The index of a leaf, its inclusion proof, and the signed checkpoint (as a note) it leads to."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint_note: str
    extra: bytes | None = None

    def to_text(self) -> str:
        """The proof in its text form."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {base64_text.encode(self.extra)}")
        lines.append(f"index {self.index}")
        lines.extend(base64_text.encode(digest) for digest in self.hashes)
        return "\n".join(lines) + "\n\n" + self.checkpoint_note

    @classmethod
    def from_text(cls, text: str | bytes) -> "TlogProof":
        """Read the text form, verifying nothing. Raises NoteError or MerkleError."""
        decoded = _decode(text)
        head, separator, checkpoint_note = decoded.partition("\n\n")
        lines = head.split("\n")
        if not separator or lines[0] != HEADER:
            raise NoteError(
                f"a proof starts with the line {HEADER} and holds a checkpoint after a blank line"
            )
        extra = None
        if len(lines) > 1 and lines[1].startswith("extra "):
            extra = base64_text.decode(lines.pop(1).removeprefix("extra "), "the extra data", NoteError)
        if len(lines) < 2 or not lines[1].startswith("index "):
            raise NoteError("the proof does not say the index of its leaf")
        index = decimal_text.decode(lines[1].removeprefix("index "), "the leaf index", NoteError)
        return cls(index, _read_hashes(lines[2:]), checkpoint_note, extra)


def verify_proof(proof: TlogProof, leaf: bytes, log_keys: Sequence[Verifier]) -> Checkpoint:
    """Show that `leaf` is in the log: returns the checkpoint, signed by one of `log_keys`, that contains it.

    Raises NoteError (checkpoint) or MerkleError (inclusion). Witnesses are the affair of a trust policy:
    `Policy.open_checkpoint` checks log key and quorum together.
    """
    checkpoint = open_checkpoint(proof.checkpoint_note, log_keys)
    verify_inclusion(leaf_hash(leaf), proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return checkpoint


def _decode(text: str | bytes) -> str:
    if len(text) > NOTE_MAX_BYTES:
        raise NoteError(f"the proof has {len(text)} bytes; at most {NOTE_MAX_BYTES} are read")
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("the proof is not valid UTF-8") from None


def _read_hashes(lines: list[str]) -> tuple[bytes, ...]:
    if len(lines) > HASHES_MAX:
        raise MerkleError(f"the inclusion proof has {len(lines)} hashes; at most {HASHES_MAX} are possible")
    hashes = tuple(base64_text.decode(line, "a proof hash", MerkleError) for line in lines)
    if any(len(digest) != HASH_SIZE_BYTES for digest in hashes):
        raise MerkleError(f"a proof hash must have {HASH_SIZE_BYTES} bytes")
    return hashes
