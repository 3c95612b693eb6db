"""Sessions: quiet histories first, then everything that goes missing, comes twice or comes late."""

import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.intake.errors import MixedResourcesError
from audit.intake.lifecycle import LifecycleEvent, lifecycle_event_of
from audit.intake.records import AccessRecord
from audit.intake.sessions import sessions_of
from tests.intake import trail

H100 = {"instance_type": "p5.48xlarge", "accelerator_model": "h100", "accelerator_count": Decimal(8)}


def at(second, kind, uid=None, **rest):
    return LifecycleEvent(
        event_uid=uid or f"{kind}-{second}",
        kind=kind,
        occurred_at=second,
        resource_uid="i-1",
        tenant="tn-a",
        **(H100 if kind in {"start", "change"} else {}) | rest,
    )


def stated(start, end, layer="instance"):
    return at(end, "usage", uid=f"usage-{start}-{end}", stated_from=start, stated_until=end, layer=layer)


def told(*events):
    return [
        (each.started_at, each.ended_at, each.last_evidence_at, each.state) for each in sessions_of(events)
    ]


def test_no_events_no_sessions():
    assert sessions_of([]) == []


def test_a_start_and_a_stop_are_a_session():
    (session,) = sessions_of([at(10, "start"), at(70, "stop")])
    assert (session.started_at, session.ended_at, session.state) == (10, 70, "closed")
    assert (session.tenant, session.instance_type, session.accelerator_count) == (
        "tn-a",
        "p5.48xlarge",
        Decimal(8),
    )
    assert session.reason == "started, then stopped"
    assert session.counted_until == 70


def test_a_resource_can_run_twice():
    assert told(at(1, "start"), at(2, "stop"), at(5, "start"), at(9, "stop")) == [
        (1, 2, 2, "closed"),
        (5, 9, 9, "closed"),
    ]


def test_a_start_again_while_on_is_only_evidence():
    assert told(at(1, "start"), at(5, "start"), at(9, "stop")) == [(1, 9, 9, "closed")]


def test_a_stop_again_while_off_changes_nothing():
    assert told(at(1, "start"), at(5, "stop"), at(9, "stop")) == [(1, 5, 5, "closed")]


def test_without_a_stop_a_session_stays_open_and_counts_to_its_last_evidence():
    assert told(at(1, "start")) == [(1, None, 1, "open")]
    (session,) = sessions_of([at(1, "start"), at(50, "heartbeat")])
    assert (session.ended_at, session.counted_until, session.state) == (None, 50, "open")


def test_a_stop_without_a_start_counts_nothing_and_is_shown():
    (session,) = sessions_of([at(9, "stop", **H100)])
    assert (session.started_at, session.ended_at, session.state) == (9, 9, "left_censored")
    assert session.reason == "no start known, then stopped"
    assert session.instance_type == "p5.48xlarge"


def test_a_sign_of_life_without_a_start_counts_from_there():
    assert told(at(5, "heartbeat"), at(9, "stop")) == [(5, 9, 9, "left_censored")]
    assert told(at(5, "heartbeat")) == [(5, None, 5, "open")]


def test_a_late_start_mends_what_was_left_censored():
    early = [at(5, "heartbeat"), at(9, "stop")]
    assert told(*early, at(1, "start")) == [(1, 9, 9, "closed")]


def test_a_change_closes_and_opens_at_the_same_instant():
    small = {"instance_type": "g5.xlarge", "accelerator_model": "a10g", "accelerator_count": Decimal(1)}
    before, after = sessions_of([at(1, "start"), at(5, "change", **small), at(9, "stop")])
    assert (before.started_at, before.ended_at, before.instance_type) == (1, 5, "p5.48xlarge")
    assert (after.started_at, after.ended_at, after.instance_type) == (5, 9, "g5.xlarge")


def test_a_change_while_off_holds_for_the_next_start_that_names_no_type():
    none = {"instance_type": None, "accelerator_model": None, "accelerator_count": None}
    sessions = sessions_of(
        [at(1, "start"), at(2, "stop"), at(3, "change", instance_type="g5.xlarge"), at(4, "start", **none)]
    )
    assert [session.instance_type for session in sessions] == ["p5.48xlarge", "g5.xlarge"]


def test_a_start_again_that_names_no_type_has_the_one_before():
    none = {"instance_type": None, "accelerator_model": None, "accelerator_count": None}
    sessions = sessions_of([at(1, "start"), at(2, "stop"), at(4, "start", **none)])
    assert [session.accelerator_count for session in sessions] == [Decimal(8), Decimal(8)]


def test_a_sign_of_life_may_name_the_type_that_the_start_did_not():
    none = {"instance_type": None, "accelerator_model": None, "accelerator_count": None}
    (session,) = sessions_of([at(1, "start", **none), at(2, "heartbeat", **H100)])
    assert session.instance_type == "p5.48xlarge"


def test_start_and_stop_in_one_second_are_a_short_life_or_a_restart():
    assert told(at(5, "start"), at(5, "stop")) == [(5, 5, 5, "closed")]
    assert told(at(1, "start"), at(5, "start"), at(5, "stop"), at(9, "stop")) == [
        (1, 5, 5, "closed"),
        (5, 9, 9, "closed"),
    ]


def test_a_sign_of_life_in_the_second_of_the_stop_does_not_open_again():
    assert told(at(1, "start"), at(9, "heartbeat"), at(9, "stop")) == [(1, 9, 9, "closed")]


def test_stated_usage_of_a_job_ends_it_and_takes_its_place():
    assert told(at(10, "start", layer="job"), stated(10, 70, "job")) == []
    assert told(at(10, "start", layer="job"), stated(20, 70, "job")) == [(10, 20, 20, "closed")]
    assert told(stated(10, 70, "job")) == []


def test_stated_usage_is_cut_out_of_the_sessions_of_an_instance():
    life = (at(0, "start"), at(100, "stop"))
    assert told(*life, stated(0, 100)) == []
    assert told(*life, stated(20, 30), stated(25, 40)) == [(0, 20, 20, "closed"), (40, 100, 100, "closed")]
    assert told(*life, stated(90, 200)) == [(0, 90, 90, "closed")]
    assert told(at(0, "start"), stated(10, 40)) == [(0, 10, 10, "closed"), (40, None, 40, "open")]


def test_events_of_two_resources_are_refused():
    other = LifecycleEvent(event_uid="x", kind="start", occurred_at=1, resource_uid="i-2", tenant="tn-a")
    with pytest.raises(MixedResourcesError):
        sessions_of([at(1, "start"), other])


kinds = st.sampled_from(["start", "stop", "change", "heartbeat"])
histories = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 30), kinds, st.integers(0, 3)).map(
            lambda drawn: at(drawn[0], drawn[1], uid=f"{drawn[0]}-{drawn[1]}-{drawn[2]}")
        ),
        st.tuples(st.integers(0, 30), st.integers(0, 10), st.sampled_from(["instance", "job"])).map(
            lambda drawn: stated(drawn[0], drawn[0] + drawn[1], drawn[2])
        ),
    ),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(history=histories, seed=st.integers(0, 10**6))
def test_neither_order_nor_repetition_changes_the_sessions(history, seed):
    rng = random.Random(seed)  # noqa: S311  an order, not a secret
    shuffled = history + [event for event in history if rng.random() < 0.5]
    rng.shuffle(shuffled)
    assert sessions_of(shuffled) == sessions_of(history)


@settings(max_examples=300, deadline=None)
@given(history=histories)
def test_sessions_neither_overlap_each_other_nor_what_is_stated(history):
    sessions = sessions_of(history)
    counted = [0] * 60
    for event in {each.event_uid: each for each in history}.values():
        for second in range(event.stated_from or 0, event.stated_until or 0):
            counted[second] = 1
    for session in sessions:
        assert session.started_at <= session.counted_until
        for second in range(session.started_at, session.counted_until):
            assert counted[second] == 0
            counted[second] = 2
    assert all(session.ended_at is not None for session in sessions[:-1])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=10, unique_by=lambda each: each[0]))
def test_seconds_on_equal_a_second_by_second_count(switches):
    """With starts and stops only, and a start first: on exactly between a start and the next stop."""
    events = [at(second, "start" if is_start else "stop") for second, is_start in switches]
    on, expected, by_second = False, 0, dict(switches)
    for second in range(60):
        on = by_second.get(second, on)
        expected += on
    total = sum(
        (60 if each.ended_at is None else each.ended_at) - each.started_at
        for each in sessions_of(events)
        if each.state != "left_censored"
    )
    assert total == expected


def test_only_what_succeeded_and_names_a_resource_tells_of_a_life():
    def lives(*records):
        return [lifecycle_event_of(each) for each in records]

    failed = trail.run("i-1") | {"errorCode": "Server.InsufficientInstanceCapacity"}
    assert lives(*trail.read(failed, trail.event("DescribeInstances"))) == [None, None]
    (event,) = lives(*trail.read(trail.run("i-1")))
    assert (event.kind, event.resource_uid, event.instance_type) == ("start", "i-1", "p5.48xlarge")


def test_pending_outcomes_wait():
    record = AccessRecord(
        event_uid="e",
        content_sha256="0" * 32,
        kind="start",
        event_name="start",
        occurred_at=1,
        outcome="pending",
        tenant="tn-a",
        resource_uid="i-1",
        line_number=1,
        byte_offset=0,
        byte_length=1,
    )
    assert lifecycle_event_of(record) is None
