"""`python -m audit.proofs verify <bundle> --trust <policy>`: verify a report bundle offline.

Exit status: 0 verified; 1 self-consistent but not authenticated, as no trust policy was given; 2 refused.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from audit.proofs.archive import ARCHIVE_MAX_BYTES
from audit.proofs.content import NOT_DERIVED
from audit.proofs.errors import ProofError, printable
from audit.proofs.policy_file import POLICY_MAX_BYTES
from audit.proofs.verify import Check, verify_bundle

EXIT_VERIFIED = 0
EXIT_NOT_AUTHENTICATED = 1
EXIT_REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m audit.proofs", description="Verify a report bundle, offline."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    verify = commands.add_parser("verify", help="check a report bundle against a trust policy")
    verify.add_argument("bundle", type=Path, help="the .zip file of a report")
    verify.add_argument(
        "--trust", type=Path, metavar="POLICY", help="trust policy file, obtained apart from the bundle"
    )
    given = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a narrow console must not turn a verdict into a traceback
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _verify(given.bundle, given.trust)
    except ProofError as error:
        print(f"REFUSED: {error}")
        return EXIT_REFUSED


def _verify(bundle: Path, trust: Path | None) -> int:
    data = _read(bundle, ARCHIVE_MAX_BYTES)
    # surrogateescape: bytes above 0x7F are opaque in a policy file, and may be no UTF-8 at all
    policy = None if trust is None else _read(trust, POLICY_MAX_BYTES).decode("utf-8", "surrogateescape")
    result = verify_bundle(data, policy, _print_check)
    print(f"    the issuer's word only, not derived from the ledger: {', '.join(NOT_DERIVED)}")
    print(printable(result.summary))
    return EXIT_VERIFIED if result.is_authenticated else EXIT_NOT_AUTHENTICATED


def _print_check(check: Check) -> None:
    print(printable(f"ok  {check.name}: {check.sentence}"))


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise ProofError(f"cannot read {path}: {error.strerror}") from None
    if len(data) > max_bytes:
        raise ProofError(f"{path} has more than {max_bytes} bytes")
    return data


if __name__ == "__main__":
    sys.exit(main())
