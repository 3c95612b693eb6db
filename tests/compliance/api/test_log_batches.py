"""GET /api/v1/log-batches/<id>: receipt, refused lines in pages, and the proof of the receipt."""

import pytest
from django.test import Client

from audit.intake.models import LogBatch, QuarantinedLine
from audit.intake.normalise import normalise
from audit.ledger.keys import log_key
from audit.ledger.models import Entry
from audit.ledger.seal import seal_all
from audit.proofs.__main__ import main as verify
from audit.proofs.checkpoint import open_checkpoint
from audit.proofs.merkle import leaf_hash, verify_inclusion
from audit.proofs.note_keys import NoteSigner
from audit.proofs.tlog_proof import TlogProof
from audit.reports.policy import trust_policy
from compliance.api import log_batches
from tests.compliance.api.requests import bearer, problem
from tests.pushes import HOUR, MONDAY, event, job, job_table, ndjson, push, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


@pytest.fixture
def batch(cast) -> LogBatch:
    found, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]))
    return found


def get(cast, batch, tail=""):
    return Client().get(f"/api/v1/log-batches/{batch.reference}{tail}", headers=bearer(cast.key_text))


def test_before_and_after_normalising(cast, batch):
    before = get(cast, batch).json()
    assert (before["state"], before["counts"]["records_accepted"]) == ("received", None)
    work_off()
    after = get(cast, batch).json()
    assert (after["state"], after["counts"]["records_accepted"]) == ("normalised", 1)
    assert (after["quarantined_lines"], after["next_after"]) == ([], None)


def test_unknown_names_are_null_until_they_are_known(cast, bells):
    rows = [
        event("e1", "access.dataset_read", MONDAY, "tn-1"),
        event("e2", "start", MONDAY, "tn-1", resource="vm-1", instance_type="next.8"),
    ]
    found, _ = push(cast.provider.key, ndjson(rows))
    shown = get(cast, found).json()
    assert (shown["unknown_event_names"], shown["unknown_machine_names"]) == (None, None)
    normalise(found)
    shown = get(cast, found).json()
    assert (shown["unknown_event_names"], shown["unknown_machine_names"]) == (
        {"access.dataset_read": 1},
        None,
    )
    work_off()
    shown = get(cast, found).json()
    assert (shown["unknown_event_names"], shown["unknown_machine_names"]) == (
        {"access.dataset_read": 1},
        {"next.8": 1},
    )


def test_a_batch_whose_names_are_all_known_shows_none(cast, batch):
    work_off()
    shown = get(cast, batch).json()
    assert (shown["unknown_event_names"], shown["unknown_machine_names"]) == ({}, {})


def test_a_conflicting_record_is_shown_with_its_line(cast, batch):
    work_off()
    found, _ = push(cast.provider.key, job_table([job("j1", "tn-1", MONDAY, HOUR, 9)]), facility="oslo-1")
    work_off()
    shown = get(cast, found).json()
    assert (shown["counts"]["records_conflicting"], shown["counts"]["lines_quarantined"]) == (1, 0)
    (line,) = shown["quarantined_lines"]
    assert line["line_number"] == 2
    assert "came before with other content" in line["reason"]
    assert (shown["facility"], get(cast, batch).json()["facility"]) == ("oslo-1", None)


def test_refused_lines_come_in_pages_that_join(cast, batch, monkeypatch):
    monkeypatch.setattr(log_batches, "LINES_PER_PAGE", 3)
    QuarantinedLine.objects.bulk_create(
        QuarantinedLine(batch=batch, line_number=1, byte_offset=n, byte_length=1, reason="bad")
        for n in range(1, 8)
    )
    seen, after = [], 0
    while after is not None:
        page = get(cast, batch, f"?after={after}").json()
        assert len(page["quarantined_lines"]) <= 3
        seen += [line["byte_offset"] for line in page["quarantined_lines"]]
        after = page["next_after"]
    assert seen == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "٣", "9" * 19, "9" * 6000, "%00"])
def test_a_page_that_is_none_is_refused(cast, batch, text):
    problem(get(cast, batch, f"?after={text}"), 400, "bad_parameter")


@pytest.mark.parametrize("tail", ["", "/proof"])
def test_an_unknown_batch_is_not_found(cast, tail):
    answer = Client().get(f"/api/v1/log-batches/batch_nothing{tail}", headers=bearer(cast.key_text))
    problem(answer, 404)


def test_the_proof_is_there_once_a_head_covers_the_batch(cast, batch):
    answer = get(cast, batch, "/proof")
    document = problem(answer, 404, "not_sealed_yet")
    assert answer.headers["Retry-After"] == str(document["retry_after_seconds"])
    seal_all()
    answer = get(cast, batch, "/proof")
    assert answer.status_code == 200
    proof = TlogProof.from_text(answer.content.decode())
    entry = Entry.objects.get(kind="batch.received", subject=batch.reference)
    head = open_checkpoint(proof.checkpoint_note, [NoteSigner(entry.log, log_key(entry.log)).verifier])
    verify_inclusion(leaf_hash(bytes(entry.leaf)), proof.index, head.size, proof.hashes, head.root)


def test_a_provider_checks_its_receipt_alone(cast, tmp_path, capsys):
    sent = tmp_path / "jobs.csv"
    sent.write_bytes(job_table([job("j1", "tn-1", MONDAY, HOUR, 8)]))
    found, _ = push(cast.provider.key, sent.read_bytes())
    push(cast.provider.key, job_table([job("j2", "tn-1", MONDAY, HOUR, 4)]))
    seal_all()
    proof, policy = tmp_path / "proof", tmp_path / "policy"
    proof.write_bytes(get(cast, found, "/proof").content)
    policy.write_text(trust_policy())
    given = ["verify-receipt", str(proof), "--trust", str(policy), "--body", str(sent)]
    assert verify(given) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith(f"VERIFIED: {found.reference} of provider {cast.provider.key}, ")
    assert found.body_sha256 in said
    sent.write_bytes(b"something else")
    assert verify(given) == 2
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"REFUSED: {sent} has SHA-256 ")
