"""Stable stand-ins for personal data in segments.

The same person has the same stand-in, nobody can go back without the key.
"""

import hashlib
import hmac

from django.conf import settings


class Pseudonyms:
    """Keyed hashes of one field's values for one provider, each worked out once."""

    def __init__(self, provider: str, field: str) -> None:
        self._key = hmac.digest(
            settings.MASTER_KEY, f"chokepoint pseudonym v1\0{provider}\0{field}".encode(), "sha256"
        )
        self._known: dict[str, str] = {}

    def of(self, value: str | None) -> str | None:
        """Return 32 hexadecimal digits for `value`, None for None."""
        if value is None:
            return None
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = hmac.new(self._key, value.encode(), hashlib.sha256).hexdigest()[:32]
        return found
