"""Content-addressed files: kept once under their own digest, never changed without being noticed."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from audit.evidence.errors import EvidenceChanged, EvidenceMissing, EvidenceTooLarge
from audit.evidence.store import (
    Kept,
    evidence_path,
    keep_evidence,
    open_evidence,
    read_evidence,
    sweep_drafts,
)

LIMIT_BYTES = 1 << 20


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_body_comes_back_under_its_digest():
    kept = keep_evidence([b"one ", b"body"], limit_bytes=LIMIT_BYTES)
    assert kept.sha256 == hashlib.sha256(b"one body").hexdigest()
    assert kept.size_bytes == 8
    assert read_evidence(kept.sha256) == b"one body"


def test_the_same_body_twice_is_one_file(folder):
    first = keep_evidence([b"body"], limit_bytes=LIMIT_BYTES)
    assert keep_evidence([b"bo", b"dy"], limit_bytes=LIMIT_BYTES) == first
    assert files(folder) == [evidence_path(first.sha256)]
    assert read_evidence(first.sha256) == b"body"


def test_files_and_folders_are_for_this_service_alone(folder):
    kept = keep_evidence([b"body"], limit_bytes=LIMIT_BYTES)
    assert stat.S_IMODE(evidence_path(kept.sha256).stat().st_mode) == 0o600
    for made in [folder, folder / "arriving", evidence_path(kept.sha256).parent]:
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_exactly_the_limit_is_kept_and_one_byte_more_is_not(folder):
    assert keep_evidence([bytes(10)], limit_bytes=10).size_bytes == 10
    before = files(folder)
    with pytest.raises(EvidenceTooLarge, match="larger than 10 bytes"):
        keep_evidence([bytes(6), bytes(5)], limit_bytes=10)
    assert files(folder) == before


def test_the_limit_stops_the_reading():
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield bytes(100)

    with pytest.raises(EvidenceTooLarge):
        keep_evidence(endless(), limit_bytes=1000)
    assert read == 11


def test_a_body_that_breaks_off_leaves_nothing_behind(folder):
    def broken():
        yield b"half a body"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        keep_evidence(broken(), limit_bytes=LIMIT_BYTES)
    assert files(folder) == []


def test_a_body_that_is_not_accepted_leaves_nothing_behind_and_never_has_its_name(folder):
    named: list[bool] = []

    def refuse(came: Kept) -> None:
        named.append(evidence_path(came.sha256).exists())
        raise ValueError(f"{came.size_bytes} bytes")

    with pytest.raises(ValueError, match="8 bytes"):
        keep_evidence([b"one ", b"body"], limit_bytes=LIMIT_BYTES, accept=refuse)
    assert named == [False]
    assert files(folder) == []


def test_what_is_refused_the_second_time_stays_as_it_was_kept_the_first(folder):
    def refuse(_came: Kept) -> None:
        raise ValueError

    kept = keep_evidence([b"body"], limit_bytes=LIMIT_BYTES, accept=lambda came: None)
    with pytest.raises(ValueError):
        keep_evidence([b"body"], limit_bytes=LIMIT_BYTES, accept=refuse)
    assert files(folder) == [evidence_path(kept.sha256)]
    assert read_evidence(kept.sha256) == b"body"


def test_bytes_and_name_are_on_the_disk_before_it_returns(monkeypatch):
    """fsync of the file while it is a draft, then of the folder that holds its name."""
    synced: list[str] = []
    original = os.fsync

    def remember(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        original(descriptor)

    keep_evidence([b"so that the folders exist"], limit_bytes=LIMIT_BYTES)
    monkeypatch.setattr(os, "fsync", remember)
    kept = keep_evidence([b"body"], limit_bytes=LIMIT_BYTES)
    assert Path(synced[0]).parent.name == "arriving"
    assert synced[-1] == str(evidence_path(kept.sha256).parent)


def test_drafts_of_killed_processes_are_swept_and_young_ones_left(folder):
    kept = keep_evidence([b"body"], limit_bytes=LIMIT_BYTES)
    old, young = folder / "arriving" / "old", folder / "arriving" / "young"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (0, 0))
    assert sweep_drafts(older_than_seconds=60) == 1
    assert files(folder) == sorted([young, evidence_path(kept.sha256)])


def test_a_missing_file_is_said_to_be_missing():
    with pytest.raises(EvidenceMissing, match="restore it"):
        read_evidence("0" * 64)


def test_a_good_file_under_another_name_is_refused():
    one, other = (keep_evidence([body], limit_bytes=LIMIT_BYTES) for body in (b"one", b"other"))
    evidence_path(other.sha256).write_bytes(evidence_path(one.sha256).read_bytes())
    with pytest.raises(EvidenceChanged, match="other bytes than it is named for"):
        list(open_evidence(other.sha256))


def test_a_changed_file_is_refused():
    kept = keep_evidence([b"body"], limit_bytes=LIMIT_BYTES)
    path = evidence_path(kept.sha256)
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(EvidenceChanged):
        read_evidence(kept.sha256)


def test_nothing_of_a_body_lies_in_clear(folder):
    keep_evidence([b"alice@example.com from 198.51.100.7"], limit_bytes=LIMIT_BYTES)
    for path in files(folder):
        assert b"alice" not in path.read_bytes()
