"""What is said of work that failed: enough to look for the cause, and nothing of the data it stumbled over."""

import logging
import traceback

from django.db import DatabaseError

from rules.errors import RulesError

log = logging.getLogger(__name__)

_QUOTING = (DatabaseError, RulesError)
"""Their words quote what could not be taken: a database the whole row, a reader the line of a confidential letter."""


def sentence_of(error: BaseException) -> str:
    """Return one line about a failure, for everybody who sees the queue."""
    kind = type(error).__name__
    if not _quotes(error):
        return f"{kind}: {error}"
    place = traceback.extract_tb(error.__traceback__)
    where = f" in {place[-1].name}" if place else ""
    return (
        f"{kind}{where}: its words may quote confidential data and are not kept; the log says where it arose"
    )


def log_failure(kind: str, subject: str, error: BaseException) -> None:
    """Log where a failure arose, and its words only where they quote nothing."""
    if not _quotes(error):
        log.error("%s of %s failed", kind, subject, exc_info=error)
        return
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s of %s failed: %s\n%s", kind, subject, type(error).__name__, frames)


def _quotes(error: BaseException | None) -> bool:
    """Say whether the error, or one it came from, quotes data: a traceback prints them all."""
    while error is not None:
        if isinstance(error, _QUOTING):
            return True
        error = error.__cause__ or error.__context__
    return False
