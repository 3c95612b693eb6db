"""Accounting: what a batch adds, once, with the document that reports are added up from."""

import json
from decimal import Decimal

import pytest
from django.db import connection

from audit.evidence.store import read_evidence
from audit.intake import duplicates
from audit.intake.models import LogBatch
from audit.intake.normalise import normalise
from audit.ledger.models import OutboxEntry
from compliance.providers.enrol import state_facility
from compliance.providers.models import Facility
from compliance.registry.models import InstanceType
from compliance.tenants.models import Tenant
from compliance.usage import account as accounting
from compliance.usage import names
from compliance.usage.models import AccountedBatch, ResourceSession, UsageHour
from compliance.usage.questions import (
    accelerator_seconds_of,
    hourly_usage,
    last_evidence_of,
    open_sessions,
    unknown_machine_names,
)
from tests.compliance.usage.chips import make_chip
from tests.compliance.usage.test_any_order import take_in
from tests.pushes import HOUR, MONDAY, event, job, job_table, ndjson, push

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def taken_in(cast, body: bytes, **more: str) -> LogBatch:
    batch, _ = push(cast.provider.key, body, **more)
    take_in(batch)
    return batch


def cells() -> list[tuple]:
    rows = UsageHour.objects.exclude(accelerator_seconds=0).order_by("hour", "chip", "facility")
    return list(rows.values_list("tenant__account", "chip", "facility", "hour", "accelerator_seconds"))


def start(uid: str, at: int = MONDAY, **more):
    return event(uid, "start.instance", at, "tn-1", resource="vm-1", **more)


def test_nothing_used_is_nothing_in_the_tables(cast):
    taken_in(cast, ndjson([event("e1", "access.read", MONDAY, "tn-1")]))
    assert cells() == []
    assert AccountedBatch.objects.get().accelerator_seconds == 0
    assert Tenant.objects.get().account == "tn-1"


def test_a_failed_or_pending_start_counts_nothing(cast):
    made = {"accelerator": {"model": "example-x1", "count": 8}}
    taken_in(cast, ndjson([start("e1", outcome="failed", **made), start("e2", outcome="pending", **made)]))
    assert cells() == []
    assert not ResourceSession.objects.exists()


def test_a_job_is_spread_over_the_hours_it_touched(cast):
    make_chip()
    taken_in(cast, job_table([job("j1", "tn-1", MONDAY + 1800, HOUR, 8, "example-x1")]))
    assert cells() == [
        ("tn-1", "example-x1", "", MONDAY, 8 * 1800),
        ("tn-1", "example-x1", "", MONDAY + HOUR, 8 * 1800),
    ]
    assert accelerator_seconds_of("fjordlys") == 8 * HOUR


def test_an_unknown_chip_is_unknown_and_counted(cast):
    taken_in(cast, job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]))
    assert cells() == [("tn-1", "unknown", "", MONDAY, 8 * HOUR)]


def test_names_that_are_known_or_not_said_are_not_counted_as_unknown(cast):
    make_chip()
    InstanceType.objects.create(
        catalogue="fjordlys", name="web.small", accelerator_count=0, source="invented", confidence="high"
    )
    known = [
        start("e1", instance_type="web.small"),
        start("e2", accelerator={"model": "example-x1", "count": 1}),
        start("e3", instance_type="no such type", accelerator={"model": "Example example-x1"}),
        start("e4"),
        event("e5", "access.read", MONDAY, "tn-1"),
    ]
    assert unknown_machine_names(taken_in(cast, ndjson(known))) == {}


def test_unknown_machines_are_counted_by_model_else_by_type(cast):
    make_chip()
    rows = [
        start("e1", instance_type="next.8"),
        event("e2", "heartbeat", MONDAY + 60, "tn-1", resource="vm-1", instance_type="next.8"),
        start("e3", instance_type="next.8", outcome="failed"),
        start("e4", instance_type="next.8", accelerator={"model": "Wonder 1"}),
        start("e5", accelerator={"model": "example-x1"}),
    ]
    batch = taken_in(cast, ndjson(rows))
    assert unknown_machine_names(batch) == {"next.8": 3, "Wonder 1": 1}
    again = taken_in(cast, ndjson([event("e6", "stop", MONDAY + 600, "tn-1", resource="vm-1")]))
    # The machine's sessions are worked out anew, but the record that came names no machine.
    assert unknown_machine_names(again) == {}


def test_unknown_machines_of_a_table_are_counted_and_their_use_too(cast):
    batch = taken_in(cast, job_table([job(f"j{n}", "tn-1", MONDAY, HOUR, 1, "items") for n in range(3)]))
    assert unknown_machine_names(batch) == {"items": 3}
    assert accelerator_seconds_of("fjordlys") == 3 * HOUR


def test_of_unknown_names_the_most_frequent_are_kept(cast, monkeypatch):
    monkeypatch.setattr(names, "UNKNOWN_NAMES_KEPT", 2)
    models = ["a", "b", "b", "c", "c", "c"]
    rows = [job(f"j{n}", "tn-1", MONDAY, HOUR, 1, model) for n, model in enumerate(models)]
    assert unknown_machine_names(taken_in(cast, job_table(rows))) == {"b": 2, "c": 3}


def test_unknown_names_are_not_known_before_accounting_and_none_where_nothing_was_accepted(cast, bells):
    batch, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 8, "what")]))
    assert unknown_machine_names(batch) is None
    normalise(batch)
    assert unknown_machine_names(batch) is None
    empty, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 8, "what")]) + b"\n")
    normalise(empty)
    assert unknown_machine_names(empty) == {}


def test_an_assumption_fills_silence_and_makes_no_unknown_name_known(cast):
    make_chip()
    state_facility(
        provider=cast.provider, key="bragi", by="sam", assumed_chip="example-x1", assumption="only these"
    )
    rows = [job("j1", "tn-1", MONDAY, HOUR, 8), job("j2", "tn-1", MONDAY, HOUR, 8, "what")]
    assert unknown_machine_names(taken_in(cast, job_table(rows), facility="bragi")) == {"what": 1}


def test_an_assumed_chip_counts_where_the_log_is_silent(cast):
    make_chip()
    state_facility(
        provider=cast.provider,
        key="bragi",
        by="sam",
        assumed_chip="example-x1",
        assumption="only these stand there",
    )
    taken_in(cast, job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]), facility="bragi")
    assert cells() == [("tn-1", "example-x1", "bragi", MONDAY, 8 * HOUR)]


def test_a_machine_known_to_carry_no_accelerator_counts_nothing(cast):
    InstanceType.objects.create(
        catalogue="fjordlys", name="web.small", accelerator_count=0, source="invented", confidence="high"
    )
    taken_in(
        cast,
        ndjson(
            [
                start("e1", instance_type="web.small"),
                event("e2", "stop", MONDAY + HOUR, "tn-1", resource="vm-1"),
            ]
        ),
    )
    assert cells() == []
    assert ResourceSession.objects.get().chip == ""


def test_the_catalogue_says_how_many_where_the_log_does_not(cast):
    chip = make_chip()
    InstanceType.objects.create(
        catalogue="fjordlys",
        name="gpu.8",
        chip=chip,
        accelerator_count=8,
        source="invented",
        confidence="high",
    )
    taken_in(
        cast,
        ndjson(
            [start("e1", instance_type="gpu.8"), event("e2", "stop", MONDAY + HOUR, "tn-1", resource="vm-1")]
        ),
    )
    assert cells() == [("tn-1", "example-x1", "", MONDAY, 8 * HOUR)]


def test_a_session_without_an_end_counts_to_its_last_evidence(cast):
    taken_in(cast, ndjson([start("e1"), event("e2", "heartbeat", MONDAY + 600, "tn-1", resource="vm-1")]))
    assert cells() == [("tn-1", "unknown", "", MONDAY, 600)]
    assert [session.ended_at for session in open_sessions([Tenant.objects.get().pk])] == [None]
    assert last_evidence_of("fjordlys") == MONDAY + 600
    assert last_evidence_of("tamarind") is None


def test_a_late_start_moves_what_was_counted(cast):
    stop = event("e2", "stop", MONDAY + HOUR, "tn-1", resource="vm-1")
    heartbeat = event("e3", "heartbeat", MONDAY + 1800, "tn-1", resource="vm-1")
    taken_in(cast, ndjson([stop, heartbeat]))
    assert cells() == [("tn-1", "unknown", "", MONDAY, 1800)]
    taken_in(cast, ndjson([start("e1")]))
    assert cells() == [("tn-1", "unknown", "", MONDAY, 3600)]
    assert [row.accelerator_seconds for row in AccountedBatch.objects.order_by("id")] == [1800, 1800]


def test_fractions_of_an_accelerator_add_up(cast):
    taken_in(cast, job_table([job("j1", "tn-1", MONDAY + 10, HOUR, "0.125")]))
    assert accelerator_seconds_of("fjordlys") == 450


def test_the_document_in_evidence_holds_what_was_added(cast):
    batch = taken_in(
        cast, job_table([job("j1", "tn-1", MONDAY, HOUR, 8), job("j2", "tn-2", MONDAY, HOUR, 1)])
    )
    accounted = AccountedBatch.objects.get()
    document = json.loads(read_evidence(accounted.usage_sha256))
    references = dict(Tenant.objects.values_list("account", "reference"))
    assert document["batch"] == batch.reference
    assert sorted(document["cells"]) == sorted(
        [
            [references["tn-1"], "unknown", None, MONDAY, 8 * HOUR],
            [references["tn-2"], "unknown", None, MONDAY, HOUR],
        ]
    )
    leaf = json.loads(bytes(OutboxEntry.objects.get(kind="batch.accounted").leaf))
    assert leaf["body"] == {
        "provider": "fjordlys",
        "usage_sha256": accounted.usage_sha256,
        "accelerator_seconds": str(9 * HOUR),
        "tenants": 2,
    }


@pytest.mark.parametrize("broken", ["record", "keep_evidence", "add_to_tables"])
def test_whatever_fails_halfway_nothing_is_added(cast, monkeypatch, broken):
    batch, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]))

    def fail(*_args, **_kwargs):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(accounting, broken, fail)
        with pytest.raises(OSError, match="no space left"):
            take_in(batch)
    assert not UsageHour.objects.exists()
    assert not AccountedBatch.objects.exists()
    take_in(batch)
    assert accelerator_seconds_of("fjordlys") == 8 * HOUR


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="only SQLite limits the values of a statement that low"
)
def test_more_tenants_and_facilities_than_one_statement_takes(cast, monkeypatch):
    monkeypatch.setattr(accounting, "_IDS_PER_QUESTION", 50)
    monkeypatch.setattr(names, "_NAMES_PER_QUESTION", 50)
    monkeypatch.setattr(duplicates, "_SQLITE_VARIABLES", 50)
    connection.ensure_connection()
    category = 9  # SQLITE_LIMIT_VARIABLE_NUMBER
    before = connection.connection.setlimit(category, 2100)
    try:
        rows = [
            event(f"e{n}", "start", MONDAY, f"tn-{n}", resource=f"vm-{n}", facility=f"f-{n}")
            for n in range(2200)
        ]
        taken_in(cast, ndjson(rows))
    finally:
        connection.connection.setlimit(category, before)
    assert (Tenant.objects.count(), Facility.objects.count()) == (2200, 2200)


def test_names_as_long_as_the_published_form_allows_are_counted(cast):
    long = "å" * 256
    body = ndjson(
        [
            event(
                "e" * 256,
                "start",
                MONDAY,
                long,
                source="s" * 256,
                resource=long,
                region=long,
                instance_type=long,
                accelerator={"model": long, "count": 0.3333333333},
            ),
            event("e2", "stop", MONDAY + HOUR, long, resource=long),
        ]
    )
    batch = taken_in(cast, body)
    assert batch.normalised.lines_quarantined == 0
    assert [(row[0], row[1], row[3]) for row in cells()] == [(long, "unknown", MONDAY)]


def test_hours_of_a_tenant_come_in_order_and_without_the_taken_back(cast):
    taken_in(cast, job_table([job("j1", "tn-1", MONDAY + HOUR, HOUR, 1), job("j2", "tn-1", MONDAY, HOUR, 2)]))
    tenant = Tenant.objects.get()
    UsageHour.objects.create(tenant=tenant, chip="unknown", hour=MONDAY - HOUR, accelerator_seconds=0)
    ((tenant_id, hours),) = hourly_usage([tenant.pk])
    assert tenant_id == tenant.pk
    assert [(hour.hour, hour.accelerator_seconds) for hour in hours] == [
        (MONDAY, 2 * HOUR),
        (MONDAY + HOUR, HOUR),
    ]
    assert Decimal(accelerator_seconds_of("fjordlys")) == 3 * HOUR
