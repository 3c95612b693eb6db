"""Checkpoints (c2sp.org/tlog-checkpoint): the signed head of a log.

    <origin>
    <tree size>
    <root hash, base64>

Extension lines are refused although the format allows them: log monitors cannot audit them and ML-DSA
cosignatures do not cover them, so a line that some signatures bind and others do not would only confuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.proofs import base64_text, decimal_text
from audit.proofs.errors import NoteError
from audit.proofs.merkle import HASH_SIZE_BYTES
from audit.proofs.note import open_note, sign_note, split_note
from audit.proofs.note_keys import NoteSigner, Verifier


@dataclass(frozen=True)
class Checkpoint:
    """The head of the log `origin` at `size` leaves."""

    origin: str
    size: int
    root: bytes

    def to_text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64_text.encode(self.root)}\n"

    @classmethod
    def from_text(cls, text: str) -> "Checkpoint":
        """Read the three lines; raises NoteError for anything more, less or otherwise written."""
        lines = text.split("\n")
        if len(lines) > 4:
            raise NoteError("the checkpoint has extension lines, which are not accepted")
        if len(lines) < 4 or lines[3]:
            raise NoteError("a checkpoint has three lines: origin, tree size, root hash")
        origin, size_text, root_text = lines[:3]
        if not origin:
            raise NoteError("the checkpoint has no origin")
        size = decimal_text.decode(size_text, "the tree size", NoteError)
        root = base64_text.decode(root_text, "the root hash", NoteError)
        if len(root) != HASH_SIZE_BYTES:
            raise NoteError(f"the root hash has {len(root)} bytes instead of {HASH_SIZE_BYTES}")
        return cls(origin, size, root)


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> str:
    """The checkpoint as a signed note. The key must bear the log's name, the origin."""
    if signer.name != checkpoint.origin:
        raise NoteError(
            f"key {signer.name} cannot sign for the log {checkpoint.origin}: the names must be the same"
        )
    return sign_note(checkpoint.to_text(), [signer])


def open_checkpoint(note: str | bytes, log_keys: Sequence[Verifier]) -> Checkpoint:
    """The checkpoint in `note`, signed by a key of `log_keys` whose name is the origin. Raises NoteError."""
    checkpoint = read_checkpoint(note)
    own_keys = [key for key in log_keys if key.name == checkpoint.origin]
    if not own_keys:
        raise NoteError(f"no trusted key for the log {checkpoint.origin}")
    open_note(note, own_keys)
    return checkpoint


def read_checkpoint(note: str | bytes) -> Checkpoint:
    """The checkpoint a note claims, without verifying any signature. Raises NoteError."""
    text, _ = split_note(note)
    return Checkpoint.from_text(text)
