"""`make check`: everything that can be said about the code without running it. All checks run; the first
failure decides the exit code.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests import environment  # noqa: F401  the import gives the required variables their values

_BIN = Path(sys.executable).parent
CHECKS = {
    "lint": [_BIN / "ruff", "check", "."],
    "format": [_BIN / "ruff", "format", "--check", "--quiet", "."],
    "types": [_BIN / "mypy"],
    "import contracts": [_BIN / "lint-imports", "--no-cache"],
    "migrations up to date": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "generated files up to date": [sys.executable, "manage.py", "generate_docs", "--check"],
    "settings fit for production": [
        sys.executable,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    ],
}


def main() -> int:
    """Run every check and say of each how it went."""
    result = 0
    for name, command in CHECKS.items():
        variables = dict(os.environ)
        if "--deploy" in command:
            variables["CHOKEPOINT_INSECURE_HTTP"] = "no"
        begun = time.monotonic()
        outcome = subprocess.run(
            [str(part) for part in command], check=False, capture_output=True, text=True, env=variables
        )
        state = "ok" if outcome.returncode == 0 else "FAILED"
        print(f"{name:28} {state:7} {time.monotonic() - begun:5.1f} s", flush=True)
        if outcome.returncode:
            print(outcome.stdout + outcome.stderr, flush=True)
            result = result or outcome.returncode
    return result


if __name__ == "__main__":
    sys.exit(main())
