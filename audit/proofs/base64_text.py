"""Standard base64 (RFC 4648 section 4), read strictly.

Python's decoder accepts stray characters and non-zero padding bits, so many texts decode to the same
bytes. Proofs need one text for one value, else a changed byte could pass unnoticed.
"""

import base64
import binascii

from audit.proofs.errors import ProofError


def encode(data: bytes) -> str:
    """`data` in base64 with padding, without line breaks."""
    return base64.b64encode(data).decode("ascii")


def decode(text: str, what: str, error: type[ProofError]) -> bytes:
    """The bytes of `text`, raising `error` (naming `what`) unless `text` is exactly what `encode` gives."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise error(f"{what} is not base64") from None
    if encode(data) != text:
        raise error(f"{what} is not canonical base64")
    return data
