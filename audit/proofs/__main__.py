"""Verify offline, with nothing but a file and a trust policy obtained elsewhere.

    python -m audit.proofs verify BUNDLE --trust POLICY                          a report bundle
    python -m audit.proofs verify-receipt PROOF --trust POLICY [--body FILE]     the receipt of a pushed body

Exit status: 0 verified; 1 self-consistent but not authenticated, as no trust policy was given; 2 refused.
"""

import argparse
import hashlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from audit.proofs.archive import ARCHIVE_MAX_BYTES
from audit.proofs.content import NOT_DERIVED
from audit.proofs.errors import ProofError, printable
from audit.proofs.note import NOTE_MAX_BYTES
from audit.proofs.policy_file import POLICY_MAX_BYTES
from audit.proofs.receipt import verify_receipt
from audit.proofs.verify import Check, verify_bundle

EXIT_VERIFIED = 0
EXIT_NOT_AUTHENTICATED = 1
EXIT_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    given = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a narrow console must not turn a verdict into a traceback
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        if given.command == "verify":
            return _verify(given.bundle, given.trust)
        return _verify_receipt(given.proof, given.trust, given.body)
    except ProofError as error:
        print(f"REFUSED: {error}")
        return EXIT_REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m audit.proofs", description="Verify offline.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    trust = "trust policy file, obtained apart from what is verified"
    verify = commands.add_parser("verify", help="check a report bundle against a trust policy")
    verify.add_argument("bundle", type=Path, help="the .zip file of a report")
    verify.add_argument("--trust", type=Path, metavar="POLICY", help=trust)
    receipt = commands.add_parser(
        "verify-receipt", help="check that the log holds the receipt of a pushed body"
    )
    receipt.add_argument("proof", type=Path, help="what /api/v1/log-batches/<id>/proof answered")
    receipt.add_argument("--trust", type=Path, metavar="POLICY", required=True, help=trust)
    receipt.add_argument("--body", type=Path, metavar="FILE", help="the body, byte for byte as it was sent")
    return parser


def _verify(bundle: Path, trust: Path | None) -> int:
    data = _read(bundle, ARCHIVE_MAX_BYTES)
    result = verify_bundle(data, None if trust is None else _policy(trust), _print_check)
    print(f"    the issuer's word only, not derived from the ledger: {', '.join(NOT_DERIVED)}")
    print(printable(result.summary))
    return EXIT_VERIFIED if result.is_authenticated else EXIT_NOT_AUTHENTICATED


def _verify_receipt(proof: Path, trust: Path, body: Path | None) -> int:
    receipt = verify_receipt(_read(proof, NOTE_MAX_BYTES), _policy(trust), _print_check)
    if body is not None:
        _print_check(receipt.check_is_of(str(body), *_digest(body)))
    print(printable(receipt.summary))
    return EXIT_VERIFIED


def _print_check(check: Check) -> None:
    print(printable(f"ok  {check.name}: {check.sentence}"))


def _policy(path: Path) -> str:
    # surrogateescape: bytes above 0x7F are opaque in a policy file, and may be no UTF-8 at all
    return _read(path, POLICY_MAX_BYTES).decode("utf-8", "surrogateescape")


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise ProofError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > max_bytes:
        raise ProofError(f"{path} has more than {max_bytes} bytes")
    return data


def _digest(path: Path) -> tuple[str, int]:
    """The SHA-256 and size in bytes of a file of any size."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
    except OSError as error:
        raise ProofError(f"cannot read {path}: {error.strerror}") from None


if __name__ == "__main__":
    sys.exit(main())
