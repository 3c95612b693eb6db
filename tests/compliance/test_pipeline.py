"""The chain of background work, run in this process: from a push to flags, however it is cut off or repeated."""

import json
import logging
import socket

import pytest
from django.db import OperationalError, connection, transaction

from audit.evidence.segments import segment_path
from audit.evidence.store import evidence_path
from audit.intake.models import LogBatch, NormalisedBatch
from audit.ledger.inspect import inspect_ledger
from audit.ledger.models import Entry, OutboxEntry
from audit.ledger.seal import seal_all
from compliance import pipeline
from compliance.jobs.models import Job
from compliance.jobs.queue import due_jobs, unfinished
from compliance.pipeline import begin_day, enrol_tenant, reconcile, ring
from compliance.screening import screen as screening
from compliance.screening.models import Flag, Screening, ScreeningNeed
from compliance.tenants.enrol import TenantStatement
from compliance.tenants.models import Tenant
from compliance.usage.models import AccountedBatch, UsageHour
from compliance.usage.questions import accelerator_seconds_of
from rules.country_reader import country_groups
from rules.law import Law
from tests.compliance.usage.chips import make_chip
from tests.pushes import HOUR, MONDAY, event, job, job_table, ndjson, push, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

JOBS = [job("j1", "tn-1", MONDAY, HOUR, 8), job("j2", "tn-2", MONDAY, HOUR, 4)]


def test_nothing_pushed_nothing_rung(cast, bells):
    assert reconcile() == 0
    assert bells == []


def test_a_batch_without_a_record_ends_after_normalising(cast):
    push(cast.provider.key, b"no log at all\n")
    work_off()
    assert NormalisedBatch.objects.get().refusal
    assert list(Job.objects.values_list("kind", flat=True)) == ["normalise"]
    assert not AccountedBatch.objects.exists()


def test_from_a_push_to_flags(cast):
    push(cast.provider.key, job_table(JOBS))
    work_off()
    assert accelerator_seconds_of("fjordlys") == 12 * HOUR
    assert Screening.objects.count() == 2
    assert set(Flag.objects.values_list("tenant__account", flat=True)) == {"tn-1", "tn-2"}
    kinds = list(
        OutboxEntry.objects.filter(log__contains="fjordlys").order_by("id").values_list("kind", flat=True)
    )
    assert kinds[:3] == ["batch.received", "batch.normalised", "batch.accounted"]
    assert set(kinds[3:]) == {"flag.raised"}


def test_the_same_body_again_asks_for_nothing(cast):
    push(cast.provider.key, job_table(JOBS))
    work_off()
    before = (OutboxEntry.objects.count(), Screening.objects.count(), Job.objects.count())
    push(cast.provider.key, job_table(JOBS))
    work_off()
    assert (OutboxEntry.objects.count(), Screening.objects.count(), Job.objects.count()) == before


def test_every_step_twice_changes_nothing(cast):
    batch, _ = push(cast.provider.key, job_table(JOBS))
    work_off()
    before = (
        OutboxEntry.objects.count(),
        accelerator_seconds_of("fjordlys"),
        Screening.objects.count(),
        Flag.objects.count(),
    )
    for kind, subject in [
        ("normalise", batch.reference),
        ("account", batch.reference),
        ("screen", "fjordlys"),
    ]:
        pipeline.want(kind, subject)
    work_off()
    after = (
        OutboxEntry.objects.count(),
        accelerator_seconds_of("fjordlys"),
        Screening.objects.count(),
        Flag.objects.count(),
    )
    assert after == before


def test_a_ring_for_what_nobody_wants_does_nothing(cast):
    ring("normalise", "batch_nothing")
    ring("no such step", "x")
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_the_commit_and_not_for_what_was_rolled_back(cast, bells):
    with pytest.raises(RuntimeError, match="change of mind"), transaction.atomic():
        push(cast.provider.key, job_table(JOBS))
        assert bells == []
        raise RuntimeError("change of mind")
    assert bells == []
    assert not Job.objects.exists()
    batch, _ = push(cast.provider.key, job_table(JOBS))
    assert bells == [("normalise", batch.reference)]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_the_push(cast, monkeypatch, caplog):
    def deaf(**_options):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(ring, "apply_async", deaf)
    batch, is_new = push(cast.provider.key, job_table(JOBS))
    assert is_new
    assert [(row.kind, row.subject) for row in unfinished()] == [("normalise", batch.reference)]


def test_lost_rings_are_rung_again(cast, bells):
    push(cast.provider.key, job_table(JOBS))
    bells.clear()
    assert reconcile() == 1
    ring(*bells.pop())
    assert reconcile() == 1
    assert bells == [("account", LogBatch.objects.get().reference)]


STEPS_AND_WHAT_THEY_CALL = [
    ("normalise", "normalise"),
    ("normalise", "_want"),
    ("account", "read_rows"),
    ("account", "account"),
    ("account", "need_screening"),
    ("account", "_want"),
    ("screen", "screen"),
    ("screen", "show_progress"),
]


@pytest.mark.parametrize(("kind", "called"), STEPS_AND_WHAT_THEY_CALL)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_step_that_fails_is_visible_and_does_it_all_the_next_time(cast, monkeypatch, kind, called, moment):
    push(cast.provider.key, job_table(JOBS))
    original, failures = getattr(pipeline, called), []

    def fail_once(*args, **kwargs):
        if running != [kind] or failures:
            return original(*args, **kwargs)
        failures.append(called)
        if moment == "after":
            original(*args, **kwargs)
        raise OSError("no space left on device")

    running: list[str] = []
    for step in pipeline.STEPS:

        def noted(job, step=step, do=pipeline.STEPS[step]):
            running[:] = [step]
            do(job)

        monkeypatch.setitem(pipeline.STEPS, step, noted)
    monkeypatch.setattr(pipeline, called, fail_once)
    with pytest.raises(AssertionError, match="OSError: no space left on device"):
        work_off()
    assert failures == [called]
    Job.objects.update(not_before_at=None)
    work_off()
    assert accelerator_seconds_of("fjordlys") == 12 * HOUR
    assert Screening.objects.count() == 2
    kinds = list(OutboxEntry.objects.filter(log__contains="fjordlys").values_list("kind", flat=True))
    assert (kinds.count("batch.normalised"), kinds.count("batch.accounted")) == (1, 1)


class KilledError(BaseException):
    """Stands for `kill -9`: no handler runs, so nothing of ours may depend on one."""


@pytest.mark.parametrize("step", ["normalise", "account", "screen"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_in_a_step_leaves_the_job_to_the_reconciler(cast, monkeypatch, bells, step, moment):
    push(cast.provider.key, job_table(JOBS))
    original = pipeline.STEPS[step]

    def killed(job):
        if moment == "after":
            original(job)
        raise KilledError

    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setitem(pipeline.STEPS, step, killed)
        work_off()
    bells.clear()
    Job.objects.exclude(claimed_by="").update(claimed_by=f"{socket.gethostname()} 4194305 1")
    assert reconcile() >= 1
    work_off()
    assert accelerator_seconds_of("fjordlys") == 12 * HOUR
    assert AccountedBatch.objects.count() == Screening.objects.count() - 1 == 1


def test_a_missing_body_stays_visible_and_the_other_batches_go_on(cast):
    lost, _ = push(cast.provider.key, job_table(JOBS[:1]))
    evidence_path(lost.body_sha256).unlink()
    push(cast.provider.key, job_table(JOBS[1:]))
    with pytest.raises(AssertionError, match="EvidenceMissing"):
        work_off()
    assert accelerator_seconds_of("fjordlys") == 4 * HOUR


def test_a_tenant_record_alone_is_screened(cast, bells):
    statement = TenantStatement(kind="entity", name="Auroch Ltd", headquarters_country="CN")
    tenant = enrol_tenant(provider=cast.provider, account="tn-1", statement=statement, by=cast.key.prefix)
    work_off()
    assert Screening.objects.get().tenant == tenant
    assert Flag.objects.filter(tenant=tenant, status="met").exists()


def test_a_tenant_asked_for_again_while_it_is_screened_is_screened_once_more(cast, monkeypatch):
    push(cast.provider.key, job_table(JOBS))
    original, seen = pipeline.screen, []

    def interrupted(tenants, **more):
        if not seen:
            seen.append(1)
            pipeline.need_screening([tenants[0].pk])
        return original(tenants, **more)

    monkeypatch.setattr(pipeline, "screen", interrupted)
    monkeypatch.setattr(pipeline, "TENANTS_PER_SCREENING", 1)
    work_off()
    assert not [need for need in ScreeningNeed.objects.all() if need.done < need.wanted]
    assert {need.tenant.account: need.done for need in ScreeningNeed.objects.all()} == {"tn-1": 2, "tn-2": 1}


def test_a_new_day_changes_nothing_where_facts_and_law_are_the_same(cast):
    push(cast.provider.key, job_table(JOBS))
    work_off()
    begin_day()
    begin_day()
    work_off()
    assert Job.objects.get(kind="rescreen").wanted == 1
    assert Screening.objects.count() == 2


def test_a_new_day_applies_the_law_of_that_day_to_everybody(cast, monkeypatch):
    push(cast.provider.key, job_table(JOBS))
    work_off()
    monkeypatch.setattr("compliance.screening.screen.law", lambda: Law((), country_groups()))
    begin_day()
    work_off()
    assert Screening.objects.count() == 4
    assert set(Flag.objects.values_list("status", flat=True)) == {"lapsed"}


def test_many_tenants_are_screened_in_portions_with_progress(cast, monkeypatch):
    shown = []
    monkeypatch.setattr(pipeline, "TENANTS_PER_SCREENING", 3)
    monkeypatch.setattr(pipeline, "show_progress", lambda _job, done, total: shown.append((done, total)))
    push(cast.provider.key, job_table([job(f"j{n}", f"tn-{n}", MONDAY, HOUR, 1) for n in range(7)]))
    work_off()
    assert shown == [(3, 7), (6, 7), (7, 7)]


def about_compute() -> dict[str, str]:
    flags = Flag.objects.filter(rule__startswith="large_compute.")
    return {flag.rule.removeprefix("large_compute."): flag.status for flag in flags}


def test_use_of_an_unknown_chip_says_so_and_of_a_known_one_counts_operations(cast):
    """24 million accelerator-hours: of an unknown chip no operations follow, and a flag says that they are missing."""
    push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, 24 * HOUR, 1_000_000, "example-x1")]))
    work_off()
    assert about_compute() == {"unknown_accelerators": "met"}
    make_chip()
    push(cast.provider.key, job_table([job("j2", "tn-1", MONDAY, 24 * HOUR, 1_000_000, "example-x1")]))
    work_off()
    assert about_compute()["unknown_accelerators"] == "met"
    assert about_compute()["expected_1e25"] == "met"
    assert OutboxEntry.objects.filter(kind="flag.raised").count() == Flag.objects.count()


MARKS = ("alice.marker@example.com", "198.51.100.77", "2001:db8::7777", "Marker Person", "12 Marker Street")


def everything_in_the_database() -> str:
    """Return every column of every table as text."""
    with connection.cursor() as cursor:
        content = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            content.extend(
                str([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()
            )
    return "\n".join(content)


def test_personal_data_is_nowhere_in_clear(cast, bells, caplog, settings, monkeypatch):
    """Not in a table, a leaf, a segment, a file, a log line, or what a task carries: only sealed in evidence."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, **_: do())
    email, address, address_6, name, street = MARKS
    events = [
        event("e1", "access.read", MONDAY, "tn-1", actor=email, source_ip=address),
        event("e2", "login", MONDAY, "tn-1", actor=email, source_ip=address_6, extensions={"name": name}),
        event("e3", "nonsense", MONDAY, "tn-1", actor=email, source_ip=address),
        event("e4", "access.read", MONDAY, "tn-1", actor=email, source_ip=f"{email} or so"),
        event("e5", "access.read", MONDAY, "tn-1", **{email: address}),
    ]
    body = ndjson(events) + b'{"actor": "' + email.encode() + b'", broken\n'
    push(cast.provider.key, body)
    statement = TenantStatement(
        kind="individual", name=name, kyc={"address": street, "email": email, "ip_addresses": address}
    )
    enrol_tenant(provider=cast.provider, account="tn-1", statement=statement, by=cast.key.prefix)
    work_off()
    seal_all()
    assert NormalisedBatch.objects.get().records_accepted == 3
    assert Entry.objects.filter(kind="batch.normalised").exists()
    seen = {
        "the database": everything_in_the_database(),
        "leaves": "".join(bytes(leaf).decode() for leaf in Entry.objects.values_list("leaf", flat=True)),
        "a task": json.dumps(bells),
        "the log": caplog.text,
        "files": "".join(
            path.read_bytes().decode("latin-1") for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()
        ),
    }
    for mark in MARKS:
        for place, content in seen.items():
            assert mark not in content, f"{mark} stands in {place}"
    assert bells
    assert segment_path(NormalisedBatch.objects.get().segment_sha256).is_file()


def test_the_ledger_holds_after_all_of_it(cast):
    push(cast.provider.key, job_table(JOBS))
    work_off()
    seal_all()
    assert {found.log.split("/")[1] for found in inspect_ledger()} == {"fjordlys", "operator"}
    assert Tenant.objects.count() == 2
    assert UsageHour.objects.count() == 2


@pytest.fixture
def stumbling(monkeypatch):
    """Accounts whose flags the database does not take, with the row in its complaint, which nobody is to read."""
    accounts: set[str] = set()
    whole = screening.record

    def record(**more):
        for flag in Flag.objects.filter(reference=more["subject"], tenant__account__in=accounts):
            flag.pk, flag.reference, flag.title = None, "flag_second", "More of the quokka letter"
            flag.save()  # a second flag for the rule, which PostgreSQL and SQLite refuse
        return whole(**more)

    monkeypatch.setattr(screening, "record", record)
    return accounts


def waiting_accounts() -> set[str]:
    return {need.tenant.account for need in ScreeningNeed.objects.all() if need.done < need.wanted}


def test_a_tenant_that_cannot_be_screened_keeps_nobody_else_from_it(cast, bells, stumbling, caplog):
    stumbling.add("tn-1")
    push(cast.provider.key, job_table(JOBS))
    work_off()
    assert set(Screening.objects.values_list("tenant__account", flat=True)) == {"tn-2"}
    assert set(Flag.objects.values_list("tenant__account", flat=True)) == {"tn-2"}
    assert waiting_accounts() == {"tn-1"}
    need = ScreeningNeed.objects.get(tenant__account="tn-1")
    assert (need.failures, need.failure) == (1, "IntegrityError")
    assert need.tenant.reference in caplog.text
    assert "quokka" not in caplog.text + "".join(Job.objects.values_list("failure", flat=True))


def test_a_tenant_that_could_not_be_screened_is_tried_again_with_everybody_elses_log(cast, bells, stumbling):
    stumbling.add("tn-1")
    push(cast.provider.key, job_table(JOBS))
    work_off()
    push(cast.provider.key, job_table([job("j3", "tn-3", MONDAY, HOUR, 4)]))
    work_off()
    assert ScreeningNeed.objects.get(tenant__account="tn-1").failures == 2
    assert waiting_accounts() == {"tn-1"}


def test_a_tenant_that_could_not_be_screened_is_tried_again_by_itself(cast, bells, stumbling):
    stumbling.add("tn-1")
    push(cast.provider.key, job_table(JOBS))
    work_off()
    begin_day()
    work_off()
    stumbling.clear()
    begin_day()
    work_off()
    assert waiting_accounts() == set()
    assert set(Screening.objects.values_list("tenant__account", flat=True)) == {"tn-1", "tn-2"}
    need = ScreeningNeed.objects.get(tenant__account="tn-1")
    assert (need.failures, need.failure) == (0, "")
    begin_day()
    assert not unfinished().exists()


def test_a_run_ends_after_so_many_failures_and_the_next_begins_with_the_others(
    cast, bells, stumbling, monkeypatch
):
    monkeypatch.setattr(pipeline, "_MOST_FAILURES", 2)
    monkeypatch.setattr(pipeline, "TENANTS_PER_SCREENING", 1)
    stumbling |= {"tn-1", "tn-2"}
    push(cast.provider.key, job_table([*JOBS, job("j3", "tn-3", MONDAY, HOUR, 4)]))
    work_off()
    assert waiting_accounts() == {"tn-1", "tn-2", "tn-3"}
    begin_day()
    work_off()
    assert waiting_accounts() == {"tn-1", "tn-2"}


def test_a_database_that_is_gone_is_no_tenants_failure(cast, bells, monkeypatch):
    def gone(**_more):
        raise OperationalError("server closed the connection")

    push(cast.provider.key, job_table(JOBS))
    monkeypatch.setattr(screening, "record", gone)
    for kind, subject in [
        *due_jobs(10),
        ("account", LogBatch.objects.get().reference),
        ("screen", "fjordlys"),
    ]:
        ring(kind, subject)
    assert Job.objects.get(kind="screen").failure.startswith("OperationalError")
    assert not ScreeningNeed.objects.exclude(failures=0).exists()
