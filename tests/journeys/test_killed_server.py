"""A web server that is killed while bodies arrive: either no receipt, or the batch is there."""

import hashlib
import socket
import threading
import time
from http.client import HTTPException
from urllib.error import URLError

import pytest

from tests.pushes import HOUR, MONDAY, job, job_table

pytestmark = [pytest.mark.engines, pytest.mark.journey]

PROVIDER = "killed-server"
KNOWN = "SELECT COUNT(*) FROM intake_logbatch WHERE body_sha256 = ?"


def body(number: int) -> bytes:
    return job_table([job(f"job-{number}-{row}", f"tn-{row % 3}", MONDAY, HOUR, 1) for row in range(200)])


def test_half_a_body_is_no_batch(service):
    whole = body(1_000)
    head = (
        f"POST /api/v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {service.keys['half-a-body']}\r\n"
        f"Content-Length: {len(whole)}\r\nContent-Type: text/csv\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
        connection.sendall(head.encode() + whole[: len(whole) // 2])
        time.sleep(0.3)
        service.kill_web()
        try:
            answer = connection.recv(1000)
        except ConnectionError:
            answer = b""
    assert answer == b""
    service.start_web()
    for known in (whole, whole[: len(whole) // 2]):
        assert service.ask(KNOWN, hashlib.sha256(known).hexdigest()) == [(0,)]
    assert service.push("half-a-body", whole)["is_repeat"] is False


def test_a_receipt_means_that_the_batch_is_there(service):
    receipts: dict[int, dict] = {}
    is_over = threading.Event()

    def push_on(first: int) -> None:
        number = first
        while not is_over.is_set():
            try:
                receipts[number] = service.push(PROVIDER, body(number))
            except (URLError, HTTPException, ConnectionError, TimeoutError):
                return
            number += 2

    pushers = [threading.Thread(target=push_on, args=(first,)) for first in (0, 1)]
    for pusher in pushers:
        pusher.start()
    service.wait("some receipts", lambda: len(receipts) >= 10)
    service.kill_web()
    is_over.set()
    for pusher in pushers:
        pusher.join()
    service.start_web()

    for number, receipt in receipts.items():
        assert receipt["body_sha256"] == hashlib.sha256(body(number)).hexdigest()
        status, found = service.send("GET", f"/api/v1/log-batches/{receipt['batch']}", PROVIDER)
        assert (status, found["body_sha256"]) == (200, receipt["body_sha256"])
    for number in range(max(receipts) + 3):  # a provider that got no receipt pushes again
        service.push(PROVIDER, body(number))
    service.wait("all work to be done", service.is_idle)
    totals = service.ask(
        "SELECT SUM(accelerator_seconds) FROM usage_usagehour u JOIN tenants_tenant t ON t.id = u.tenant_id "
        "JOIN providers_provider p ON p.id = t.provider_id WHERE p.key = ?",
        PROVIDER,
    )
    assert int(totals[0][0]) == (max(receipts) + 3) * 200 * HOUR


def test_a_broker_that_is_down_delays_nothing_but_the_work(service):
    """The receipt comes at once; the work is done when the broker is back."""
    if not service.has_own_broker:
        pytest.skip("this column's Redis is not ours to end")
    service.kill_broker()
    begun = time.monotonic()
    receipt = service.push("deaf-broker", body(1))
    waited = time.monotonic() - begun
    time.sleep(1)
    assert (
        service.send("GET", f"/api/v1/log-batches/{receipt['batch']}", "deaf-broker")[1]["state"]
        == "received"
    )
    service.start_broker()
    service.wait("all work to be done", service.is_idle)
    assert (
        service.send("GET", f"/api/v1/log-batches/{receipt['batch']}", "deaf-broker")[1]["state"]
        == "normalised"
    )
    assert waited < 2, f"the push waited {waited:.1f} s for the broker"
