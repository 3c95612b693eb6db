"""One page of the queue, with what has become of each flag and whom it waits for."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from compliance.accounts.models import User
from compliance.casework.models import Case, Decision
from compliance.casework.policies import can_answer
from compliance.console.certainty import less_certain_than, more_certain_than
from compliance.console.queue_filter import QueueFilter
from compliance.screening.models import Flag

ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A flag in the queue. `case`: its latest; `awaits`: whom, in words; `is_for_me`: the reader may answer it."""

    flag: Flag
    case: Case | None
    awaits: str
    is_for_me: bool = False

    @property
    def is_renewed(self) -> bool:
        """Say whether the rules spoke again, on other facts, after the case was closed."""
        return bool(self.case and self.case.closed_at and self.flag.renewed_at > self.case.closed_at)


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows of one page. `after`: reference of the last row if more follow, else empty."""

    rows: list[QueueRow]
    after: str


def read_page(queue_filter: QueueFilter, *, after: str, user: User) -> QueuePage:
    """Return the page of `queue_filter` that follows the flag `after` (empty or unknown: the first) for `user`.

    Pages follow each other by key, not by number: a flag raised meanwhile moves nothing.
    Three queries, four with `after`.
    """
    flags = queue_filter.select().select_related("tenant__provider").prefetch_related(_cases())
    last = Flag.objects.filter(reference=after).first() if after else None
    if last is not None:
        flags = flags.filter(_follows(last))
    found = list(flags[: ROWS_PER_PAGE + 1])
    shown = found[:ROWS_PER_PAGE]
    return QueuePage(
        rows=[_row(flag, user) for flag in shown],
        after=shown[-1].reference if len(found) > ROWS_PER_PAGE else "",
    )


def neighbours(queue_filter: QueueFilter, flag: Flag) -> tuple[str | None, str | None]:
    """Return the references of the flags before and after `flag` in the queue of `queue_filter`; None at an end."""
    flags = queue_filter.select()
    before = flags.filter(_precedes(flag)).reverse().values_list("reference", flat=True).first()
    behind = flags.filter(_follows(flag)).values_list("reference", flat=True).first()
    return before, behind


def _cases() -> "Prefetch[str, QuerySet[Case], str]":
    pending = Decision.objects.filter(answer=Decision.Answer.PENDING).select_related("proposed_by")
    cases = Case.objects.order_by("-id").prefetch_related(Prefetch("decisions", pending, to_attr="pending"))
    return Prefetch("cases", cases, to_attr="newest_cases_first")


def _row(flag: Flag, user: User) -> QueueRow:
    cases: list[Case] = flag.newest_cases_first  # type: ignore[attr-defined]  # to_attr of the prefetch above
    case = cases[0] if cases else None
    if case is None and flag.status == Flag.Status.LAPSED:
        return QueueRow(flag, case, "")
    if case is None or case.state in {Case.State.OPEN, Case.State.IN_REVIEW}:
        return QueueRow(flag, case, "an officer")
    if case.state == Case.State.CLOSED:
        return QueueRow(flag, case, "")
    pending: list[Decision] = case.pending  # type: ignore[attr-defined]  # the same
    if pending and can_answer(user, pending[0]):
        return QueueRow(flag, case, "you", is_for_me=True)
    awaits = f"an approver other than {pending[0].proposed_by}" if pending else "an approver"
    return QueueRow(flag, case, awaits)


def _follows(flag: Flag) -> Q:
    """Flags after this one in the queue: less severe, then less certain, then older."""
    severity, status, raised_at = flag.severity, flag.status, flag.raised_at
    return (
        Q(severity__lt=severity)
        | Q(severity=severity, status__in=less_certain_than(status))
        | Q(severity=severity, status=status, raised_at__lt=raised_at)
        | Q(severity=severity, status=status, raised_at=raised_at, pk__lt=flag.pk)
    )


def _precedes(flag: Flag) -> Q:
    """Flags before this one in the queue."""
    severity, status, raised_at = flag.severity, flag.status, flag.raised_at
    return (
        Q(severity__gt=severity)
        | Q(severity=severity, status__in=more_certain_than(status))
        | Q(severity=severity, status=status, raised_at__gt=raised_at)
        | Q(severity=severity, status=status, raised_at=raised_at, pk__gt=flag.pk)
    )
