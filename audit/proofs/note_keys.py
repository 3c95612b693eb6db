"""Keys of signed notes (c2sp.org/signed-note, verifier keys): the `name+id+key` strings, public and private.

The private form is that of Go's sumdb/note. Ed25519 only: type 0x01.
"""

from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.proofs import base64_text, ed25519
from audit.proofs.errors import KeyFormatError

TYPE_ED25519 = 0x01
_PRIVATE_PREFIX = "PRIVATE+KEY+"


class Verifier(Protocol):
    """A known key: what `open_note` needs of it."""

    @property
    def name(self) -> str: ...

    @property
    def key_id(self) -> bytes: ...

    @property
    def public_key(self) -> bytes: ...

    def is_valid(self, text: str, signature: bytes) -> bool:
        """Whether `signature` (without the key ID) is this key's over the note text."""
        ...


@dataclass(frozen=True)
class NoteVerifier:
    """An Ed25519 note key (type 0x01): `name` and 32 public bytes, refused with KeyFormatError if unsafe."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        require_key_name(self.name)
        ed25519.require_safe_public_key(self.public_key)

    @classmethod
    def from_vkey(cls, vkey: str) -> "NoteVerifier":
        """Read `<name>+<key ID in hex>+base64(0x01 || public key)`; raises KeyFormatError."""
        name, signature_type, public_key = split_vkey(vkey)
        if signature_type != TYPE_ED25519:
            raise KeyFormatError(
                f"key {name} is of type {signature_type:#04x}; only 0x01 (Ed25519) can be used here"
            )
        return cls(name, public_key)

    @property
    def key_id(self) -> bytes:
        """The four bytes that name this key in a signature line."""
        return ed25519.key_id(self.name, TYPE_ED25519, self.public_key)

    @property
    def vkey(self) -> str:
        """The key as text, the form a trust policy takes."""
        return encode_vkey(self.name, TYPE_ED25519, self.public_key)

    def is_valid(self, text: str, signature: bytes) -> bool:
        """Whether `signature` is this key's over the note text."""
        return ed25519.is_signature(self.public_key, signature, text.encode())


@dataclass(frozen=True)
class NoteSigner:
    """A private Ed25519 note key. Signs notes, and raw bytes for the statement and manifest formats."""

    name: str
    private_key: Ed25519PrivateKey

    def __post_init__(self) -> None:
        require_key_name(self.name)

    @classmethod
    def generate(cls, name: str) -> "NoteSigner":
        """A fresh key of this name."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def from_skey(cls, skey: str) -> "NoteSigner":
        """Read `PRIVATE+KEY+<name>+<key ID>+base64(0x01 || seed)`. The error never quotes the key."""
        if not skey.startswith(_PRIVATE_PREFIX):
            raise KeyFormatError(f"a private note key starts with {_PRIVATE_PREFIX}")
        name, written_id, key_data = _split_key(skey.removeprefix(_PRIVATE_PREFIX), "the private note key")
        if key_data[0] != TYPE_ED25519:
            raise KeyFormatError(
                f"private key {name} is of type {key_data[0]:#04x}; only 0x01 (Ed25519) is supported"
            )
        signer = cls(name, ed25519.private_key_from_seed(key_data[1:]))
        if signer.verifier.key_id.hex() != written_id:
            raise KeyFormatError(f"the key ID of private key {name} does not belong to it")
        return signer

    @property
    def verifier(self) -> NoteVerifier:
        """The public half."""
        return NoteVerifier(self.name, self.private_key.public_key().public_bytes_raw())

    @property
    def vkey(self) -> str:
        """The public half as text."""
        return self.verifier.vkey

    @property
    def skey(self) -> str:
        """The private key as text: keep it secret."""
        seed = base64_text.encode(bytes([TYPE_ED25519]) + self.private_key.private_bytes_raw())
        return f"{_PRIVATE_PREFIX}{self.name}+{self.verifier.key_id.hex()}+{seed}"

    def sign(self, message: bytes) -> bytes:
        """The 64 signature bytes over `message`."""
        return self.private_key.sign(message)


def encode_vkey(name: str, signature_type: int, public_key: bytes) -> str:
    """A public note key as text."""
    digest = ed25519.key_id(name, signature_type, public_key).hex()
    return f"{name}+{digest}+{base64_text.encode(bytes([signature_type]) + public_key)}"


def split_vkey(vkey: str) -> tuple[str, int, bytes]:
    """Name, signature type and public key of a vkey whose key ID is right. Raises KeyFormatError."""
    name, written_id, key_data = _split_key(vkey, "the verifier key")
    if ed25519.key_id(name, key_data[0], key_data[1:]).hex() != written_id:
        raise KeyFormatError(f"the key ID of {name} does not belong to its key: was the line copied whole?")
    return name, key_data[0], key_data[1:]


def require_key_name(name: str) -> None:
    """Raise KeyFormatError unless `name` is non-empty, without spaces, plus signs or control characters."""
    try:
        name.encode()
    except UnicodeEncodeError:
        raise KeyFormatError("a key name must be valid Unicode") from None
    if not name or any(c.isspace() or c < " " or c == "+" for c in name):
        raise KeyFormatError(f"a key name must not be empty nor contain spaces or '+': {name!r}")


def _split_key(text: str, what: str) -> tuple[str, str, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3:
        raise KeyFormatError(f"{what} is not of the form name+id+key")
    name, written_id, encoded = parts
    require_key_name(name)
    key_data = base64_text.decode(encoded, f"the key of {name}", KeyFormatError)
    if len(key_data) < 2:
        raise KeyFormatError(f"the key of {name} is empty")
    return name, written_id, key_data
