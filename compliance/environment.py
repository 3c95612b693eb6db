"""Reads the process environment; every missing or unusable variable says how to mend it.

A secret may also come from a file: `NAME_FILE` holds the path, as container secrets are mounted.
"""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MENDING = {
    "CHOKEPOINT_SECRET_KEY": "any 50 random characters: python -c 'import secrets; print(secrets.token_urlsafe(48))'",
    "CHOKEPOINT_MASTER_KEY": (
        "64 hexadecimal digits (32 random bytes): python -c 'import secrets; print(secrets.token_hex(32))'"
    ),
    "CHOKEPOINT_SIGNING_SEED": (
        "64 hexadecimal digits, kept apart from the master key; every log key is derived from it"
    ),
    "CHOKEPOINT_DATA_DIR": (
        "a folder this service may write: evidence, the signer's memory and, without DATABASE_URL, the database"
    ),
    "CHOKEPOINT_BROKER_URL": "where Redis or Valkey answers: redis://host:6379/0 or redis+socket:///path/to/broker.sock",
    "CHOKEPOINT_LOG_DOMAIN": "the domain that names your logs in checkpoints, for example audit.example.org",
    "CHOKEPOINT_ALLOWED_HOSTS": "the host names this service answers to, separated by commas",
}


def required(name: str) -> str:
    """Return the value of `name`, or the content of the file that `name_FILE` points at.

    Raises ImproperlyConfigured, with a sentence that says how to mend it, when neither is set, both are, or
    the file cannot be read.
    """
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and path:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set; unset one of them.")
    if path:
        try:
            value = Path(path).read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points at {path}, which cannot be read: {error}."
            ) from error
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Give {_MENDING[name]}. Or put it in a file and set {name}_FILE."
        )
    return value


def required_key(name: str) -> bytes:
    """Return a 32-byte key written as 64 hexadecimal digits."""
    value = required(name)
    if not re.fullmatch(r"[0-9a-fA-F]{64}", value):
        raise ImproperlyConfigured(f"{name} is not a key. Give {_MENDING[name]}.")
    return bytes.fromhex(value)


def required_list(name: str) -> list[str]:
    """Return a comma-separated list without empty parts."""
    parts = [part.strip() for part in required(name).split(",") if part.strip()]
    if not parts:
        raise ImproperlyConfigured(f"{name} names nothing. Give {_MENDING[name]}.")
    return parts


def required_folder(name: str) -> Path:
    """Return the folder that `name` points at, made for us alone if it is not there.

    Raises ImproperlyConfigured when it cannot be made or written.
    """
    folder = Path(required(name)).resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {folder}, which cannot be made: {error}. Give {_MENDING[name]}."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"{name} is {folder}, which this user may not write. Give {_MENDING[name]}."
        )
    return folder


def optional(name: str, default: str = "") -> str:
    """Return the value of `name`, or `default`."""
    return os.environ.get(name) or default


def optional_list(name: str) -> list[str]:
    """Return a comma-separated list, empty when the variable is not set."""
    return [part.strip() for part in optional(name).split(",") if part.strip()]


def switched_on(name: str) -> bool:
    """Say whether `name` is yes; anything but yes or no is refused, so that a typing error never opens a door."""
    value = optional(name, "no").lower()
    if value not in {"yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")
    return value == "yes"
