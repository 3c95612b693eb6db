"""Commands that only ask the law: they run in a fresh copy of the repository, without variables and without a database.

Where nothing is set up, the settings are lent values of this process alone: random keys, and a folder that is removed
when it ends. As soon as one variable of a real site is set, nothing is lent, so that a half-configured site still says
what is missing.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Sequence

COMMANDS_WITHOUT_SETUP = frozenset({"classify"})


def lend_settings(arguments: Sequence[str]) -> None:
    """Set what the settings ask for, if `arguments` (as of the process) name such a command and nothing is set."""
    if len(arguments) < 2 or arguments[1] not in COMMANDS_WITHOUT_SETUP:
        return
    if "DATABASE_URL" in os.environ or any(name.startswith("CHOKEPOINT_") for name in os.environ):
        return
    folder = tempfile.mkdtemp(prefix="chokepoint-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {
        "CHOKEPOINT_DATA_DIR": folder,
        "CHOKEPOINT_SECRET_KEY": secrets.token_urlsafe(48),
        "CHOKEPOINT_MASTER_KEY": secrets.token_hex(32),
        "CHOKEPOINT_SIGNING_SEED": secrets.token_hex(32),
        "CHOKEPOINT_LOG_DOMAIN": "nothing-is-set-up.invalid",
        "CHOKEPOINT_ALLOWED_HOSTS": "localhost",
        "CHOKEPOINT_BROKER_URL": "memory://",
    }
