"""Switches over HTTP: what is asked, what is in use on a day, who may state, and what a stranger is not told."""

import json

import pytest

from compliance.accounts.roles import Role
from compliance.jobs.models import Job
from compliance.lawbook.models import SwitchStatement
from rules.switches import SWITCHES
from tests.compliance.api.law_requests import ask, examples
from tests.compliance.api.requests import problem
from tests.compliance.lawbook.letters import LETTER, published

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

AT = "/api/v1/switches"
STATED = {
    "switch": "affiliates_rule",
    "value": "stayed",
    "applies_from": "2026-11-10",
    "applies_until": "2027-11-10",
    "source": "Federal Register of 2026-11-03",
}


def state(cast, who=Role.APPROVER, **changes):
    return ask(cast, "POST", AT, STATED | changes, who)


def switch(cast, query="", who=None):
    found = ask(cast, "GET", f"{AT}{query}", who=who).json()["switches"]
    return next(one for one in found if one["id"] == "affiliates_rule")


def test_where_nothing_is_stated_the_defaults_are_in_use(cast):
    found = ask(cast, "GET", AT).json()["switches"]
    assert [one["id"] for one in found] == list(SWITCHES)
    assert all(one["used"]["is_default"] and one["used"]["value"] == one["default"] for one in found)
    assert all(one["statements"] == [] for one in found)
    assert not any(set(one["settings"]) - set(SWITCHES[one["id"]].settings) for one in found)


def test_a_statement_holds_on_its_days_and_from_when_it_was_made(cast):
    answer = state(cast)
    assert answer.status_code == 201
    assert {name: answer.json()[name] for name in STATED} == STATED
    assert answer.json()["stated_by"] == "tomas.reyes"
    assert switch(cast, "?as_of=2026-11-10")["used"]["value"] == "stayed"
    for query in ("?as_of=2026-11-09", "?as_of=2027-11-10", "?as_of=2026-11-10&known_on=2026-01-01"):
        assert switch(cast, query)["used"]["is_default"], query
    assert list(Job.objects.values_list("kind", flat=True)) == ["rescreen"]


def test_the_newest_statement_comes_first_and_counts(cast):
    state(cast)
    state(cast, Role.ADMINISTRATOR, value="in_force", applies_from=None, applies_until=None)
    found = switch(cast, "?as_of=2026-11-10", Role.AUDITOR)
    assert [one["stated_by"] for one in found["statements"]] == ["sam.okafor", "tomas.reyes"]
    assert (found["used"]["value"], found["used"]["stated_by"]) == ("in_force", "sam.okafor")


def test_a_stranger_is_told_what_is_stated_and_not_by_whom(cast):
    state(cast)
    for who in (None, Role.PROVIDER_CLIENT):
        found = switch(cast, "?as_of=2026-11-10", who)
        assert found["used"]["stated_by"] == found["statements"][0]["stated_by"] == "operator"
        assert "tomas" not in json.dumps(found)


def test_a_directive_that_hangs_on_a_switch_is_named_to_nobody_it_does_not_concern(cast, bells):
    by_setting = "\n".join(
        [
            "[[enforcement]]",
            "from = 2026-03-09",
            'switch = "affiliates_rule"',
            "[enforcement.by_setting]",
            *(f'{value} = "enforced"' for value in SWITCHES["affiliates_rule"].settings),
        ]
    )
    before, after = LETTER.split("[[enforcement]]")[0], LETTER.partition("[[rules]]")[2]
    published(
        cast,
        f"{before}{by_setting}\n\n[[rules]]{after}".replace(
            "[enforcement.by_setting]", 'source = "the letter"\n[enforcement.by_setting]'
        ),
    )
    assert "us/directive_sorrel@2026-03-09" in switch(cast, who=Role.OFFICER)["rule_sets"]
    for who in (None, Role.ADMINISTRATOR):
        assert "us/directive_sorrel@2026-03-09" not in switch(cast, who=who)["rule_sets"]


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        ({"switch": "weather"}, 400, "invalid"),
        ({"value": ""}, 400, "invalid"),
        ({"applies_from": "tomorrow"}, 400, "invalid"),
        ({"stated_by": "somebody"}, 400, "invalid"),
        ({"source": "x" * 1001}, 400, "invalid"),
        ({"source": " "}, 400, "invalid"),
        ({"value": "extended"}, 422, "refused"),
        ({"applies_until": "2026-11-10"}, 422, "refused"),
    ],
)
def test_a_statement_that_cannot_be_taken_is_refused(cast, changes, status, kind):
    problem(state(cast, **changes), status, kind)
    assert not SwitchStatement.objects.exists()


@pytest.mark.parametrize("who", [None, Role.OFFICER, Role.AUDITOR])
def test_others_may_not_state(cast, who):
    problem(state(cast, who), 403, "permission_denied")
    assert not SwitchStatement.objects.exists()


def test_the_examples_are_what_is_really_answered(cast):
    listed = ask(cast, "GET", f"{AT}?as_of=2026-02-02&known_on=2026-03-02").json()
    assert listed == examples(AT, "get", 200)["NothingStatedYet"]
    (asked,) = examples(AT, "post").values()
    (answered,) = examples(AT, "post", 201).values()
    made = ask(cast, "POST", AT, asked, Role.APPROVER).json()
    own = {"reference", "stated_at"}
    assert {name: made[name] for name in set(made) - own} == {
        name: answered[name] for name in set(answered) - own
    }
