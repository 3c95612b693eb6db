"""The whole chain of background work on one page.

    receive -> normalise -> account -> screen    seal (every other second)    report    replay    rescreen (each day)

Every arrow is a row: a step writes, in its own transaction, the job that must follow. Celery only rings the bell
(`ring`); a bell that is lost is rung again by `reconcile`, which looks for jobs nobody finished. Every step may be
killed at any point and run twice; what it did is marked by a row that is committed together with it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial

from celery import shared_task
from django.db import transaction

from audit.evidence.store import Kept, sweep_drafts
from audit.intake.models import LogBatch
from audit.intake.normalise import normalise
from audit.intake.receive import Push, register_batch
from audit.ledger.origins import origin
from audit.ledger.seal import seal as seal_log
from audit.ledger.seal import seal_all
from audit.reports.ask import ask
from audit.reports.build import build
from audit.reports.issue import issue, resume
from audit.reports.models import IssuedReport, ReportRequest
from audit.reports.position import take_position
from compliance.accounts.models import User
from compliance.jobs.failures import log_failure, sentence_of
from compliance.jobs.queue import (
    Claim,
    claim,
    due_jobs,
    fail,
    finish,
    give_back_abandoned,
    show_progress,
    want,
    want_once,
)
from compliance.lawbook import publish_directive as publishing
from compliance.lawbook import state_switch as stating
from compliance.lawbook.models import DirectiveDraft, PublishedDirective, SwitchStatement
from compliance.providers.models import Provider
from compliance.replays.ask import Trial, ask_replay
from compliance.replays.questions import JOB_KIND as REPLAY
from compliance.replays.run import run_replay
from compliance.screening.needs import need_screening, providers_with_failures, tenants_to_screen
from compliance.screening.report_context import gather_context
from compliance.screening.screen import screen
from compliance.tenants.enrol import TenantStatement, state_tenant
from compliance.tenants.models import Tenant
from compliance.usage.account import account
from compliance.usage.segment_rows import read_rows

TENANTS_PER_SCREENING = 200
_MOST_FAILURES = 1000
"""Of one run; it ends after so many, and the rest waits for the next."""
_JOBS_PER_RECONCILIATION = 500
_OLDEST_DRAFT_SECONDS = 86_400


# --- what sets work going -------------------------------------------------------------------------------------------


def receive_batch(push: Push, kept: Kept) -> tuple[LogBatch, bool]:
    """Register a body that is safe on disk; if it is new, the same transaction asks for it to be normalised."""
    with transaction.atomic():
        batch, is_new = register_batch(push, kept)
        if is_new:
            _want("normalise", batch.reference)
    return batch, is_new


def enrol_tenant(*, provider: Provider, account: str, statement: TenantStatement, by: str) -> Tenant:
    """Take what a provider says of one of its tenants; the same transaction asks for that tenant to be screened."""
    with transaction.atomic():
        tenant = state_tenant(provider=provider, account=account, statement=statement, by=by)
        need_screening([tenant.pk])
        _want("screen", provider.key)
    return tenant


def request_report(*, provider: str, period_from: datetime, period_until: datetime, by: str) -> str:
    """Ask for a report on `provider` (its key) over [period_from, period_until); returns the reference it will have.

    Raises Provider.DoesNotExist, and PeriodError for a period that cannot be reported on.
    """
    with transaction.atomic():
        operator = Provider.objects.get(key=provider)
        request = ask(provider=operator.key, period_from=period_from, period_until=period_until, by=by)
        _want("report", request.reference)
    return request.reference


def publish_directive(*, draft: DirectiveDraft, sha256: str, by: User) -> PublishedDirective:
    """Publish what another person proposed; the same transaction asks for everybody to be screened under it.

    As `compliance.lawbook.publish_directive`, which says what it raises.
    """
    with transaction.atomic():
        directive = publishing.publish_directive(draft=draft, sha256=sha256, by=by)
        _want("rescreen", directive.reference)
    return directive


def state_switch(
    *, switch: str, value: str, applies_from: date | None, applies_until: date | None, source: str, by: User
) -> SwitchStatement:
    """State what is true of a switch; the same transaction asks for everybody to be screened under it.

    As `compliance.lawbook.state_switch`, which says what it raises.
    """
    with transaction.atomic():
        statement = stating.state_switch(
            switch=switch,
            value=value,
            applies_from=applies_from,
            applies_until=applies_until,
            source=source,
            by=by,
        )
        _want("rescreen", statement.reference)
    return statement


def request_replay(
    *, trial: Trial, as_of: date, known_on: date | None = None, provider: str | None = None, by: User
) -> str:
    """Ask for a replay of `trial` (`compliance.replays.ask`) and return its reference.

    Raises NotAllowed and ReplayRefused (compliance.replays.errors), and Provider.DoesNotExist.
    """
    with transaction.atomic():
        replay = ask_replay(trial=trial, as_of=as_of, known_on=known_on, provider=provider, by=by)
        _want(REPLAY, replay.reference)
    return replay.reference


def _want(kind: str, subject: str) -> None:
    """Ask for work in the running transaction and ring once it is committed. A deaf broker is not an error here."""
    want(kind, subject)
    transaction.on_commit(lambda: ring.apply_async(args=(kind, subject), retry=False), robust=True)


# --- the steps ------------------------------------------------------------------------------------------------------


def _normalise(job: Claim) -> None:
    # No transaction around both: reading a body is the long part, and SQLite has one writer. Killed in between, the
    # job is not finished yet; the next run finds the batch normalised and asks for what must follow.
    normalised = normalise(LogBatch.objects.get(reference=job.subject))
    if normalised.records_accepted:
        with transaction.atomic():
            _want("account", job.subject)


def _account(job: Claim) -> None:
    batch = LogBatch.objects.select_related("normalised").get(reference=job.subject)
    rows = read_rows(batch.normalised.segment_sha256)
    with transaction.atomic():
        touched = account(batch, rows)
        if touched is not None:
            need_screening(touched.tenant_ids)
            _want("screen", touched.provider)


def _screen(job: Claim) -> None:
    done = 0
    failed: set[int] = set()
    # Whose screening fails stays waiting, and is tried again by the next run: after everybody else, so that no one
    # tenant, and no rule about it, keeps the others from being screened.
    while len(failed) < _MOST_FAILURES and (
        waiting := tenants_to_screen(job.subject, limit=TENANTS_PER_SCREENING, beside=failed)
    ):
        with transaction.atomic():
            screened = screen(waiting.tenants, as_of_on=datetime.now(UTC).date())
            waiting.answer(screened.failed)
        failed |= set(screened.failed)
        done += len(waiting.tenants)
        show_progress(job, done, done + waiting.remaining())


def _report(job: Claim) -> None:
    make_report(job.subject)


def make_report(reference: str) -> IssuedReport:
    """Build and issue the report that was asked for under `reference`; once, however often it runs."""
    request = ReportRequest.objects.get(reference=reference)
    issued = resume(request)
    if issued is not None:
        return issued
    seal_log(origin(request.provider, datetime.now(UTC)))
    with transaction.atomic():
        # Accounting holds the same lock, so ledger and usage tables are read as of one moment.
        Provider.objects.select_for_update().get(key=request.provider)
        position = take_position(request)
        context = gather_context(request.provider, request.period_from, request.period_until)
    return issue(build(request, position=position, context=context))


def _rescreen(_job: Claim) -> None:
    """Ask for every tenant to be screened: law changes with the day although nobody pushes anything."""
    for provider in Provider.objects.order_by("id"):
        with transaction.atomic():
            need_screening(Tenant.objects.filter(provider=provider).values_list("pk", flat=True))
            _want("screen", provider.key)


def _replay(job: Claim) -> None:
    # A turn at a time: a million tenants must not keep a worker from the log that was pushed meanwhile.
    if not run_replay(job.subject, show=partial(show_progress, job)):
        with transaction.atomic():
            _want(job.kind, job.subject)


STEPS: dict[str, Callable[[Claim], None]] = {
    "normalise": _normalise,
    "account": _account,
    "screen": _screen,
    "report": _report,
    REPLAY: _replay,
    "rescreen": _rescreen,
}


# --- the bell, and who looks after lost rings -----------------------------------------------------------------------


@shared_task(name="pipeline.ring")
def ring(kind: str, subject: str) -> None:
    """Do one job if it is wanted and free. Carries a reference, never data."""
    job = claim(kind, subject)
    if job is None:
        return
    try:
        STEPS[kind](job)
    except Exception as error:  # noqa: BLE001  a failure of any kind must leave the job visible and due again
        log_failure(kind, subject, error)
        fail(job, sentence_of(error))
        return
    if finish(job):
        ring.apply_async(args=(kind, subject), retry=False)


@shared_task(name="pipeline.reconcile")
def reconcile() -> int:
    """Free what dead workers held and ring for everything that is due; return how many rings."""
    give_back_abandoned()
    due = due_jobs(_JOBS_PER_RECONCILIATION)
    for kind, subject in due:
        ring.apply_async(args=(kind, subject), retry=False)
    return len(due)


@shared_task(name="pipeline.begin_day")
def begin_day() -> None:
    """Ask once a day for every tenant to be screened again; rung often, so that a beat that was down misses no day.

    Tenants whose screening failed are asked for at every ring.
    """
    want_once("rescreen", datetime.now(UTC).date().isoformat())
    for provider in providers_with_failures():
        with transaction.atomic():
            _want("screen", provider)
    sweep_drafts(older_than_seconds=_OLDEST_DRAFT_SECONDS)


@shared_task(name="pipeline.seal")
def seal() -> int:
    """Give waiting leaves their index and sign the heads; return how many leaves."""
    return seal_all()
