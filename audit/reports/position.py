"""Where a provider's log stands at one moment: the signed head a report is drawn from, and what came after it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from audit.ledger.models import Entry, OutboxEntry, SignedCheckpoint
from audit.ledger.origins import origin
from audit.ledger.prove import newest_checkpoint
from audit.reports.errors import NotSealedError, PeriodError
from audit.reports.models import ReportRequest


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

    Raises NotSealedError when there is no signed head, or when it misses something recorded before the request;
    PeriodError when the period reaches back into an earlier year's log.
    """
    log = origin(request.provider, datetime.now(UTC))
    _require_one_log(request, log)
    checkpoint = newest_checkpoint(log)
    if checkpoint is None:
        raise NotSealedError(f"Nothing is sealed yet in {log}; seal it (pipeline.seal) and ask again.")
    # Outbox first: a leaf that is sealed between the two reads is then seen twice, not missed.
    later = {row.reference: (row.recorded_at, bytes(row.leaf)) for row in _waiting(log)}
    for row in Entry.objects.filter(log=log, index__gte=checkpoint.size).order_by("index"):
        later[row.reference] = (row.recorded_at, bytes(row.leaf))
    missed = sum(recorded_at < request.requested_at for recorded_at, _ in later.values())
    if missed:
        raise NotSealedError(
            f"{missed} entries of {log} were recorded before the report was asked for and are not sealed; "
            "seal the log (pipeline.seal) and try again."
        )
    return Position(log=log, checkpoint=checkpoint, later_leaves=tuple(leaf for _, leaf in later.values()))


def _waiting(log: str) -> list[OutboxEntry]:
    return list(OutboxEntry.objects.filter(log=log).order_by("id"))


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
