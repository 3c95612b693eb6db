"""Where a provider's log stands at one moment: the signed head a report is drawn from, and what came after it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from audit.ledger.models import Entry, OutboxEntry, SignedCheckpoint
from audit.ledger.origins import origin
from audit.ledger.prove import newest_checkpoint
from audit.proofs.entries import LATE_ALLOWANCE_SECONDS
from audit.reports.errors import NotSealedError, PeriodError
from audit.reports.models import ReportRequest

_UNSEALED_MAX = timedelta(seconds=LATE_ALLOWANCE_SECONDS // 2)
"""A verifier refuses a report without an entry older than the allowance; half of it leaves time to make the report."""


@dataclass(frozen=True)
class Position:
    """The newest signed head of `log`, and the leaves recorded since, which no signed head covers yet."""

    log: str
    checkpoint: SignedCheckpoint
    later_leaves: tuple[bytes, ...]


def take_position(request: ReportRequest) -> Position:
    """Return where the log of the request's provider stands.

    Take it under the lock that also keeps usage from being accounted, together with the working tables' totals:
    otherwise the two are of different moments and differ honestly.

    Raises NotSealedError when there is no signed head, or when it misses something recorded before the request or
    half an hour ago; PeriodError when the period reaches back into an earlier year's log.
    """
    log = origin(request.provider, datetime.now(UTC))
    _require_one_log(request, log)
    checkpoint = newest_checkpoint(log)
    if checkpoint is None:
        raise NotSealedError(f"Nothing is sealed yet in {log}; seal it (pipeline.seal) and ask again.")
    later = _later(log, checkpoint.size)
    known_from = max(request.requested_at, datetime.now(UTC) - _UNSEALED_MAX)
    _require_none_before(known_from, later, f"{log} at {checkpoint.size}")
    return Position(log=log, checkpoint=checkpoint, later_leaves=tuple(bytes(row.leaf) for row in later))


def require_nothing_known(log: str, size: int, issued_at: datetime) -> None:
    """Raise NotSealedError where a report drawn from the first `size` leaves of `log` leaves out what was long known.

    A transaction may have written to the outbox long before it committed: found only now, it calls for another draft.
    """
    _require_none_before(issued_at - _UNSEALED_MAX, _later(log, size), f"{log} at {size}")


def _later(log: str, size: int) -> list[Entry | OutboxEntry]:
    """Return what was recorded in `log` and is not among its first `size` leaves, each once."""
    # Outbox first: a leaf that is sealed between the two reads is then seen twice, not missed.
    later: dict[str, Entry | OutboxEntry] = {
        row.reference: row for row in OutboxEntry.objects.filter(log=log).order_by("id")
    }
    for row in Entry.objects.filter(log=log, index__gte=size).order_by("index"):
        later[row.reference] = row
    return list(later.values())


def _require_none_before(known_from: datetime, later: list[Entry | OutboxEntry], head: str) -> None:
    missed = sum(row.recorded_at < known_from for row in later)
    if missed:
        raise NotSealedError(
            f"{missed} entries recorded before {known_from:%Y-%m-%d %H:%M:%S} UTC are not sealed under the head of "
            f"{head}; seal the log (pipeline.seal) and try again."
        )


def _require_one_log(request: ReportRequest, log: str) -> None:
    """Refuse a period that needs an earlier year's log too: a bundle proves one range of one log.

    A log of the year Y holds what was recorded in Y, and use is recorded only after it began: so only logs from the
    period's first year on can matter.
    """
    prefix = f"{settings.LOG_DOMAIN}/{request.provider}/"
    for other in (
        SignedCheckpoint.objects.filter(log__startswith=prefix).values_list("log", flat=True).distinct()
    ):
        if other != log and int(other.rsplit("/", 1)[-1]) >= request.period_from.year:
            raise PeriodError(
                f"The period begins in the time of the log {other}, which is closed; a report is drawn from one log. "
                f"Ask for a period that begins in {log.rsplit('/', 1)[-1]}."
            )
