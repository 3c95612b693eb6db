"""References: the names of things as shown outside.

Time-ordered, unguessable, with a prefix that says what they name.
"""

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case: no i, l, o, u
_RANDOM_BITS = 60


def new_reference(prefix: str) -> str:
    """Return `prefix_` and 22 characters: 48 bits of milliseconds since 1970, then 60 random bits.

    Later references sort after earlier ones (to the millisecond), which keeps database indexes compact.
    """
    number = (int(time.time() * 1000) << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
    digits = []
    for _ in range(22):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return f"{prefix}_{''.join(reversed(digits))}"
