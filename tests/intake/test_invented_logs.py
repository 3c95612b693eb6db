"""The invented logs: made by their script to the byte, and holding what their README promises."""

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from audit.intake.formats import FORMATS, sniff
from audit.intake.lifecycle import lifecycle_event_of
from audit.intake.records import Refusal
from audit.intake.sessions import sessions_of

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "access-logs"
LOGS = json.loads((FOLDER / "manifest.json").read_text())["logs"]
KNOWN = json.loads((FOLDER / "tenants.json").read_text())

H100_BF16_OPERATIONS_PER_SECOND = 989_500_000_000_000
FP8_TO_BF16 = 2


@pytest.fixture(scope="module")
def read():
    return {
        log["file"]: list(FORMATS[log["format"]].records((FOLDER / log["file"]).read_bytes())) for log in LOGS
    }


@pytest.fixture(scope="module")
def records(read):
    return [each for items in read.values() for each in items if not isinstance(each, Refusal)]


@pytest.fixture(scope="module")
def sessions(records):
    lives = defaultdict(list)
    for record in records:
        if event := lifecycle_event_of(record):
            lives[event.resource_uid].append(event)
    return [session for events in lives.values() for session in sessions_of(events)]


def test_the_script_makes_the_same_bytes(tmp_path):
    command = [sys.executable, "-B", str(FOLDER / "make.py"), str(tmp_path)]
    subprocess.run(command, check=True)
    assert {each.name for each in tmp_path.iterdir()} == {log["file"] for log in LOGS}
    for log in LOGS:
        assert (tmp_path / log["file"]).read_bytes() == (FOLDER / log["file"]).read_bytes()


def test_the_logs_stay_small_and_show_their_format():
    assert sum((FOLDER / log["file"]).stat().st_size for log in LOGS) < 1_500_000
    assert [sniff((FOLDER / log["file"]).read_bytes()) for log in LOGS] == [log["format"] for log in LOGS]


def test_one_line_is_refused_and_one_comes_twice(read):
    refusals = [each for each in read["fjordlys-events.ndjson"] if isinstance(each, Refusal)]
    assert [each.reason for each in refusals] == [
        "this record stops in the middle of its JSON; send whole records"
    ]
    for items in read.values():
        twice = Counter(
            (each.event_uid, each.content_sha256) for each in items if not isinstance(each, Refusal)
        )
        expected = 1 if items is read["fjordlys-events.ndjson"] else 0
        assert sum(count - 1 for count in twice.values()) == expected


def test_the_tenants_are_known_but_for_one(records):
    known = {tenant["account"] for tenant in KNOWN["tenants"]}
    assert {record.tenant for record in records} - known == {"tn-wheatear"}
    assert len(known) == 23
    assert {tenant["provider"] for tenant in KNOWN["tenants"]} == {
        provider["key"] for provider in KNOWN["providers"]
    }


def test_every_instant_lies_in_the_period(records):
    first, last = 1_779_753_600, 1_782_864_000  # 2026-05-26 to 2026-07-01, excluded
    assert all(first <= record.occurred_at < last for record in records)


def test_large_compute_lies_where_the_readme_says(records):
    operations = Counter()
    for uid, record in {record.event_uid: record for record in records}.items():
        assert uid
        if record.accelerator_model == "nvidia-h100-sxm5-80gb" and record.usage_accelerator_seconds:
            operations[record.tenant] += record.usage_accelerator_seconds * H100_BF16_OPERATIONS_PER_SECOND
    expected = {tenant: total * 4 // 10 for tenant, total in operations.items()}
    assert expected["tn-auroch"] > 10**25
    assert expected["tn-brisling"] < 10**25 < operations["tn-brisling"] * FP8_TO_BF16


def test_every_irregularity_of_a_life_is_there(records, sessions):
    states = {(session.tenant, session.state) for session in sessions}
    assert {tenant for tenant, state in states if state == "open"} == {
        "tn-eider",
        "tn-ibis",
        "tn-sandpiper",
        "tn-merlin",
    }
    assert [session.tenant for session in sessions if session.state == "left_censored"] == ["tn-dunlin"]
    assert [session.instance_type for session in sessions if session.tenant == "tn-cormorant"] == [
        "fl-a100.4",
        "fl-h100.8",
    ]
    failed = Counter(
        record.tenant for record in records if (record.kind, record.outcome) == ("start", "failed")
    )
    assert failed == {"tn-fulmar": 3, "tn-pintail": 9}
    assert any(record.event_name == "BidEvictedEvent" for record in records)


def test_addresses_and_names_are_of_those_kept_for_examples(records):
    addresses = {record.source_ip for record in records if record.source_ip_kind in {"public", "private"}}
    assert addresses
    assert all(address.startswith(("198.51.100.", "203.0.113.", "2001:db8::")) for address in addresses)
    for tenant in KNOWN["tenants"]:
        assert tenant["kyc"].get("email", "x.example").endswith(".example")
