"""Duplicates: one event id of one provider counts once, for ever, whatever the order and however it is split."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.intake import duplicates
from audit.intake.duplicates import count_once, event_key
from audit.intake.models import LogBatch, SeenEvent
from tests.intake.test_receive import register

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

DATABASE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def batch() -> LogBatch:
    return register()[0]


def event(uid: str, content: str = "") -> tuple[bytes, bytes]:
    return event_key("fjordlys", uid), (content or uid).encode().ljust(16)[:16]


def test_nothing_is_nothing(batch):
    assert count_once(batch.pk, []) == []


def test_events_never_seen_are_new(batch):
    assert count_once(batch.pk, [event("a"), event("b")]) == ["new", "new"]
    assert SeenEvent.objects.count() == 2


def test_an_event_seen_before_is_a_duplicate(batch):
    count_once(batch.pk, [event("a")])
    assert count_once(batch.pk, [event("b"), event("a")]) == ["new", "duplicate"]


def test_an_event_twice_in_one_body_is_new_once(batch):
    assert count_once(batch.pk, [event("a"), event("a")]) == ["new", "duplicate"]
    assert SeenEvent.objects.count() == 1


def test_one_id_with_two_contents_is_a_conflict_and_the_first_stands(batch):
    assert count_once(batch.pk, [event("a", "one"), event("a", "other")]) == ["new", "conflict"]
    assert count_once(batch.pk, [event("a", "other"), event("a", "one")]) == ["conflict", "duplicate"]


def test_the_same_id_of_another_provider_is_another_event():
    assert event_key("fjordlys", "a") != event_key("tamarind", "a")


def test_more_events_than_one_statement_takes(batch, monkeypatch):
    monkeypatch.setattr(duplicates, "_SQLITE_VARIABLES", 7)
    many = [event(str(number)) for number in range(50)]
    assert count_once(batch.pk, many[:20]) == ["new"] * 20
    assert count_once(batch.pk, many) == ["duplicate"] * 20 + ["new"] * 30


@DATABASE
@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=10), max_size=6))
def test_each_id_is_new_exactly_once_over_all_bodies(batch, bodies):
    known = {bytes(key) for key in SeenEvent.objects.values_list("event_key", flat=True)}
    expected = {uid for body in bodies for uid in body if event(uid)[0] not in known}
    new = [
        uid
        for body in bodies
        for uid, verdict in zip(body, count_once(batch.pk, [event(uid) for uid in body]), strict=True)
        if verdict == "new"
    ]
    assert sorted(new) == sorted(expected)
