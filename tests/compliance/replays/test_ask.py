"""Who may ask for a replay, of what, and what is kept of it."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from compliance.providers.models import Provider
from compliance.replays.ask import MAX_CONTENT_BYTES, Trial, ask_replay
from compliance.replays.errors import NotAllowed, ReplayRefused
from compliance.replays.models import Replay
from rules.library import by_reference, in_force_on
from rules.trial import Mode
from tests.compliance.replays.stored import AS_OF, EXAMPLE

pytestmark = [pytest.mark.engines, pytest.mark.django_db]


def ask(cast, trial, **more):
    return ask_replay(trial=trial, by=cast.officer, **{"as_of": AS_OF} | more)


@pytest.mark.parametrize("role", ["auditor", "administrator", "provider_client"])
def test_who_does_not_replay_is_refused(cast, role):
    with pytest.raises(NotAllowed, match="Officers and approvers ask for replays"):
        ask_replay(trial=Trial(content=EXAMPLE), as_of=AS_OF, by=cast.persons[role])
    assert not Replay.objects.exists()


@pytest.mark.parametrize("role", ["officer", "approver"])
def test_who_may_replay_keeps_what_is_tried_as_it_was(cast, role):
    replay = ask_replay(trial=Trial(content=EXAMPLE), as_of=AS_OF, by=cast.persons[role])
    replay.refresh_from_db()
    assert (replay.tried_reference, replay.mode) == ("us/example@2024-02-01", "in_addition")
    assert replay.tried_content.encode() == EXAMPLE
    assert replay.tried_sha256 == hashlib.sha256(EXAMPLE).hexdigest()
    assert (replay.asked_by, replay.finished_at, replay.provider) == (cast.persons[role], None, None)


def test_what_is_tried_is_not_in_the_database_in_clear(cast):
    ask(cast, Trial(content=EXAMPLE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT tried_content FROM replays_replay")
        assert "invented" not in cursor.fetchone()[0]


def test_a_shipped_set_is_tried_by_its_reference_in_the_mode_that_fits(cast):
    (reference, *_) = [one.reference for one in in_force_on(AS_OF)]
    replay = ask(cast, Trial(rule_set=reference))
    assert (replay.mode, replay.tried_sha256) == ("in_place", by_reference(reference).sha256)
    before_it = ask(cast, Trial(rule_set=reference), as_of=date(2000, 1, 1))
    assert before_it.mode == "in_addition"


@pytest.mark.parametrize(
    ("trial", "sentence"),
    [
        (Trial(), "Try one thing"),
        (Trial(rule_set="us/x@2024-01-01", content=b"x"), "Try one thing"),
        (Trial(content=b"x", other_day=AS_OF), "Try one thing"),
        (Trial(rule_set="us/x@2024-01-01"), "There is no rule set 'us/x@2024-01-01'"),
        (Trial(content=b""), "This cannot be replayed: the rule set: "),
        (Trial(content=b"\xff"), "not a TOML file in UTF-8"),
        (Trial(content=EXAMPLE + b"more = 1"), "more"),
        (Trial(content=b"#" * (MAX_CONTENT_BYTES + 1)), "more than 262144 bytes"),
        (Trial(content=EXAMPLE, mode=Mode.IN_PLACE), "no version of us/example is in force on 2026-07-01"),
        (Trial(content=EXAMPLE, mode=Mode.OTHER_DAY), "takes no rule set"),
        (Trial(other_day=AS_OF, mode=Mode.IN_PLACE), "leave the mode out"),
    ],
    ids=range(11),
)
def test_what_cannot_be_replayed_is_refused_in_a_sentence(cast, trial, sentence):
    with pytest.raises(ReplayRefused, match=sentence):
        ask(cast, trial)
    assert not Replay.objects.exists()


def test_what_will_be_known_some_day_nobody_can_say(cast):
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    with pytest.raises(ReplayRefused, match="Nobody can say what will be known"):
        ask(cast, Trial(content=EXAMPLE), known_on=tomorrow)
    with pytest.raises(ReplayRefused, match="Nobody can say what will be known"):
        ask(cast, Trial(other_day=AS_OF, other_known_on=tomorrow))


def test_facts_are_those_known_at_the_end_of_the_day_or_now(cast):
    past = ask(cast, Trial(other_day=AS_OF), known_on=date(2026, 6, 30))
    assert past.facts_until == datetime(2026, 7, 1, tzinfo=UTC)
    today = ask(cast, Trial(other_day=AS_OF), known_on=datetime.now(UTC).date())
    assert today.facts_until == today.asked_at
    assert ask(cast, Trial(other_day=AS_OF)).known_on is None


def test_one_provider_may_be_named_and_must_exist(cast):
    assert ask(cast, Trial(other_day=AS_OF), provider="fjordlys").provider == cast.provider
    with pytest.raises(Provider.DoesNotExist):
        ask(cast, Trial(other_day=AS_OF), provider="nobody")
