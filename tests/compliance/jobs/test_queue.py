"""Work as rows: wanted, claimed by one, finished or given back, and never forgotten."""

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from compliance.jobs import queue
from compliance.jobs.models import Job
from compliance.jobs.queue import (
    LEASE,
    claim,
    due_jobs,
    fail,
    finish,
    give_back_abandoned,
    show_progress,
    unfinished,
    want,
)
from tests.ledger.test_two_sealers import in_a_thread

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def job() -> Job:
    return Job.objects.get()


def test_nothing_wanted_nothing_to_do():
    assert due_jobs(10) == []
    assert claim("normalise", "batch-1") is None
    assert give_back_abandoned() == 0


def test_wanted_claimed_finished():
    want("normalise", "batch-1")
    assert due_jobs(10) == [("normalise", "batch-1")]
    mine = claim("normalise", "batch-1")
    assert due_jobs(10) == []
    assert finish(mine) is False
    assert not unfinished().exists()
    assert (job().attempts, job().claimed_by, job().failure) == (0, "", "")


def test_asked_for_often_while_it_waits_it_runs_once():
    for _ in range(3):
        want("screen", "fjordlys")
    assert finish(claim("screen", "fjordlys")) is False
    assert claim("screen", "fjordlys") is None


def test_asked_for_while_it_runs_it_runs_once_more():
    want("screen", "fjordlys")
    running = claim("screen", "fjordlys")
    want("screen", "fjordlys")
    want("screen", "fjordlys")
    assert claim("screen", "fjordlys") is None
    assert finish(running) is True
    assert finish(claim("screen", "fjordlys")) is False


def test_a_finished_job_can_be_wanted_again():
    want("screen", "fjordlys")
    finish(claim("screen", "fjordlys"))
    want("screen", "fjordlys")
    assert claim("screen", "fjordlys").answering == 2


def test_what_is_claimed_is_not_given_to_a_second():
    want("normalise", "batch-1")
    assert claim("normalise", "batch-1") is not None
    assert claim("normalise", "batch-1") is None


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_gets_it():
    want("normalise", "batch-1")
    got = []
    threads = [in_a_thread(lambda: got.append(claim("normalise", "batch-1"))) for _ in range(6)]
    for thread, _ in threads:
        thread.join()
    assert [raised for _, raised in threads] == [[]] * 6
    assert len([one for one in got if one is not None]) == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_want_at_once_are_all_counted():
    threads = [in_a_thread(lambda: want("screen", "fjordlys")) for _ in range(6)]
    for thread, _ in threads:
        thread.join()
    assert [raised for _, raised in threads] == [[]] * 6
    assert job().wanted == 6


def test_a_failure_is_kept_and_tried_again_after_a_pause_that_doubles():
    want("account", "batch-1")
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        pauses = []
        for _ in range(11):
            fail(claim("account", "batch-1"), "OSError: no space left on device")
            assert job().failure == "OSError: no space left on device"
            assert claim("account", "batch-1") is None
            pause = job().not_before_at - datetime.now(UTC)
            pauses.append(pause.total_seconds())
            clock.shift(pause)
        assert pauses[:5] == [2, 4, 8, 16, 32]
        assert pauses[-1] == 300
        finish(claim("account", "batch-1"))
    assert (job().failure, job().attempts, job().not_before_at) == ("", 0, None)


def test_a_long_failure_is_cut():
    want("account", "batch-1")
    fail(claim("account", "batch-1"), "x" * 10_000)
    assert len(job().failure) == 2000


def test_progress_is_shown_and_begins_anew_with_the_next_run():
    want("screen", "fjordlys")
    running = claim("screen", "fjordlys")
    show_progress(running, 20, 100)
    assert (job().progress_done, job().progress_total) == (20, 100)
    fail(running, "failed")
    Job.objects.update(not_before_at=None)
    claim("screen", "fjordlys")
    assert (job().progress_done, job().progress_total) == (0, 0)


def test_a_claim_of_a_living_process_is_kept():
    want("normalise", "batch-1")
    claim("normalise", "batch-1")
    assert give_back_abandoned() == 0
    assert job().claimed_by.split()[:2] == [socket.gethostname(), str(os.getpid())]


def test_a_claim_of_a_dead_process_is_given_back():
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    want("normalise", "batch-1")
    claim("normalise", "batch-1")
    Job.objects.update(claimed_by=f"{socket.gethostname()} {ended.pid} 12345")
    assert due_jobs(10) == []
    assert give_back_abandoned() == 1
    assert claim("normalise", "batch-1") is not None


def test_a_job_that_takes_worker_after_worker_with_it_waits_and_says_so():
    want("normalise", "batch-1")
    gone = f"{socket.gethostname()} 999999999 12345"
    for deaths in range(1, 7):
        assert claim("normalise", "batch-1") is not None
        Job.objects.update(claimed_by=gone)
        assert give_back_abandoned() == 1
        assert bool(job().failure) is (deaths == 6)
    assert claim("normalise", "batch-1") is None
    assert job().failure == "6 workers died while they did this; see their logs"


def test_a_process_id_that_was_given_out_again_is_not_mistaken():
    want("normalise", "batch-1")
    claim("normalise", "batch-1")
    Job.objects.update(claimed_by=f"{socket.gethostname()} {os.getpid()} 1")
    assert give_back_abandoned() == 1


def test_of_another_machine_nothing_is_known_until_its_lease_runs_out():
    want("normalise", "batch-1")
    claim("normalise", "batch-1")
    Job.objects.update(claimed_by="elsewhere 1 1")
    assert give_back_abandoned() == 0
    assert claim("normalise", "batch-1") is None
    Job.objects.update(claimed_at=datetime.now(UTC) - LEASE - timedelta(seconds=1))
    assert due_jobs(10) == [("normalise", "batch-1")]
    assert claim("normalise", "batch-1") is not None


def test_who_lost_the_lease_can_neither_finish_nor_fail_what_another_has_now(monkeypatch):
    want("normalise", "batch-1")
    slow = claim("normalise", "batch-1")
    Job.objects.update(claimed_by="elsewhere 1 1")
    assert finish(slow) is True
    fail(slow, "too late")
    assert (job().done, job().claimed_by, job().failure) == (0, "elsewhere 1 1", "")


def test_a_claim_never_names_the_process_this_one_was_forked_from():
    parent = queue._identity_of(os.getpid())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, queue._identity_of(os.getpid()).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 1000).decode() not in {parent, ""}
    os.close(reading)
    os.close(writing)


def test_due_jobs_come_oldest_first_and_no_more_than_asked_for():
    for number in range(5):
        want("normalise", f"batch-{number}")
    assert due_jobs(2) == [("normalise", "batch-0"), ("normalise", "batch-1")]
