"""The reason that every step of a decision must carry, and the digest of it that the ledger keeps."""

import hashlib
import secrets

from compliance.casework.errors import ReasonMissing

LONGEST_REASON_CHARACTERS = 4000
_SALT_BYTES = 16


def stated_reason(reason: str) -> str:
    """Return `reason` trimmed and with plain line ends; raises ReasonMissing when it is empty or too long."""
    text = reason.replace("\r\n", "\n").strip()
    if not text:
        raise ReasonMissing("Write down why: whoever reads this decision later will have only that.")
    if len(text) > LONGEST_REASON_CHARACTERS:
        raise ReasonMissing(
            f"The reason has {len(text)} characters and may have {LONGEST_REASON_CHARACTERS}: shorten it."
        )
    return text


def new_salt() -> str:
    """Return 32 random hexadecimal digits (128 bits), as one reason's salt."""
    return secrets.token_hex(_SALT_BYTES)


def reason_sha256(salt: str, reason: str) -> str:
    """Return SHA-256, in hexadecimal, of the UTF-8 bytes of `salt` (its 32 digits) and then of `reason`.

    Reasons are short and alike; without a salt whoever holds the ledger could find one by trying.
    """
    return hashlib.sha256(f"{salt}{reason}".encode()).hexdigest()
