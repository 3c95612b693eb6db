"""Signing keys.

One seed, kept apart from the master key; every log and the reports have a key of their own derived from it.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _derived(purpose: str) -> Ed25519PrivateKey:
    info = f"chokepoint signing v1\0{purpose}".encode()
    return Ed25519PrivateKey.from_private_bytes(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(settings.SIGNING_SEED)
    )


def log_key(log: str) -> Ed25519PrivateKey:
    """Return the key that signs the checkpoints of `log`; its name in notes is the log's origin."""
    return _derived(f"log\0{log}")


def report_key() -> Ed25519PrivateKey:
    """Return the key that signs report statements and manifests."""
    return _derived("report")


def report_key_name() -> str:
    """Return the name of the report key in notes and policies."""
    return f"{settings.LOG_DOMAIN}/reports"
