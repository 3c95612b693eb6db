"""Ed25519 keys and signatures (RFC 8032), with keys checked once, when they are registered.

Verifiers disagree on signatures under non-canonical and low-order public keys (C2SP CCTV ed25519).
Refusing such keys here means the disagreement can never decide anything: what one verifier accepts, all
accept.
"""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from audit.proofs.errors import KeyFormatError

KEY_SIZE_BYTES = 32
SIGNATURE_SIZE_BYTES = 64
_FIELD_PRIME = 2**255 - 19
_ORDER_EIGHT_Y = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
# The y coordinates of the eight points whose order divides the cofactor: 1, 2, 4 (one each) and 8 (two).
_LOW_ORDER_Y = frozenset({0, 1, _FIELD_PRIME - 1, _ORDER_EIGHT_Y, _FIELD_PRIME - _ORDER_EIGHT_Y})


def require_safe_public_key(public_key: bytes) -> None:
    """Raise KeyFormatError unless these are 32 bytes, canonically encoded, of a point not of low order."""
    if len(public_key) != KEY_SIZE_BYTES:
        raise KeyFormatError(
            f"an Ed25519 public key has {KEY_SIZE_BYTES} bytes, this one has {len(public_key)}"
        )
    y = int.from_bytes(public_key, "little") & ((1 << 255) - 1)
    if y >= _FIELD_PRIME:
        raise KeyFormatError("the Ed25519 public key is not canonically encoded")
    if y in _LOW_ORDER_Y:
        raise KeyFormatError("the Ed25519 public key is a point of low order")


def is_signature(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` is this key's over `message`. The key must have passed
    `require_safe_public_key`.
    """
    if len(signature) != SIGNATURE_SIZE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):  # ValueError: not a point on the curve
        return False
    return True


def private_key_from_seed(seed: bytes) -> Ed25519PrivateKey:
    """The private key of a 32-byte seed (RFC 8032 5.1.5); KeyFormatError for another length."""
    if len(seed) != KEY_SIZE_BYTES:
        raise KeyFormatError(f"an Ed25519 seed has {KEY_SIZE_BYTES} bytes, this one has {len(seed)}")
    return Ed25519PrivateKey.from_private_bytes(seed)


def key_id(name: str, signature_type: int, public_key: bytes) -> bytes:
    """The four bytes by which a signed note names a key (C2SP signed-note, Signatures)."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([signature_type]) + public_key).digest()[:4]
