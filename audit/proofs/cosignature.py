"""Witness cosignatures (c2sp.org/tlog-cosignature), the Ed25519 kind, type 0x04.

A cosignature says: at this time, this was the largest head of this log I had seen, and it extends every
earlier one. The signature bytes are a 64-bit time followed by Ed25519 over a header, the time and the
checkpoint.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.proofs import ed25519
from audit.proofs.checkpoint import Checkpoint
from audit.proofs.errors import KeyFormatError
from audit.proofs.merkle import SIZE_MAX
from audit.proofs.note import SignatureLine
from audit.proofs.note_keys import encode_vkey, require_key_name, split_vkey

TYPE_COSIGNATURE = 0x04
_TIME_SIZE_BYTES = 8


@dataclass(frozen=True)
class CosignatureVerifier:
    """A witness key: `name` and 32 public bytes, refused with KeyFormatError if unsafe."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        require_key_name(self.name)
        ed25519.require_safe_public_key(self.public_key)

    @classmethod
    def from_vkey(cls, vkey: str) -> "CosignatureVerifier":
        """Read `<name>+<key ID in hex>+base64(0x04 || public key)`; raises KeyFormatError."""
        name, signature_type, public_key = split_vkey(vkey)
        if signature_type != TYPE_COSIGNATURE:
            raise KeyFormatError(
                f"witness key {name} is of type {signature_type:#04x}; only 0x04 is supported"
            )
        return cls(name, public_key)

    @property
    def key_id(self) -> bytes:
        """The four bytes that name this key in a signature line."""
        return ed25519.key_id(self.name, TYPE_COSIGNATURE, self.public_key)

    @property
    def vkey(self) -> str:
        """The key as text, the form a trust policy takes."""
        return encode_vkey(self.name, TYPE_COSIGNATURE, self.public_key)

    def is_valid(self, text: str, signature: bytes) -> bool:
        """Whether `signature` (time and Ed25519) is this witness's over the checkpoint text."""
        seconds = int.from_bytes(signature[:_TIME_SIZE_BYTES], "big")
        if seconds > SIZE_MAX:
            return False
        return ed25519.is_signature(self.public_key, signature[_TIME_SIZE_BYTES:], _message(seconds, text))


@dataclass(frozen=True)
class Cosigner:
    """A witness's private key. Whoever calls it must first have verified that the head extends the last
    one.
    """

    name: str
    private_key: Ed25519PrivateKey

    @property
    def verifier(self) -> CosignatureVerifier:
        """The public half."""
        return CosignatureVerifier(self.name, self.private_key.public_key().public_bytes_raw())

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> str:
        """The signature line to append to the checkpoint's note, stating the instant `at` in whole
        seconds.
        """
        seconds = int(at.astimezone(UTC).timestamp())
        signature = self.private_key.sign(_message(seconds, checkpoint.to_text()))
        line = SignatureLine(
            self.name, self.verifier.key_id, seconds.to_bytes(_TIME_SIZE_BYTES, "big") + signature
        )
        return str(line)


def _message(seconds: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
