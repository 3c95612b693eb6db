"""A replay in turns through the queue: killed anywhere, it goes on, and ends as if nothing had happened."""

import socket

import pytest
from django.db import connection

from audit.ledger.models import OutboxEntry
from compliance.jobs.models import Job
from compliance.jobs.queue import due_jobs
from compliance.pipeline import reconcile, request_replay, ring
from compliance.replays import part, run
from compliance.replays.ask import Trial
from compliance.replays.differences import tenant_lines
from compliance.replays.errors import TakenOver
from compliance.replays.models import Replay, ReplayedRule, TenantChange
from compliance.replays.questions import Progress, replay_progress
from rules.law import shipped_law
from rules.ruleset_reader import read_rule_set
from tests.compliance.replays.stored import AS_OF, BIG, EXAMPLE, SMALL, counts_by_rule, screened
from tests.pushes import work_off
from tests.rules.sets import changed

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


class Killed(BaseException):
    """The worker is gone; no handler of its own runs."""


@pytest.fixture
def tenants(cast, monkeypatch):
    """Seven tenants, replayed two at a time."""
    monkeypatch.setattr(run, "TENANTS_PER_PART", 2)
    return [screened(cast.provider, f"tn-{n}", BIG if n % 2 else SMALL) for n in range(7)]


@pytest.fixture
def asked(cast, tenants, bells):
    """The reference of a replay that was asked for; rings are heard and not answered."""
    return request_replay(trial=Trial(content=EXAMPLE), as_of=AS_OF, by=cast.officer)


def found(reference):
    """What a replay found, without what is only its own: references and places."""
    replay = Replay.objects.get(reference=reference)
    lines = [line._replace(position=0) for line in tenant_lines(replay, limit=1000)]
    return lines, counts_by_rule(replay), replay.counts, replay.differences_sha256


@pytest.fixture
def undisturbed(cast, tenants, bells):
    """What the same replay finds where nothing happens to it."""
    reference = request_replay(trial=Trial(content=EXAMPLE), as_of=AS_OF, by=cast.officer)
    work_off()
    return found(reference)


def leave_claimed_by_the_dead() -> None:
    Job.objects.filter(kind="replay").exclude(claimed_by="").update(
        claimed_by=f"{socket.gethostname()} 999999999 1"
    )


def test_asking_wants_a_job_and_nothing_runs_yet(asked):
    assert due_jobs(10) == [("replay", asked)]
    assert replay_progress(asked) == Progress("waiting", 0, 0, "")


@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_once_the_replay_is_committed(asked, bells):
    assert bells == [("replay", asked)]


def test_progress_is_shown(asked, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "compliance.pipeline.show_progress", lambda _job, done, total: shown.append((done, total))
    )
    ring("replay", asked)
    assert shown == [(2, 7), (4, 7), (6, 7), (7, 7)]
    assert replay_progress(asked) == Progress("finished", 7, 7, "")


def test_a_long_replay_gives_others_their_turn(undisturbed, asked, monkeypatch):
    original = run.run_replay
    monkeypatch.setattr(
        "compliance.pipeline.run_replay", lambda *args, **more: original(*args, **more, turn_seconds=0)
    )
    turns = 0
    while not replay_progress(asked).is_ended:
        ring("replay", asked)
        turns += 1
        assert Job.objects.get(subject=asked).claimed_by == ""
    assert turns == 5  # four parts, and one to see that nobody is left
    assert found(asked) == undisturbed
    assert due_jobs(10) == []


@pytest.mark.parametrize("moment", ["before", "within", "after"])
@pytest.mark.parametrize("at_part", [1, 3])
def test_killed_in_any_part_it_goes_on_where_it_was(undisturbed, asked, monkeypatch, at_part, moment):
    parts = []

    def killed_at(wrapped):
        def act(*args, **more):
            parts.append(None)
            if len(parts) == at_part and moment != "after":
                raise Killed
            result = wrapped(*args, **more)
            if len(parts) == at_part:
                raise Killed
            return result

        return act

    with monkeypatch.context() as patch:
        if moment == "within":  # in the transaction, behind the differences
            manager = ReplayedRule.objects
            patch.setattr(type(manager), "bulk_update", killed_at(manager.bulk_update.__func__))
        else:
            patch.setattr(run, "do_part", killed_at(run.do_part))
        with pytest.raises(Killed):
            ring("replay", asked)
    done = 2 * (at_part if moment == "after" else at_part - 1)
    assert replay_progress(asked).tenants_done == done
    assert replay_progress(asked).state == "running"
    leave_claimed_by_the_dead()
    assert reconcile() == 1
    work_off()
    assert found(asked) == undisturbed
    assert OutboxEntry.objects.filter(kind="replay.finished", subject=asked).count() == 1


@pytest.mark.parametrize("called", ["chip_changes", "csv_digest", "record", "sides_of"])
def test_a_failure_is_visible_and_tried_again(undisturbed, asked, monkeypatch, called):
    def broken(*_args, **_more):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(run, called, broken)
        ring("replay", asked)
    progress = replay_progress(asked)
    assert not progress.is_ended
    assert progress.failure == "OSError: no space left on device"
    assert not OutboxEntry.objects.filter(subject=asked).exists()
    Job.objects.update(not_before_at=None)
    work_off()
    assert found(asked) == undisturbed
    assert replay_progress(asked).failure == ""


def test_where_the_law_changed_between_turns_the_run_begins_anew(asked, monkeypatch):
    run.run_replay(asked, show=lambda *_: None, turn_seconds=0)
    first = Replay.objects.get(reference=asked)
    assert first.counts["tenants"] == 2
    other = read_rule_set(
        changed('name = "example"', 'name = "other"').replace(b'id = "example.', b'id = "other.'), "other"
    )
    changed_law = shipped_law().with_set(other)
    monkeypatch.setattr(run, "law", lambda: changed_law)
    work_off()
    replay = Replay.objects.get(reference=asked)
    assert replay.law_sha256 != first.law_sha256
    assert "us/other@2024-02-01" in replay.law["before"]["rule_sets"]
    assert (replay.counts["tenants"], replay.counts["changes"]) == (7, {"appears": 10})
    assert TenantChange.objects.filter(replay=replay).count() == 10


def test_who_was_overtaken_writes_nothing(asked, monkeypatch):
    run.run_replay(asked, show=lambda *_: None, turn_seconds=0)
    original = part._commit

    def overtaken(replay, *rest):
        with monkeypatch.context() as patch:
            patch.setattr(part, "_commit", original)
            run.run_replay(asked, show=lambda *_: None)
        original(replay, *rest)

    monkeypatch.setattr(part, "_commit", overtaken)
    with pytest.raises(TakenOver):
        run.run_replay(asked, show=lambda *_: None)
    replay = Replay.objects.get(reference=asked)
    assert replay.counts["tenants"] == 7
    assert TenantChange.objects.filter(replay=replay).count() == sum(replay.counts["changes"].values())


def test_tenants_who_come_while_it_runs_are_not_in_it(cast, asked):
    run.run_replay(asked, show=lambda *_: None, turn_seconds=0)
    screened(cast.provider, "tn-late", BIG)
    work_off()
    assert replay_progress(asked) == Progress("finished", 7, 7, "")


def test_the_number_of_questions_a_part_does_not_grow_with_its_tenants(
    cast, tenants, django_assert_max_num_queries
):
    assert connection.vendor in {"sqlite", "postgresql"}
    replay = run.Replay.objects.get(
        reference=request_replay(trial=Trial(content=EXAMPLE), as_of=AS_OF, by=cast.officer)
    )
    run.run_replay(replay.reference, show=lambda *_: None, turn_seconds=0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "TENANTS_PER_PART", 100)
        with django_assert_max_num_queries(24):
            run.run_replay(replay.reference, show=lambda *_: None)
