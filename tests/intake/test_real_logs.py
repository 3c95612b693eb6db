# ruff: noqa: S311  an order and a sample, not secrets
"""Real logs that nobody here wrote: every line accounted for, sums equal to a direct sum."""

import csv
import gzip
import io
import random
from collections import Counter, defaultdict
from fractions import Fraction

import pytest

from audit.intake.formats import FORMATS, sniff
from audit.intake.hours import HOUR_SECONDS, add_stated_usage
from audit.intake.lifecycle import lifecycle_event_of
from audit.intake.records import AccessRecord
from audit.intake.sessions import sessions_of
from tests.real_data import real_data

PHILLY = "logs/philly/philly_pollux.csv.gz"
PHILLY_ACCELERATOR_SECONDS = 3_521_082_502


def body_of(path):
    return gzip.decompress(real_data(path).read_bytes())


def read(path, name):
    body = body_of(path)
    assert sniff(body) == name
    return list(FORMATS[name].records(body))


@pytest.fixture(scope="module")
def philly():
    return read(PHILLY, "job-table")


def test_philly_sums_equal_a_direct_sum_in_total_and_for_each_cluster(philly):
    direct = Counter()
    for row in csv.DictReader(io.StringIO(body_of(PHILLY).decode())):
        direct[row["cluster"]] += int(float(row["duration"])) * int(row["num_gpus"])
    summed = Counter()
    for record in philly:
        summed[record.tenant] += record.usage_accelerator_seconds
    assert len(philly) == len({record.event_uid for record in philly}) == 82_247
    assert summed == direct
    assert len(summed) == 15
    assert sum(summed.values()) == PHILLY_ACCELERATOR_SECONDS
    assert round(Fraction(PHILLY_ACCELERATOR_SECONDS, HOUR_SECONDS)) == 978_078


def test_philly_hours_equal_a_direct_count_whatever_the_order(philly):
    cells, shuffled_cells = {}, {}
    shuffled = list(philly)
    random.Random(7).shuffle(shuffled)
    for into, records in ((cells, philly), (shuffled_cells, shuffled)):
        for record in records:
            add_stated_usage(
                into,
                record.tenant,
                record.usage_started_at,
                record.usage_ended_at,
                record.usage_accelerator_seconds,
            )
    assert cells == shuffled_cells
    assert sum(sum(hours.values()) for hours in cells.values()) == PHILLY_ACCELERATOR_SECONDS
    tenant = "11cb48"
    for hour in random.Random(8).sample(sorted(cells[tenant]), 20):
        direct = sum(
            int(record.accelerator_count)
            * max(0, min(record.usage_ended_at, hour + HOUR_SECONDS) - max(record.usage_started_at, hour))
            for record in philly
            if record.tenant == tenant
        )
        assert cells[tenant][hour] == direct


def test_philly_rows_are_found_again_by_their_place(philly):
    body = body_of(PHILLY)
    for record in random.Random(9).sample(philly, 200):
        raw = body[record.byte_offset : record.byte_offset + record.byte_length]
        assert raw.decode().endswith(f",{record.tenant}")
        assert record.line_number == 1 + body.count(b"\n", 0, record.byte_offset)


def test_invictus_accounts_for_every_event_and_counts_two_sessions():
    records = read("logs/aws-invictus/cloudtrail_stratus_2023-07-10.ndjson.gz", "aws-cloudtrail")
    assert all(isinstance(record, AccessRecord) for record in records)
    assert len(records) == len({record.event_uid for record in records}) == 2900
    launches = [record for record in records if record.event_name == "RunInstances"]
    assert Counter(record.outcome for record in launches) == {"failed": 6, "ok": 2}
    assert Counter(record.source_ip_kind for record in records)["service"] == 353
    lives = defaultdict(list)
    for record in records:
        if event := lifecycle_event_of(record):
            lives[event.resource_uid].append(event)
    sessions = [session for events in lives.values() for session in sessions_of(events)]
    assert sorted((each.resource_uid, each.state, each.ended_at - each.started_at) for each in sessions) == [
        ("i-05c30218156bcc246", "closed", 281),
        ("i-0dbc91f429e48eeed", "closed", 765),
    ]


def test_no_event_name_is_too_strange():
    records = read("logs/traildiscover/cloudtrail_examples.ndjson.gz", "aws-cloudtrail")
    assert len(records) == 315
    assert all(isinstance(record, AccessRecord) for record in records)
    assert not any(lifecycle_event_of(record) for record in records)


@pytest.mark.parametrize(
    ("name", "rows", "accelerator_seconds", "preempted"),
    [("phillips", 4285, 2 * (912_426 + 17), 0), ("pozidriv", 11_704, 0, 86)],
)
def test_every_real_slurm_row_is_read(name, rows, accelerator_seconds, preempted):
    records = read(f"logs/xdmod/slurm/{name}.log.gz", "slurm-sacct")
    assert len(records) == len({record.event_uid for record in records}) == rows
    assert {(record.kind, record.facility) for record in records} == {("usage", name)}
    assert sum(record.usage_accelerator_seconds for record in records) == accelerator_seconds
    assert sum(record.event_name == "PREEMPTED" for record in records) == preempted
