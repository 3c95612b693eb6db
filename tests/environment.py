"""The environment of a test run: fresh secrets each time, data in a folder of its own.

Loaded with `-p tests.environment` before Django reads its settings; values already set (by `make test` for
the second pair of engines) are kept.
"""

import os
import secrets
import tempfile


def provide() -> None:
    """Give every required variable a value, unless the caller has."""
    fresh = {
        "CHOKEPOINT_SECRET_KEY": secrets.token_urlsafe(48),
        "CHOKEPOINT_MASTER_KEY": secrets.token_hex(32),
        "CHOKEPOINT_SIGNING_SEED": secrets.token_hex(32),
        "CHOKEPOINT_LOG_DOMAIN": "log.test.invalid",
        "CHOKEPOINT_ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "CHOKEPOINT_BROKER_URL": "memory://",
        "CHOKEPOINT_INSECURE_HTTP": "yes",
    }
    for name, value in fresh.items():
        if name not in os.environ and f"{name}_FILE" not in os.environ:
            os.environ[name] = value
    if "CHOKEPOINT_DATA_DIR" not in os.environ:
        os.environ["CHOKEPOINT_DATA_DIR"] = tempfile.mkdtemp(prefix="chokepoint-test-")


provide()
