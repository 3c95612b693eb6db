"""Waiting, with progress, until the background work is done."""

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from audit.ledger.seal import logs_to_seal
from compliance.demo.errors import DemoError
from compliance.demo.services import Services
from compliance.jobs.queue import unfinished

_LIMIT_SECONDS = 300
_PAUSE_SECONDS = 0.1


def wait_until_idle(screen: Console, what: str, services: Services) -> float:
    """Return the seconds until no job was left; shows how many are. A job that keeps failing ends the wait
    with its failure.
    """
    begun = time.monotonic()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} jobs"),
        TimeElapsedColumn(),
    )
    most = 0
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task(what, total=1)
        while waiting := unfinished().count():
            most = max(most, waiting)
            progress.update(task, total=most, completed=most - waiting)
            _check(begun, services)
            time.sleep(_PAUSE_SECONDS)
    return time.monotonic() - begun


def wait_until_sealed(services: Services) -> None:
    """Wait until every leaf is under a signed checkpoint."""
    begun = time.monotonic()
    while logs_to_seal():
        _check(begun, services)
        time.sleep(_PAUSE_SECONDS)


def _check(begun: float, services: Services) -> None:
    failed = unfinished().exclude(failure="").first()
    if failed is not None and failed.attempts > 1:
        raise DemoError(f"{failed.kind} of {failed.subject} fails: {failed.failure}")
    if not services.is_alive():
        raise DemoError("one of the services ended; see the logs")
    if time.monotonic() - begun > _LIMIT_SECONDS:
        raise DemoError(f"the work was not done after {_LIMIT_SECONDS} s; see the logs")
