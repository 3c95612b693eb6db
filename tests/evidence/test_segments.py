"""Columnar segments: plain Parquet that gives back exactly what was accepted, and no personal data."""

import hashlib
from decimal import Decimal

import duckdb
import pytest

from audit.evidence.errors import EvidenceChanged, EvidenceMissing
from audit.evidence.pseudonyms import Pseudonyms
from audit.evidence.segments import COLUMNS, existing_segment, segment_path, untouched_segment, write_segment
from audit.intake.records import AccessRecord
from audit.intake.segment_lines import segment_lines


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


def record(event_uid: str, **more) -> AccessRecord:
    fields = {
        "event_uid": event_uid,
        "content_sha256": "0" * 32,
        "kind": "access",
        "event_name": "access.read",
        "occurred_at": 1_780_000_000,
        "outcome": "ok",
        "tenant": "tn-1",
        "line_number": 1,
        "byte_offset": 0,
        "byte_length": 10,
    }
    return AccessRecord(**fields | more)


def rows(sha256: str, columns: str) -> list[tuple]:
    with duckdb.connect() as engine:
        question = f"SELECT {columns} FROM read_parquet(?)"  # noqa: S608  names of our own columns
        return engine.execute(question, [existing_segment(sha256)]).fetchall()


def test_the_columns_are_those_of_an_access_record():
    assert list(COLUMNS) and set(COLUMNS) == set(AccessRecord.__struct_fields__)


def test_what_was_written_comes_back_sorted_by_tenant_and_time():
    lines = segment_lines(
        [
            record("e3", tenant="tn-2"),
            record("e2", occurred_at=1_780_000_005),
            record("e1", accelerator_count=Decimal("0.125"), usage_accelerator_seconds=7),
        ],
        provider="fjordlys",
    )
    sha256 = write_segment(lines)
    assert rows(sha256, "event_uid, tenant, accelerator_count, usage_accelerator_seconds") == [
        ("e1", "tn-1", "0.125", 7),
        ("e2", "tn-1", None, None),
        ("e3", "tn-2", None, None),
    ]


def test_the_name_is_the_digest_of_the_file(folder):
    sha256 = write_segment(segment_lines([record("e1")], provider="fjordlys"))
    assert hashlib.sha256(segment_path(sha256).read_bytes()).hexdigest() == sha256
    assert list((folder / "arriving").iterdir()) == []


@pytest.mark.parametrize(
    "text",
    ["null", "", " ", "2026-06-01", "1e5", "ÅÄÖ 東京 🚀", 'a"b\\c', "tab\tline\nend", "\x01", "x" * 1024],
)
def test_no_text_is_taken_for_something_else(text):
    sha256 = write_segment(segment_lines([record("e1", tenant=text, region=text)], provider="fjordlys"))
    assert rows(sha256, "tenant, region") == [(text, text)]


def test_decimals_keep_every_digit():
    count = Decimal("0.3333333333333333333333")
    sha256 = write_segment(segment_lines([record("e1", accelerator_count=count)], provider="fjordlys"))
    assert rows(sha256, "accelerator_count") == [(str(count),)]


def test_who_and_from_where_are_in_it_as_pseudonyms_only():
    sha256 = write_segment(
        segment_lines(
            [record(uid, actor="alice@example.com", source_ip="198.51.100.7") for uid in ("e1", "e2")],
            provider="fjordlys",
        )
    )
    content = segment_path(sha256).read_bytes()
    assert b"alice" not in content and b"198.51.100.7" not in content
    (one, other) = rows(sha256, "actor, source_ip")
    assert one == other
    assert all(len(value) == 32 for value in one)


def test_a_failed_write_leaves_no_draft_behind(folder):
    with pytest.raises(duckdb.Error):
        write_segment([b'{"line_number": "not a number"}\n'])
    assert list((folder / "arriving").iterdir()) == []


def test_a_missing_segment_is_said_to_be_missing():
    with pytest.raises(EvidenceMissing, match="restore it"):
        existing_segment("0" * 64)


def test_a_pseudonym_is_stable_within_a_field_of_a_provider_and_nowhere_else(settings):
    ours = Pseudonyms("fjordlys", "actor").of("alice")
    assert ours == Pseudonyms("fjordlys", "actor").of("alice")
    assert ours != Pseudonyms("fjordlys", "source_ip").of("alice")
    assert ours != Pseudonyms("tamarind", "actor").of("alice")
    assert ours != Pseudonyms("fjordlys", "actor").of("bob")
    settings.MASTER_KEY = bytes(32)
    assert ours != Pseudonyms("fjordlys", "actor").of("alice")
    assert Pseudonyms("fjordlys", "actor").of(None) is None


def test_a_changed_segment_is_counted_from_no_more():
    sha256 = write_segment(segment_lines([record("e1")], provider="fjordlys"))
    assert untouched_segment(sha256) == str(segment_path(sha256))
    segment_path(sha256).write_bytes(segment_path(sha256).read_bytes() + b"x")
    with pytest.raises(EvidenceChanged, match="was changed"):
        untouched_segment(sha256)
