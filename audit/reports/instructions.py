"""VERIFY.md: what stands in every bundle for whoever receives it."""

from pathlib import Path

from django.conf import settings

from audit.ledger.keys import report_key_name
from audit.proofs.members import MANIFEST_NAMESPACE

_TEXT = Path(__file__).parent / "templates" / "VERIFY.md"


def verify_text(reference: str) -> str:
    """Return the instructions for the bundle of the report `reference`."""
    return _TEXT.read_text(encoding="utf-8").format(
        reference=reference,
        domain=settings.LOG_DOMAIN,
        report_key_name=report_key_name(),
        namespace=MANIFEST_NAMESPACE,
    )
