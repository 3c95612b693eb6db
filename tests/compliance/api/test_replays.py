"""Replays over HTTP: asked for, watched, taken away; what cannot be tried is refused before any work is done."""

import csv
import hashlib
import io
import json

import pytest

from compliance.accounts.roles import Role
from compliance.api import replays
from compliance.jobs.models import Job
from compliance.lawbook.withdraw_directive import withdraw_directive
from compliance.replays.models import Replay
from compliance.screening.models import Flag
from tests.compliance.api.law_objects import written
from tests.compliance.api.law_requests import ask, examples
from tests.compliance.api.requests import problem
from tests.compliance.lawbook.letters import published
from tests.compliance.replays.stored import BIG, EXAMPLE, screened
from tests.pushes import work_off

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

AT = "/api/v1/replays"
SET = "us/3a090@2022-10-21"
DAY = "2026-07-01"


def want(cast, who=Role.OFFICER, **body):
    return ask(cast, "POST", AT, {"as_of": DAY} | body, who)


def get(cast, address, who=Role.OFFICER):
    return ask(cast, "GET", address, who=who)


def test_where_there_are_none_the_list_is_empty(cast):
    assert get(cast, AT).json() == {"replays": [], "is_complete": True}


def test_from_asking_to_taking_away(cast):
    screened(cast.provider, "tn-1", BIG)
    answer = want(cast, content=EXAMPLE.decode())
    assert answer.status_code == 202
    asked = answer.json()
    assert (asked["progress"]["state"], asked["mode"], asked["rules"]) == ("waiting", "in_addition", [])
    address = answer.headers["Location"]
    for suffix in ("csv", "json"):
        early = get(cast, f"{address}/differences.{suffix}")
        assert problem(early, 409, "not_finished_yet")["retry_after_seconds"] == int(
            early.headers["Retry-After"]
        )
    work_off()
    found = get(cast, address).json()
    assert found["progress"] == {"state": "finished", "tenants_done": 1, "tenants_total": 1, "failure": None}
    assert [one["counts"]["appears"] for one in found["rules"]] == [1, 1]
    assert not Flag.objects.exists()
    text = get(cast, f"{address}/differences.csv")
    assert text.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert hashlib.sha256(text.content).hexdigest() == found["differences_sha256"]
    rows = list(csv.DictReader(io.StringIO(text.content.decode(), newline=""), strict=True))
    document = get(cast, f"{address}/differences.json").json()
    assert [row["rule"] for row in rows] == [one["rule"] for one in document["tenants"]]
    assert len(rows) == 2
    (listed,) = get(cast, AT).json()["replays"]
    assert {name: found[name] for name in listed} == listed


def test_a_draft_is_tried_before_anybody_publishes_it(cast):
    screened(cast.provider, "tn-1", BIG | {"peak_concurrent_accelerators": 500})
    draft = written(cast, "sorrel")
    answer = want(cast, Role.APPROVER, draft=draft.reference)
    work_off()
    found = get(cast, answer.headers["Location"]).json()
    assert (found["tried"], found["tried_sha256"]) == ("us/directive_sorrel@2026-03-09", draft.sha256)
    assert [
        one["counts"]["appears"] for one in found["rules"] if one["rule"] == "directive_sorrel.hundred"
    ] == [1]


def test_a_published_directive_and_another_day_can_be_tried(cast, bells):
    published(cast)
    assert want(cast, rule_set="us/directive_sorrel@2026-03-09").json()["mode"] == "in_place"
    other = want(cast, other_day="2024-05-01", other_known_on="2024-06-01", provider=cast.provider.key).json()
    assert (other["mode"], other["tried_as_of"], other["tried_known_on"], other["provider"]) == (
        "other_day",
        "2024-05-01",
        "2024-06-01",
        cast.provider.key,
    )


def test_a_replay_that_failed_says_so(cast):
    address = want(cast, rule_set=SET).headers["Location"]
    Replay.objects.update(failure="The rule set tried does not fit.", finished_at="2026-07-02T00:00:00Z")
    assert get(cast, address).json()["progress"]["state"] == "failed"
    assert "does not fit" in problem(get(cast, f"{address}/differences.csv"), 409, "replay_failed")["detail"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"rule_set", "draft", "content", "other_day"}),
        ({"rule_set": SET, "other_day": DAY}, {"rule_set", "other_day"}),
        ({"rule_set": SET, "other_known_on": DAY}, {"other_known_on"}),
        ({"rule_set": SET, "mode": "other_day"}, {"mode"}),
        ({"rule_set": SET, "provider": "nobody"}, {"provider"}),
        ({"rule_set": SET, "known_on": "9999-01-01"}, {"known_on"}),
        ({"draft": "draft_nothing"}, {"draft"}),
        ({"other_day": "someday"}, {"other_day"}),
        ({"rule_set": SET, "tenant": "tn-1"}, {"tenant"}),
    ],
)
def test_a_question_that_cannot_be_taken_names_the_field(cast, body, fields):
    assert set(problem(want(cast, **body), 400, "invalid")["errors"]) == fields
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"rule_set": "us/nothing@2026-01-01"},
        {"content": "no rule set"},
        {"rule_set": SET, "mode": "in_addition"},
        {"other_day": DAY, "other_known_on": "9999-01-01"},
    ],
)
def test_what_cannot_be_tried_is_refused_before_any_work(cast, body):
    problem(want(cast, **body), 422, "refused")
    assert not Replay.objects.exists()
    assert not Job.objects.exists()


def test_a_withdrawn_draft_is_not_tried(cast):
    draft = written(cast, "sorrel")
    withdraw_directive(draft=draft, by=cast.officer)
    problem(want(cast, draft=draft.reference), 400, "invalid")


@pytest.mark.parametrize("tail", ["", "/differences.csv", "/differences.json"])
def test_a_replay_that_is_none_is_not_found(cast, tail):
    problem(get(cast, f"{AT}/replay_nothing{tail}"), 404, "not_found")


@pytest.mark.parametrize("who", [None, Role.AUDITOR, Role.ADMINISTRATOR])
def test_others_may_not_ask(cast, who):
    problem(want(cast, who, rule_set=SET), 403, "permission_denied")
    assert not Replay.objects.exists()


def test_of_many_the_newest_are_listed(cast, monkeypatch):
    monkeypatch.setattr(replays, "SHOWN", 1)
    want(cast, rule_set=SET)
    newest = want(cast, rule_set=SET).json()["reference"]
    found = get(cast, AT).json()
    assert ([one["reference"] for one in found["replays"]], found["is_complete"]) == ([newest], False)


def test_the_example_is_what_is_really_answered(cast):
    asked, answered = examples(AT, "post")["AnotherVersion"], examples(AT, "post", 202)["Waiting"]
    made = ask(cast, "POST", AT, asked, Role.OFFICER).json()
    own = {"reference", "asked_at", "facts_until", "notes"}
    assert {name: made[name] for name in set(made) - own} == {
        name: answered[name] for name in set(answered) - own
    }
    assert json.dumps(made["notes"]).replace(made["facts_until"], answered["facts_until"]) == json.dumps(
        answered["notes"]
    )
