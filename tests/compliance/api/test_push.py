"""POST /api/v1/logs: bytes safe before the answer, a receipt, and a refusal that says how to mend it."""

import base64
import gzip
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import zstandard
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from audit.evidence.store import read_evidence
from audit.intake.models import LogBatch
from compliance.jobs.models import Job
from compliance.providers.enrol import issue_key, revoke_key
from tests.compliance.api.requests import PUSH, bearer, problem, push_over_http
from tests.pushes import HOUR, MONDAY, job, job_table, work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

BODY = job_table([job("j1", "tn-1", MONDAY, HOUR, 8), job("j2", "tn-2", MONDAY, HOUR, 4)])


def test_a_health_check_needs_no_key(cast):
    answer = Client().get(PUSH)
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert not LogBatch.objects.exists()


def test_a_push_is_answered_with_a_receipt_and_the_bytes_are_kept(cast):
    answer = push_over_http(cast.key_text, BODY, {"chokepoint-facility": "oslo-1"})
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["body_sha256"] == hashlib.sha256(BODY).hexdigest()
    assert (receipt["state"], receipt["is_repeat"], receipt["body_size_bytes"]) == (
        "received",
        False,
        len(BODY),
    )
    assert answer.headers["Location"] == f"/api/v1/log-batches/{receipt['batch']}"
    assert read_evidence(receipt["body_sha256"]) == BODY
    batch = LogBatch.objects.get()
    assert (batch.provider, batch.received_by, batch.facility) == ("fjordlys", cast.key.prefix, "oslo-1")
    assert Job.objects.get().subject == receipt["batch"]


def test_the_same_body_twice_counts_once(cast):
    first = push_over_http(cast.key_text, BODY)
    again = push_over_http(cast.key_text, BODY)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["batch"] == first.json()["batch"]
    assert again.json()["is_repeat"] is True
    work_off()
    assert push_over_http(cast.key_text, BODY).json()["counts"]["records_accepted"] == 2


@pytest.mark.parametrize(("name", "squeeze"), [("gzip", gzip.compress), ("zstd", zstandard.compress)])
def test_compressed_bodies_are_kept_as_they_came_and_read(cast, name, squeeze):
    sent = squeeze(BODY)
    receipt = push_over_http(cast.key_text, sent, {"content-encoding": name}).json()
    assert receipt["body_sha256"] == hashlib.sha256(sent).hexdigest()
    assert receipt["content_encoding"] == name
    work_off()
    counts = push_over_http(cast.key_text, sent, {"content-encoding": name}).json()["counts"]
    assert counts["records_accepted"] == 2


def test_a_forgotten_header_can_be_mended(cast):
    sent = gzip.compress(BODY)
    push_over_http(cast.key_text, sent)
    work_off()
    assert push_over_http(cast.key_text, sent).json()["state"] == "refused"
    mended = push_over_http(cast.key_text, sent, {"content-encoding": "gzip"})
    assert mended.status_code == 201
    work_off()
    assert push_over_http(cast.key_text, sent, {"content-encoding": "gzip"}).json()["state"] == "normalised"


def assert_nothing_stays():
    """No row, and not a byte in the evidence folder: neither under a name nor as a draft."""
    assert not LogBatch.objects.exists()
    assert [path for path in settings.EVIDENCE_DIR.rglob("*") if path.is_file()] == []


def keys_that_are_none(cast):
    yield "nothing", ""
    yield "unknown", cast.key_text.replace(cast.key_text[3:7], "0000")
    yield "cut", cast.key_text[:-1]
    yield "changed", cast.key_text[:-1] + ("A" if cast.key_text[-1] != "A" else "B")
    yield "only the public part", cast.key.prefix
    yield "the digest", f"{cast.key.prefix}.{cast.key.digest}"
    yield "long", cast.key_text + "x" * 10_000
    yield "with a NUL", cast.key_text[:5] + "\x00" + cast.key_text[6:]
    past = datetime.now(UTC) - timedelta(seconds=1)
    yield "expired", issue_key(provider=cast.provider, by="sam", expires_at=past)[1]
    revoked, text = issue_key(provider=cast.provider, by="sam")
    revoke_key(api_key=revoked, by="sam")
    yield "revoked", text
    closed, text = issue_key(provider=cast.provider, by="sam")
    closed.user.is_active = False
    closed.user.save()
    yield "of a closed account", text


def test_a_key_that_is_none_is_refused_before_a_byte_is_read(cast, settings):
    for what, text in keys_that_are_none(cast):
        document = problem(push_over_http(text, BODY), 401, "not_authenticated")
        assert "Authorization: Bearer" in document["detail"], what
    assert not LogBatch.objects.exists()
    assert not settings.EVIDENCE_DIR.exists()


def test_a_key_of_tomorrow_is_live_today(cast):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    _, text = issue_key(provider=cast.provider, by="sam", expires_at=tomorrow)
    assert push_over_http(text, BODY).status_code == 201


def test_a_machine_that_may_no_longer_push_is_refused(cast):
    cast.key.user.role = "auditor"
    cast.key.user.save()
    problem(push_over_http(cast.key_text, BODY), 403, "permission_denied")


def test_a_logged_in_person_cannot_push(cast):
    client = Client()
    client.force_login(cast.administrator)
    problem(client.post(PUSH, BODY, content_type="text/csv"), 401)


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"content-encoding": "br"}, 415, "unknown_encoding"),
        ({"content-encoding": "gzip, gzip"}, 415, "unknown_encoding"),
        ({"chokepoint-format": "syslog"}, 415, "unknown_format"),
        ({"chokepoint-facility": "Oslo 1"}, 400, "bad_facility"),
        ({"chokepoint-facility": "x" * 51}, 400, "bad_facility"),
        ({"content-digest": "sha-256=:AAAA:"}, 400, "digest_differs"),
        ({"content-digest": "sha-256=:=:"}, 400, "digest_differs"),
    ],
)
def test_a_header_that_cannot_be_true_is_refused(cast, headers, status, kind):
    problem(push_over_http(cast.key_text, BODY, headers), status, kind)
    assert_nothing_stays()


def test_a_digest_that_fits_is_taken(cast):
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert push_over_http(cast.key_text, BODY, {"content-digest": f"sha-256=:{digest}:"}).status_code == 201


def test_an_empty_body_is_no_log(cast):
    problem(push_over_http(cast.key_text, b""), 411, "length_required")
    assert_nothing_stays()


def test_a_database_that_is_busy_asks_to_come_again(cast, monkeypatch):
    def busy(*_arguments):
        raise OperationalError("database is locked")

    monkeypatch.setattr("compliance.api.push.receive_batch", busy)
    answer = push_over_http(cast.key_text, b"a line\n")
    problem(answer, 503, "database_busy")
    assert answer["Retry-After"] == "5"


def test_a_body_over_the_limit_is_refused_with_the_limit(cast, settings):
    settings.PUSH_LIMIT_WIRE_BYTES = len(BODY)
    assert push_over_http(cast.key_text, BODY).status_code == 201
    document = problem(push_over_http(cast.key_text, BODY + b"x"), 413, "body_too_large")
    assert document["limit_wire_bytes"] == len(BODY)
    assert document["limit_decoded_bytes"] == settings.PUSH_LIMIT_DECODED_BYTES
    assert LogBatch.objects.count() == 1


def test_a_body_over_the_limit_leaves_nothing_behind(cast, settings):
    settings.PUSH_LIMIT_WIRE_BYTES = len(BODY) - 1
    problem(push_over_http(cast.key_text, BODY), 413, "body_too_large")
    assert_nothing_stays()


def test_a_body_shorter_than_its_length_is_refused(cast):
    answer = Client().generic(
        "POST",
        PUSH,
        BODY,
        content_type="text/csv",
        headers=bearer(cast.key_text),
        CONTENT_LENGTH=str(len(BODY) + 10),
        **{"wsgi.input": io.BytesIO(BODY)},
    )
    problem(answer, 400, "body_cut_short")
    assert_nothing_stays()


def test_a_connection_that_breaks_off_is_no_batch(cast, monkeypatch):
    from django.core.handlers.wsgi import WSGIRequest

    def broken(self, *_args):
        raise OSError("connection reset")

    monkeypatch.setattr(WSGIRequest, "read", broken)
    problem(push_over_http(cast.key_text, BODY), 400, "body_cut_short")
    assert_nothing_stays()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_named_by_what_there_is(cast, method):
    answer = Client().generic(method, PUSH, BODY, headers=bearer(cast.key_text))
    problem(answer, 405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


def test_bad_lines_are_counted_and_can_be_read(cast):
    bad = job_table([job("j1", "tn-1", MONDAY, HOUR, 8), ("yesterday", 1, 1, "tn-1", "j2", "")])
    batch = push_over_http(cast.key_text, bad).json()["batch"]
    work_off()
    found = Client().get(f"/api/v1/log-batches/{batch}", headers=bearer(cast.key_text)).json()
    assert found["counts"] == {
        "records_accepted": 1,
        "records_duplicate": 0,
        "records_conflicting": 0,
        "lines_quarantined": 1,
    }
    (line,) = found["quarantined_lines"]
    assert (line["line_number"], found["next_after"]) == (3, None)
    assert bad[line["byte_offset"] :][: line["byte_length"]].startswith(b"yesterday")
    assert "yesterday" not in json.dumps(found)
