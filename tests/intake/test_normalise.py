"""Normalising: a body becomes records, refusals and counts, once; nothing it holds can make it fail."""

import gzip
import json
from datetime import UTC, datetime

import duckdb
import pytest
import zstandard

from audit.evidence.errors import EvidenceMissing
from audit.evidence.segments import existing_segment
from audit.evidence.store import evidence_path, keep_evidence
from audit.intake import normalise as normalising
from audit.intake.models import LogBatch, NormalisedBatch, QuarantinedLine, SeenEvent
from audit.intake.normalise import normalise
from audit.intake.receive import receipt_of
from audit.ledger.models import OutboxEntry
from tests.intake.test_receive import register
from tests.intake.trail import run
from tests.pushes import HOUR, MONDAY, event, instant, job, job_table, ndjson

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

NOON, DAY = MONDAY + 12 * HOUR, 24 * HOUR
GOOD = [job("j1", "tn-1", MONDAY, HOUR, 8), job("j2", "tn-2", MONDAY, HOUR, 4)]


def normalised(body: bytes, **more: str) -> NormalisedBatch:
    return normalise(register(body=body, **more)[0])


def test_a_good_body_is_counted_and_nothing_is_refused():
    found = normalised(job_table(GOOD))
    assert (found.format, found.records_accepted, found.lines_quarantined) == ("job-table", 2, 0)
    assert found.refusal == ""
    with duckdb.connect() as engine:
        rows = engine.execute(
            "SELECT tenant, usage_accelerator_seconds FROM read_parquet(?) ORDER BY 1",
            [existing_segment(found.segment_sha256)],
        ).fetchall()
    assert rows == [("tn-1", 8 * HOUR), ("tn-2", 4 * HOUR)]


def test_twice_is_once():
    batch, _ = register(body=job_table(GOOD))
    assert normalise(batch) == normalise(batch)
    assert SeenEvent.objects.count() == 2
    assert OutboxEntry.objects.filter(kind="batch.normalised").count() == 1


def test_the_other_worker_was_faster(monkeypatch):
    """Both read the body; the second to get the row's lock finds it done."""
    batch, _ = register(body=job_table(GOOD))
    original, first = normalising._read, []

    def overtaken(which: LogBatch):
        read = original(which)
        if not first:
            first.append(which)
            first.append(normalise(which))
        return read

    monkeypatch.setattr(normalising, "_read", overtaken)
    assert normalise(batch) == first[1]
    assert NormalisedBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("encoding", "squeeze"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("zstd", zstandard.compress), ("identity", bytes)],
)
def test_compressed_bodies_are_read_alike(encoding, squeeze):
    found = normalised(squeeze(job_table(GOOD)), content_encoding=encoding)
    assert (found.records_accepted, found.decoded_size_bytes) == (2, len(job_table(GOOD)))


def test_bad_lines_are_kept_by_place_and_reason_and_the_good_ones_count():
    rows = [GOOD[0], ("not a time", 60, 1, "alice@example.com", "j9", ""), GOOD[1]]
    found = normalised(job_table(rows))
    assert (found.records_accepted, found.lines_quarantined) == (2, 1)
    line = QuarantinedLine.objects.get()
    assert line.line_number == 3
    assert job_table(rows)[line.byte_offset :][: line.byte_length].startswith(b"not a time")
    assert line.reason and "alice" not in line.reason


def received_at_noon(*events: dict[str, object]) -> LogBatch:
    kept = keep_evidence([ndjson(events)], limit_bytes=1 << 20)
    return LogBatch.objects.create(
        provider="fjordlys",
        body_sha256=kept.sha256,
        body_size_bytes=kept.size_bytes,
        received_at=datetime.fromtimestamp(NOON, UTC),
        received_by="cp_1",
    )


def use_until(ended_at: int, **more: object) -> dict[str, object]:
    stated = {"started_at": instant(MONDAY), "ended_at": instant(ended_at), "accelerator_seconds": 60}
    return event("u1", "usage.job", MONDAY, "tn-1", resource="job-1", usage=stated) | more


@pytest.mark.parametrize(
    "record",
    [event("e1", "login", NOON + DAY, "tn-1"), use_until(NOON + DAY)],
    ids=["occurred", "usage ended"],
)
def test_a_clock_a_day_ahead_is_borne_with(record):
    found = normalise(received_at_noon(record))
    assert (found.records_accepted, found.lines_quarantined) == (1, 0)
    assert not QuarantinedLine.objects.exists()


@pytest.mark.parametrize(
    "record",
    [
        event("e1", "login", NOON + DAY + 1, "tn-1"),
        use_until(NOON + DAY + 1),
        use_until(NOON + 2 * DAY, time=instant(NOON)),
    ],
    ids=["occurred", "usage ended", "usage ended, told in time"],
)
def test_a_time_that_had_not_come_is_refused_and_the_other_lines_go_on(record):
    before, behind = (event(uid, "login", NOON, "tn-1") for uid in ("before", "behind"))
    found = normalise(received_at_noon(before, record, behind))
    assert (found.records_accepted, found.lines_quarantined) == (2, 1)
    assert int(found.last_occurred_at.timestamp()) == NOON
    line = QuarantinedLine.objects.get()
    assert line.line_number == 2
    assert line.reason.startswith("it speaks of a time more than a day after it was received; set the clock")


def test_the_same_events_in_another_body_are_duplicates():
    normalised(job_table(GOOD))
    found = normalised(job_table([*GOOD, job("j3", "tn-1", MONDAY, HOUR, 1)]))
    assert (found.records_accepted, found.records_duplicate, found.records_conflicting) == (1, 2, 0)


def test_an_id_with_other_content_is_a_conflict_and_does_not_count():
    normalised(job_table(GOOD[:1]))
    found = normalised(job_table([job("j1", "tn-1", MONDAY, 2 * HOUR, 8)]))
    assert (found.records_accepted, found.records_conflicting, found.segment_sha256) == (0, 1, "")


def test_a_conflict_keeps_its_line_and_is_not_among_the_refused():
    normalised(job_table(GOOD))
    assert not QuarantinedLine.objects.exists()
    body = job_table([GOOD[0], ("not a time", 60, 1, "tn-1", "j9", ""), job("j2", "tn-2", MONDAY, HOUR, 5)])
    found = normalised(body)
    assert (found.records_duplicate, found.records_conflicting, found.lines_quarantined) == (1, 1, 1)
    refused, conflicting = QuarantinedLine.objects.order_by("line_number")
    assert (refused.line_number, conflicting.line_number) == (3, 4)
    assert conflicting.reason == (
        "an event with this id came before with other content; the first counts, "
        "a correction needs an id of its own"
    )
    assert b",j2," in body[conflicting.byte_offset :][: conflicting.byte_length]


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        (b"hello, is this a log?\n", {}, "in none of the formats"),
        (b"\x00\xff" * 50, {}, "in none of the formats"),
        (b"not gzip", {"content_encoding": "gzip"}, "not sound gzip"),
        (gzip.compress(b"x" * 5000)[:-10], {"content_encoding": "gzip"}, "ends before its last member"),
        (zstandard.compress(b"x" * 5000)[:-3], {"content_encoding": "zstd"}, "zstd"),
    ],
    ids=["text", "binary", "not gzip", "gzip cut off", "zstd cut off"],
)
def test_a_body_that_cannot_be_read_is_normalised_with_the_reason(body, more, reason):
    found = normalised(body, **more)
    assert reason in found.refusal
    assert (found.records_accepted, found.segment_sha256) == (0, "")
    assert receipt_of(found.batch)["state"] == "refused"
    assert receipt_of(found.batch)["refusal"] == found.refusal


def test_a_bomb_is_refused_at_the_limit(settings):
    settings.PUSH_LIMIT_DECODED_BYTES = 100_000
    found = normalised(gzip.compress(bytes(50_000_000)), content_encoding="gzip")
    assert "decompresses to more than 100000 bytes" in found.refusal


def test_a_hint_helps_only_where_the_body_does_not_say():
    assert normalised(job_table(GOOD), format_hint="slurm-sacct").format == "job-table"


@pytest.mark.parametrize(
    "record",
    [
        job("j9", "t" * 257, MONDAY, HOUR, 1),
        job("j" * 1020, "tn-1", MONDAY, HOUR, 1),
    ],
)
def test_a_name_too_long_to_be_searched_by_is_refused_alone(record):
    found = normalised(job_table([*GOOD, record]))
    assert (found.records_accepted, found.lines_quarantined) == (2, 1)
    assert "longer than" in QuarantinedLine.objects.get().reason


def test_one_refusal_stands_for_all_access_records_beyond_the_limit(monkeypatch):
    """One record may name many instances: what is bounded is what a body grows to."""
    monkeypatch.setattr(normalising, "MAX_ACCESS_RECORDS_PER_BODY", 5)
    events = [run(*(f"i-{number}{each}" for each in "ab"), event_id=f"e-{number}") for number in range(9)]
    within, body = ndjson(events[:2]), ndjson(events)
    assert not normalised(within).lines_quarantined
    found = normalised(body)
    assert (found.records_accepted, found.records_duplicate, found.lines_quarantined) == (1, 4, 1)
    line = QuarantinedLine.objects.get()
    assert (line.line_number, line.byte_offset) == (3, len(within))
    assert line.byte_offset + line.byte_length == len(body)
    assert line.reason.startswith("a body may hold 5 access records; nothing from here on was read")
    rest = normalised(body[line.byte_offset :])
    assert (rest.records_accepted, rest.records_duplicate) == (4, 1)


def test_unknown_event_names_are_counted_and_shown():
    events = [event(str(number), "access.dataset_read", MONDAY, "tn-1") for number in range(3)]
    found = normalised(ndjson(events))
    assert found.unknown_event_names == {"access.dataset_read": 3}
    assert (found.first_occurred_at.timestamp(), found.last_occurred_at.timestamp()) == (MONDAY, MONDAY)


def test_a_missing_body_is_an_error_and_not_an_empty_batch():
    batch, _ = register(body=job_table(GOOD))
    evidence_path(batch.body_sha256).unlink()
    with pytest.raises(EvidenceMissing):
        normalise(batch)
    assert not NormalisedBatch.objects.exists()


@pytest.mark.parametrize("broken", ["write_segment", "record", "count_once"])
def test_whatever_fails_halfway_nothing_is_counted_and_the_next_run_does_it_all(monkeypatch, broken):
    batch, _ = register(body=job_table(GOOD))

    def fail(*_args, **_kwargs):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(normalising, broken, fail)
        with pytest.raises(OSError, match="no space left"):
            normalise(batch)
    assert not SeenEvent.objects.exists()
    assert normalise(batch).records_accepted == 2


def test_the_leaf_says_what_was_counted_and_no_more():
    found = normalised(job_table(GOOD))
    leaf = json.loads(bytes(OutboxEntry.objects.get(kind="batch.normalised").leaf))
    assert leaf["body"] == {
        "provider": "fjordlys",
        "format": "job-table",
        "mapper_version": 1,
        "records_accepted": 2,
        "records_duplicate": 0,
        "records_conflicting": 0,
        "lines_quarantined": 0,
        "is_refused": False,
        "segment_sha256": found.segment_sha256,
    }
