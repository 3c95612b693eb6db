"""`make test`: all tests on SQLite, then those that touch the database or the queue on PostgreSQL and Redis,
where they answer.
"""

import os
import subprocess
import sys

from tests.engines import second_pair

_PYTEST = [sys.executable, "-m", "pytest", "-q", "--numprocesses", "2", "--dist", "loadgroup"]


def main() -> int:
    """Run both columns; the exit code is the first that is not zero."""
    print("== SQLite ==", flush=True)
    first = subprocess.run([*_PYTEST, *sys.argv[1:]], check=False).returncode
    variables, reason = second_pair()
    if not variables:
        print(f"== PostgreSQL and Redis: skipped, {reason} ==", flush=True)
        return first
    print("== PostgreSQL and Redis ==", flush=True)
    command = [*_PYTEST, "-m", "engines", *sys.argv[1:]]
    second = subprocess.run(command, check=False, env=os.environ | variables).returncode
    return first or second


if __name__ == "__main__":
    sys.exit(main())
