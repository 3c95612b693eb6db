"""SSHSIG (OpenSSH PROTOCOL.sshsig): detached Ed25519 signatures that stock `ssh-keygen -Y verify` checks.

Armour is read back strictly: it must be exactly what `sign` writes (70 columns, as ssh-keygen does), so no
byte of a signature file can change unnoticed.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from audit.proofs import base64_text, ed25519
from audit.proofs.errors import SignatureError
from audit.proofs.note_keys import NoteSigner

_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_KEY_TYPE = b"ssh-ed25519"
_HASH_NAME = b"sha512"
_BEGIN = "-----BEGIN SSH SIGNATURE-----\n"
_END = "-----END SSH SIGNATURE-----\n"
_COLUMNS = 70
_ARMOUR_MAX_BYTES = 4096


@dataclass(frozen=True)
class SshSignature:
    """A detached signature: the key that claims it, and the 64 bytes."""

    public_key: bytes
    namespace: str
    signature: bytes

    def to_armour(self) -> str:
        """The text that goes into a `.sig` file."""
        blob = b"".join(
            (
                _MAGIC,
                _VERSION,
                _string(_string(_KEY_TYPE) + _string(self.public_key)),
                _string(self.namespace.encode()),
                _string(b""),
                _string(_HASH_NAME),
                _string(_string(_KEY_TYPE) + _string(self.signature)),
            )
        )
        encoded = base64_text.encode(blob)
        lines = [encoded[i : i + _COLUMNS] for i in range(0, len(encoded), _COLUMNS)]
        return _BEGIN + "\n".join(lines) + "\n" + _END


def sign(message: bytes, signer: NoteSigner, namespace: str) -> str:
    """Sign `message` for one purpose, the namespace; returns the armoured text."""
    signature = signer.sign(_signed_data(message, namespace))
    return SshSignature(signer.verifier.public_key, namespace, signature).to_armour()


def verify(message: bytes, armour: bytes, namespace: str) -> bytes:
    """The public key whose signature over `message`, for `namespace`, is in `armour`.

    Who that key belongs to is for the caller to decide. Raises SignatureError, or KeyFormatError for a bad
    key.
    """
    claimed = read_armour(armour)
    if claimed.namespace != namespace:
        raise SignatureError(f"the SSH signature is for '{claimed.namespace}' instead of '{namespace}'")
    ed25519.require_safe_public_key(claimed.public_key)
    if not ed25519.is_signature(claimed.public_key, claimed.signature, _signed_data(message, namespace)):
        raise SignatureError("the SSH signature does not verify")
    return claimed.public_key


def read_armour(armour: bytes) -> SshSignature:
    """Read armoured text, verifying nothing. Raises SignatureError unless it is what `to_armour` gives."""
    if len(armour) > _ARMOUR_MAX_BYTES:
        raise SignatureError(f"an SSH signature of {len(armour)} bytes is too long")
    try:
        text = armour.decode("ascii")
        body = text.removeprefix(_BEGIN).removesuffix(_END).replace("\n", "")
        rest = base64.b64decode(body, validate=True)
    except (UnicodeDecodeError, binascii.Error):
        raise SignatureError("the SSH signature is not readable") from None
    if not rest.startswith(_MAGIC + _VERSION):
        raise SignatureError("the SSH signature is not of version 1")
    key, rest = _take(rest[len(_MAGIC + _VERSION) :])
    namespace, rest = _take(rest)
    for _ in ("reserved", "hash_algorithm"):
        _, rest = _take(rest)
    signature, _ = _take(rest)
    claimed = SshSignature(_last_string(key), namespace.decode("ascii", "replace"), _last_string(signature))
    if claimed.to_armour() != text:  # also refuses other key types, hashes, reserved data and trailing bytes
        raise SignatureError("the SSH signature is not a canonical Ed25519 signature with SHA-512")
    return claimed


def allowed_signers_line(name: str, public_key: bytes, namespace: str) -> str:
    """The line for this key in an `allowed_signers` file (ssh-keygen(1), ALLOWED SIGNERS)."""
    key = base64_text.encode(_string(_KEY_TYPE) + _string(public_key))
    return f'{name} namespaces="{namespace}" {_KEY_TYPE.decode()} {key}\n'


def _signed_data(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH_NAME) + _string(digest)


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    end = 4 + int.from_bytes(data[:4], "big")
    if len(data) < 4 or end > len(data):
        raise SignatureError("the SSH signature is cut short")
    return data[4:end], data[end:]


def _last_string(data: bytes) -> bytes:
    _, rest = _take(data)
    value, _ = _take(rest)
    return value
