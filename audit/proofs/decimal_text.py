"""Whole numbers as C2SP texts write them: ASCII digits, no sign, no leading zeros."""

import re

from audit.proofs.errors import ProofError
from audit.proofs.merkle import SIZE_MAX

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


def decode(text: str, what: str, error: type[ProofError]) -> int:
    """The number in `text`, at most 2^63-1, or `error` naming `what`."""
    if not _NUMBER.fullmatch(text) or int(text) > SIZE_MAX:
        raise error(f"{what} must be a decimal number without sign or leading zeros: {text[:40]!r}")
    return int(text)
