"""What a provider does: push events over HTTP, see them counted, and find the receipt in the log."""

import socket
import time
from urllib.request import Request, urlopen

import pytest

from audit.proofs.tlog_proof import TlogProof
from tests.pushes import HOUR, MONDAY, event, ndjson

pytestmark = [pytest.mark.engines, pytest.mark.journey]

TRAINING = [
    event(
        f"usage-{day}",
        "usage.job",
        MONDAY + day * 24 * HOUR,
        "tn-auroch",
        resource=f"job-{day}",
        layer="job",
        accelerator={"model": "nvidia-h100-sxm5-80gb", "count": 262_144},
        usage={
            "started_at": f"2026-06-{day + 1:02}T00:00:00Z",
            "ended_at": f"2026-06-{day + 2:02}T00:00:00Z",
            "accelerator_seconds": 262_144 * 24 * HOUR,
        },
    )
    for day in range(20)
]


def test_events_become_flags_and_the_receipt_is_in_the_log(service):
    begun = time.monotonic()
    receipt = service.push("events", ndjson(TRAINING))
    batch = receipt["batch"]

    def counted() -> bool:
        return service.send("GET", f"/api/v1/log-batches/{batch}", "events")[1]["state"] == "normalised"

    service.wait("the batch to be normalised", counted)
    _, detail = service.send("GET", f"/api/v1/log-batches/{batch}", "events")
    assert detail["counts"]["records_accepted"] == len(TRAINING)
    question = (
        "SELECT COUNT(*) FROM screening_flag JOIN tenants_tenant t ON t.id = tenant_id WHERE t.account = ?"
    )
    service.wait("a flag", lambda: service.ask(question, "tn-auroch") > [(0,)])
    assert time.monotonic() - begun < 30
    met = question.replace("COUNT(*)", "rule") + " AND status = 'met'"
    assert ("large_compute.expected_1e26",) in service.ask(met, "tn-auroch")

    service.wait(
        "the receipt to be sealed", lambda: service.ask("SELECT COUNT(*) FROM ledger_outboxentry") == [(0,)]
    )
    request = Request(  # noqa: S310  our own address
        f"{service.address}/api/v1/log-batches/{batch}/proof",
        headers={"Authorization": f"Bearer {service.keys['events']}"},
    )
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        proof = TlogProof.from_text(answer.read().decode())
    assert "log.journey.invalid/events/" in proof.checkpoint_note


def test_a_chunked_push_is_refused_by_the_real_server_too(service):
    request = (
        f"POST /api/v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {service.keys['events']}\r\n"
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(request.encode())
        answer = connection.recv(10_000).decode()
    assert answer.startswith("HTTP/1.1 411 ")
    assert "application/problem+json" in answer
