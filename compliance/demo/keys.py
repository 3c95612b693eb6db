"""Secrets and variables of the demo: made fresh in its own folder, given to every process as `NAME_FILE`.
There is no default secret.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

_SECRETS: dict[str, Callable[[], str]] = {
    "CHOKEPOINT_SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "CHOKEPOINT_MASTER_KEY": lambda: secrets.token_hex(32),
    "CHOKEPOINT_SIGNING_SEED": lambda: secrets.token_hex(32),
}


def make_environment(folder: Path, *, broker_url: str) -> dict[str, str]:
    """Return the variables every process of the demo gets; secrets are made in `folder` if they are not there.

    DATABASE_URL is left out on purpose: a demo must never write into a database somebody works with. To run it on
    PostgreSQL, give an empty database as CHOKEPOINT_DEMO_DATABASE_URL.
    """
    kept = folder / "secrets"
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    variables = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CHOKEPOINT_") and name != "DATABASE_URL"
    }
    if database := os.environ.get("CHOKEPOINT_DEMO_DATABASE_URL"):
        variables["DATABASE_URL"] = database
    for name, make in _SECRETS.items():
        path = kept / name.lower()
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(make())
        variables[f"{name}_FILE"] = str(path)
    return variables | {
        "CHOKEPOINT_DATA_DIR": str(folder / "data"),
        "CHOKEPOINT_BROKER_URL": broker_url,
        "CHOKEPOINT_LOG_DOMAIN": "log.demo.invalid",
        "CHOKEPOINT_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "CHOKEPOINT_INSECURE_HTTP": "yes",  # plain HTTP on this machine's own address only
        "CHOKEPOINT_LOG_LEVEL": "WARNING",
        "DJANGO_SETTINGS_MODULE": "compliance.settings",
        "PYTHONUNBUFFERED": "1",
    }


def enter(environment: dict[str, str]) -> None:
    """Make `environment` this process's own, with nothing left over of the one it was started with."""
    os.environ.clear()
    os.environ.update(environment)
