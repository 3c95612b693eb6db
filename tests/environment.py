"""The environment of a test run: fresh secrets each time, data in a folder of its own, nothing of the shell's.

Loaded with `-p tests.environment` before Django reads its settings. `make test` gives the second pair of engines as
CHOKEPOINT_TEST_DATABASE_URL and CHOKEPOINT_TEST_BROKER_URL; a DATABASE_URL somebody works with is never touched.
"""

import os
import secrets
import tempfile


def provide() -> None:
    """Give every variable the value of a test run."""
    for name in [name for name in os.environ if name.startswith("CHOKEPOINT_") and "_TEST_" not in name]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {
        "CHOKEPOINT_SECRET_KEY": secrets.token_urlsafe(48),
        "CHOKEPOINT_MASTER_KEY": secrets.token_hex(32),
        "CHOKEPOINT_SIGNING_SEED": secrets.token_hex(32),
        "CHOKEPOINT_LOG_DOMAIN": "log.test.invalid",
        "CHOKEPOINT_ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "CHOKEPOINT_BROKER_URL": os.environ.get("CHOKEPOINT_TEST_BROKER_URL", "memory://"),
        "CHOKEPOINT_INSECURE_HTTP": "yes",
        "CHOKEPOINT_DATA_DIR": tempfile.mkdtemp(prefix="chokepoint-test-"),
    }
    if "CHOKEPOINT_TEST_DATABASE_URL" in os.environ:
        os.environ["DATABASE_URL"] = os.environ["CHOKEPOINT_TEST_DATABASE_URL"]


provide()
