"""sacct rows: which are counted, for how many GPUs of what model, and what a job that still runs tells."""

from decimal import Decimal

import pytest

from audit.intake.formats import slurm
from audit.intake.formats.slurm_fields import HEADERLESS_LAYOUT, MAX_GPU_MODELS_PER_RUN, gpu_shares_of
from audit.intake.records import AccessRecord, Refusal

HEADER = "JobIDRaw|Cluster|Account|User|QOS|Submit|Start|End|ElapsedRaw|State|AllocTRES|JobName"
ROW = {
    "JobIDRaw": "7",
    "Cluster": "bragi",
    "Account": "tn-a",
    "User": "u1",
    "QOS": "normal",
    "Submit": "2026-06-01T00:00:00",
    "Start": "2026-06-01T01:00:00",
    "End": "2026-06-01T02:00:00",
    "ElapsedRaw": "3600",
    "State": "COMPLETED",
    "AllocTRES": "billing=12,cpu=12,gres/gpu=4,gres/gpu:l20=4,mem=1G,node=1",
    "JobName": "train",
}


def row(**changes):
    return "|".join((ROW | changes)[name] for name in HEADER.split("|"))


def read(*rows, header=HEADER):
    return list(slurm.records("\n".join([header, *rows]).encode()))


def test_only_a_header_gives_nothing():
    assert read() == []


def test_a_job_that_ended_states_its_usage():
    (record,) = read(row())
    assert (record.kind, record.outcome, record.event_name, record.layer) == (
        "usage",
        "ok",
        "COMPLETED",
        "job",
    )
    assert (record.tenant, record.facility, record.actor) == ("tn-a", "bragi", "u1")
    assert record.usage_ended_at - record.usage_started_at == 3600
    assert (record.accelerator_model, record.accelerator_count) == ("l20", Decimal(4))
    assert record.usage_accelerator_seconds == 4 * 3600
    assert record.line_number == 2


@pytest.mark.parametrize(
    "state", ["FAILED", "CANCELLED by 1000", "TIMEOUT", "PREEMPTED", "NODE_FAIL", "OUT_OF_MEMORY"]
)
def test_however_a_job_ended_its_usage_counts(state):
    (record,) = read(row(State=state))
    assert (record.outcome, record.event_name) == ("ok", state.split()[0])
    assert record.usage_accelerator_seconds == 4 * 3600


@pytest.mark.parametrize("step", ["7.batch", "7.extern", "7.0", "7.interactive"])
def test_steps_are_left_out_because_their_job_counts(step):
    assert read(row(JobIDRaw=step)) == []


def test_a_job_without_gpus_counts_zero_not_unknown():
    (record,) = read(row(AllocTRES="billing=1,cpu=1,mem=1G,node=1"))
    assert (record.accelerator_count, record.usage_accelerator_seconds) == (Decimal(0), 0)


def test_a_job_whose_allocation_is_not_told_is_unknown_not_zero():
    (record,) = read(row(AllocTRES=""))
    assert (record.accelerator_count, record.usage_accelerator_seconds) == (None, None)


def test_suspended_time_is_not_use():
    (record,) = read(row(End="2026-06-01T05:00:00"))
    assert record.usage_ended_at - record.usage_started_at == 4 * 3600
    assert record.usage_accelerator_seconds == 4 * 3600


def test_a_clock_set_back_does_not_shorten_a_run():
    (record,) = read(row(End="2026-06-01T01:00:00"))
    assert record.usage_ended_at - record.usage_started_at == 3600


def test_a_running_job_is_a_start_and_the_last_it_was_seen():
    start, seen = read(row(End="Unknown", State="RUNNING"))
    assert (start.kind, start.usage_started_at, start.layer) == ("start", None, "job")
    assert (seen.kind, seen.occurred_at - start.occurred_at) == ("heartbeat", 3600)
    assert start.accelerator_count == Decimal(4)
    (ended,) = read(row())
    assert ended.resource_uid == start.resource_uid == seen.resource_uid
    assert len({start.event_uid, seen.event_uid, ended.event_uid}) == 3


@pytest.mark.parametrize("start", ["Unknown", "None", ""])
def test_a_waiting_job_is_access_and_pending(start):
    (record,) = read(row(Start=start, End="Unknown", State="PENDING", ElapsedRaw="0", AllocTRES=""))
    assert (record.kind, record.outcome) == ("access", "pending")
    (cancelled,) = read(row(Start=start, State="CANCELLED by 7", ElapsedRaw="0", AllocTRES=""))
    assert (cancelled.kind, cancelled.outcome) == ("access", "ok")


def test_each_run_of_a_requeued_job_counts():
    first, again = read(row(State="PREEMPTED"), row(Start="2026-06-01T03:00:00", End="2026-06-01T04:00:00"))
    assert first.event_uid != again.event_uid


def test_a_sluid_identifies_a_run_where_there_is_one():
    header, body = HEADER + "|SLUID", row() + "|s7K2"
    (record,) = read(body, header=header)
    assert record.event_uid == "slurm:bragi/s7K2#usage"


@pytest.mark.parametrize(
    ("tres", "expected"),
    [
        ("cpu=1", [(None, 0)]),
        ("gres/gpu=2", [(None, 2)]),
        ("gres/gpu:a100=2", [("a100", 2)]),
        ("gres/gpu=2,gres/gpu:a100=2", [("a100", 2)]),
        ("gres/gpu=6,gres/gpu:a100=2,gres/gpu:h100=4", [("a100", 2), ("h100", 4)]),
        ("gres/gpu=8,gres/gpu:a100=2", [("a100", 2), (None, 6)]),
        ("gres/gpumem=80G,gres/gpuutil=90,gres/shard=4", [(None, 0)]),
    ],
)
def test_typed_and_untyped_counts_are_never_added(tres, expected):
    assert [(share.model, share.count) for share in gpu_shares_of(tres, is_empty_run=False)] == expected


def test_a_run_on_two_models_states_each_by_itself():
    records = read(row(AllocTRES="gres/gpu=6,gres/gpu:a100=2,gres/gpu:h100=4"))
    assert [(each.accelerator_model, each.usage_accelerator_seconds) for each in records] == [
        ("a100", 7200),
        ("h100", 14_400),
    ]
    assert len({each.event_uid for each in records}) == len({each.resource_uid for each in records}) == 2


@pytest.mark.parametrize(
    ("elapsed", "seconds"),
    [("00:00:17", 17), ("01:00:00", 3600), ("7-20:39:39", 679_179), ("125-00:00:00", 10_800_000)],
)
def test_elapsed_is_read_where_there_is_no_elapsed_raw(elapsed, seconds):
    changed = row(ElapsedRaw=elapsed, End="2026-06-01T01:00:00")
    (record,) = read(changed, header=HEADER.replace("ElapsedRaw", "Elapsed"))
    assert record.usage_accelerator_seconds == 4 * seconds


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"Submit": "soon"}, "Submit is not"),
        ({"End": "2026-06-01T00:30:00"}, "End lies before Start"),
        ({"ElapsedRaw": "1h"}, "neither ElapsedRaw nor Elapsed"),
        ({"AllocTRES": "gres/gpu=many"}, "AllocTRES gives a number of GPUs"),
        ({"AllocTRES": "gres/gpu=1,gres/gpu:a100=2"}, "AllocTRES gives more GPUs by type than in all"),
        ({"Account": ""}, "JobIDRaw, Account or Cluster is empty"),
        ({"User": "u|1"}, "this row has more fields than the header"),
        ({"User": "u\0"}, "this line holds a NUL"),
    ],
)
def test_a_bad_row_is_refused_and_the_next_is_read(changed, reason):
    header = HEADER.replace("|JobName", "")
    bad, good = (each.removesuffix("|train") for each in (row(**changed), row()))
    refusal, record = read(bad, good, header=header)
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)
    assert isinstance(record, AccessRecord)


def test_a_row_with_too_few_fields_or_no_utf8_is_refused():
    body = f"{HEADER}\n7|bragi\n{row()}\n".encode() + b"\xff|\n"
    short, record, broken = slurm.records(body)
    assert (short.line_number, type(record), broken.line_number) == (2, AccessRecord, 4)


def test_a_job_name_may_hold_the_separator():
    (record,) = read(row(JobName="a|b|c"))
    assert record.usage_accelerator_seconds == 4 * 3600


def test_the_trailing_separator_of_parsable_is_taken():
    header = "JobIDRaw|Cluster|Account|Submit|Start|End|ElapsedRaw|State|AllocTRES|"
    body = (
        "7|bragi|tn-a|2026-06-01T00:00:00|2026-06-01T01:00:00|2026-06-01T02:00:00|3600|COMPLETED|gres/gpu=1|"
    )
    (record,) = read(body, header=header)
    assert record.usage_accelerator_seconds == 3600


def test_a_header_without_a_needed_field_is_refused_once_for_all_rows():
    (refusal,) = read(row(), row(), header=HEADER.replace("AllocTRES", "ReqTRES"))
    assert refusal.line_number == 1
    assert "lacks AllocTRES" in refusal.reason


def test_without_a_header_only_the_layout_of_26_fields_is_read():
    fields = dict.fromkeys(HEADERLESS_LAYOUT, "x") | ROW | {"JobID": "7", "Elapsed": "01:00:00"}
    headerless = "|".join(fields[name] for name in HEADERLESS_LAYOUT)
    assert len(HEADERLESS_LAYOUT) == 26
    (record,) = slurm.records(headerless.encode())
    assert record.usage_accelerator_seconds == 4 * 3600
    (refusal,) = slurm.records(row().encode())
    assert "neither a sacct header nor a row of 26 fields" in refusal.reason


def test_instants_may_be_unix_seconds():
    (in_words,), (in_seconds,) = (
        read(row()),
        read(row(Submit="1780272000", Start="1780275600", End="1780279200")),
    )
    assert in_words.event_uid == in_seconds.event_uid
    assert in_words.usage_ended_at == in_seconds.usage_ended_at == 1_780_279_200


def test_a_run_of_more_models_than_any_cluster_mixes_is_refused_alone():
    models = [f"gres/gpu:[m{number}]=1" for number in range(MAX_GPU_MODELS_PER_RUN + 1)]
    assert len(read(row(AllocTRES=",".join(models[:-1])))) == MAX_GPU_MODELS_PER_RUN
    refusal, after = read(row(AllocTRES=",".join(models)), row())
    assert isinstance(refusal, Refusal)
    assert "more than 64 GPU models" in refusal.reason
    assert after.kind == "usage"
