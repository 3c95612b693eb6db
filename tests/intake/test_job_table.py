"""The job table: columns by name, seconds rounded down, and when two rows are one job."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake.formats import job_table
from audit.intake.records import AccessRecord, Refusal

HEADER = "timestamp,duration,accelerators,tenant"


def read(*rows, header=HEADER):
    return list(job_table.records("\n".join([header, *rows]).encode()))


def test_only_a_header_gives_nothing():
    assert read() == []


def test_a_row_states_its_usage():
    (record,) = read("2026-06-01 00:00:10,66.0,8,tn-a")
    assert (record.kind, record.layer, record.tenant) == ("usage", "job", "tn-a")
    assert (record.usage_started_at, record.usage_ended_at) == (1_780_272_010, 1_780_272_076)
    assert (record.accelerator_count, record.usage_accelerator_seconds) == (Decimal(8), 528)
    assert record.facility is record.region is record.accelerator_model is None


def test_columns_are_found_by_name_and_others_are_not_read():
    (record,) = read(
        'v1,"job, 7",nvidia-l40s,bergen,no-west,2026-06-01T00:00:00Z,10,2,x',
        header="Virtual_Cluster,job_id,accelerator_model,facility,region,timestamp,duration,num_gpus,note",
    )
    assert (record.event_uid, record.accelerator_model) == ("job:bergen/job, 7", "nvidia-l40s")
    assert (record.facility, record.region, record.tenant) == ("bergen", "no-west", "v1")


@pytest.mark.parametrize("name", ["accelerators", "num_gpus", "gpus", " GPUs "])
@pytest.mark.parametrize("tenant", ["tenant", "cluster", "virtual_cluster"])
def test_other_names_of_a_column_are_taken(name, tenant):
    (record,) = read("2026-06-01 00:00:00,1,1,t", header=f"timestamp,duration,{name},{tenant}")
    assert isinstance(record, AccessRecord)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("timestamp,duration,tenant", "the header lacks accelerators"),
        ("a,b", "the header lacks timestamp, duration, accelerators, tenant"),
        (HEADER + ",cluster", "the header names tenant more than once"),
        ("\xa0", "the header lacks"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused_once_for_all_rows(header, reason):
    (refusal,) = read("2026-06-01 00:00:00,1,1,t", "2026-06-01 00:00:00,1,1,t", header=header)
    assert refusal.reason.startswith(reason)


@pytest.mark.parametrize(
    ("timestamp", "duration", "span"),
    [
        ("2026-06-01 00:00:00", "12.7", (0, 12)),
        ("2026-06-01 00:00:00.9", "12", (0, 12)),
        ("2026-06-01 00:00:00.9", "12.7", (0, 13)),
        ("2026-06-01 00:00:00.300", "12.699", (0, 12)),
        ("2026-06-01 00:00:00.300", "12.700", (0, 13)),
        ("2026-06-01T02:00:00+02:00", "0", (0, 0)),
    ],
)
def test_start_and_end_are_each_rounded_down(timestamp, duration, span):
    (record,) = read(f"{timestamp},{duration},1,t")
    assert (record.usage_started_at - 1_780_272_000, record.usage_ended_at - 1_780_272_000) == span


def test_a_share_of_an_accelerator_counts_as_a_share():
    (record,) = read("2026-06-01 00:00:00,10,0.25,t")
    assert (record.accelerator_count, record.usage_accelerator_seconds) == (Decimal("0.25"), 2)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-06-01 00:00:00,1,1", "this row has 3 cells where the header has 4"),
        ("2026-06-01 00:00:00,1,1,t,", "this row has 5 cells"),
        ("2026-06-01 00:00:00,1,1,", "tenant is empty"),
        ("2026-06-31 00:00:00,1,1,t", "timestamp names a day"),
        ("today,1,1,t", "timestamp is not"),
        ("2026-06-01 00:00:00,-1,1,t", "duration is not"),
        ("2026-06-01 00:00:00,nan,1,t", "duration is not"),
        ("2026-06-01 00:00:00,1e3,1,t", "duration is not"),
        ("2026-06-01 00:00:00,,1,t", "duration is not"),
        ("2026-06-01 00:00:00,9999999999,1,t", "usage spans over"),
        ("2026-06-01 00:00:00,1,-1,t", "accelerators is not"),
        ("2026-06-01 00:00:00,1,٣,t", "accelerators is not"),
        ("2026-06-01 00:00:00,1,99999999,t", "accelerators is not"),
        ('2026-06-01 00:00:00,1,1,"t', "the quotes of this line"),
        ("2026-06-01 00:00:00,1,1,t\0", "this line holds a NUL"),
        ("2026-06-01 00:00:00,1,1," + "t" * 1025, "tenant is longer"),
    ],
)
def test_a_bad_row_is_refused_and_the_next_is_read(row, reason):
    refusal, record = read(row, "2026-06-01 00:00:00,1,1,t")
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith(reason)
    assert (refusal.line_number, record.line_number) == (2, 3)


def test_rows_that_read_alike_are_several_jobs_and_the_same_body_again_is_the_same_jobs():
    rows = ["2026-06-01 00:00:00,1,1,t"] * 3
    uids = [record.event_uid for record in read(*rows)]
    assert len(set(uids)) == 3
    assert [record.event_uid for record in read(*rows)] == uids


def test_rows_that_read_alike_in_two_bodies_cannot_be_told_apart_without_job_ids():
    rows = ["2026-06-01 00:00:00,1,1,t"] * 2
    assert {read(row)[0].event_uid for row in rows} == {read(*rows)[0].event_uid}
    numbered = [f"2026-06-01 00:00:00,1,1,t,{number}" for number in range(2)]
    assert len({read(row, header=HEADER + ",job_id")[0].event_uid for row in numbered}) == 2


@settings(max_examples=100, deadline=None)
@given(
    jobs=st.lists(
        st.tuples(
            st.integers(10**9, 2 * 10**9), st.integers(0, 10**7), st.integers(0, 4096), st.sampled_from("ab")
        ),
        max_size=8,
    )
)
def test_the_sum_is_the_direct_sum(jobs):
    records = read(*(",".join(map(str, job)) for job in jobs))
    assert [record.usage_accelerator_seconds for record in records] == [
        seconds * count for _, seconds, count, _ in jobs
    ]
    assert [record.tenant for record in records] == [tenant for *_, tenant in jobs]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='timestamp,duran"\n019.- 😀', max_size=120).map(str.encode))
def test_no_body_raises(body):
    for head in (b"", HEADER.encode() + b"\n"):
        for each in job_table.records(head + body):
            assert isinstance(each, AccessRecord | Refusal)
