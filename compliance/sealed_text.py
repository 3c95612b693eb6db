"""A text field whose content is encrypted in the database: AES-256-GCM, a fresh nonce for each value."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_NONCE_BYTES = 12


def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"chokepoint sealed text v1").derive(
        settings.MASTER_KEY
    )
    return AESGCM(derived)


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text in Python, base64 of nonce and ciphertext in the database.

    It cannot be searched: nothing about it is stored in clear.
    """

    def get_prep_value(self, value: object) -> str | None:
        """Encrypt for the database."""
        if value is None:
            return None
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, str(value).encode(), None)).decode()

    def from_db_value(
        self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper
    ) -> str | None:
        """Decrypt what the database held; a wrong key or a changed value is an error that says so."""
        if value is None:
            return None
        sealed = base64.b64decode(value)
        try:
            return _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None).decode()
        except InvalidTag as error:
            raise ImproperlyConfigured(
                "A sealed text cannot be opened: CHOKEPOINT_MASTER_KEY is not the key it was written with, "
                "or the row was changed."
            ) from error
