"""Files encrypted at rest: AES-256-GCM in chunks, after the STREAM construction.

Source: Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance, 2015.

Layout: 4 bytes magic, 16 bytes salt, then chunks of at most 1 MiB plaintext, each followed by its 16-byte tag.
The file's own key is HKDF-SHA256 of the master key and the salt. A chunk's nonce is its number (11 bytes) and
one byte that is 1 for the last chunk only, so that chunks cannot be dropped, swapped, repeated or cut off.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.evidence.errors import EvidenceChanged

_MAGIC = b"CPE1"
_SALT_BYTES = 16
_TAG_BYTES = 16
CHUNK_BYTES = 1024 * 1024


def _cipher(master_key: bytes, salt: bytes) -> AESGCM:
    info = b"chokepoint evidence v1"
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(master_key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _evenly(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut `pieces` into chunks of CHUNK_BYTES and say which is the last; an empty body is one empty last chunk."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > CHUNK_BYTES:
            yield bytes(waiting[:CHUNK_BYTES]), False
            del waiting[:CHUNK_BYTES]
    yield bytes(waiting), True


def write_sealed(pieces: Iterable[bytes], target: BinaryIO, master_key: bytes) -> None:
    """Encrypt `pieces` into `target`."""
    salt = os.urandom(_SALT_BYTES)
    cipher = _cipher(master_key, salt)
    target.write(_MAGIC + salt)
    for number, (chunk, last) in enumerate(_evenly(pieces)):
        target.write(cipher.encrypt(_nonce(number, last=last), chunk, None))


def read_sealed(source: BinaryIO, master_key: bytes) -> Iterator[bytes]:
    """Yield the plaintext of a file made by `write_sealed`, in chunks.

    Raises EvidenceChanged when a byte was changed, cut off or added, or the master key is another one.
    """
    if source.read(len(_MAGIC)) != _MAGIC:
        raise EvidenceChanged("An evidence file does not begin as one; it was replaced or damaged.")
    cipher = _cipher(master_key, source.read(_SALT_BYTES))
    number, sealed = 0, source.read(CHUNK_BYTES + _TAG_BYTES)
    while True:
        following = source.read(CHUNK_BYTES + _TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), sealed, None)
        except InvalidTag as error:
            raise EvidenceChanged(
                f"Chunk {number} of an evidence file does not open: the file was changed, "
                "or CHOKEPOINT_MASTER_KEY is another one."
            ) from error
        if not following:
            return
        number, sealed = number + 1, following
