"""Rule sets over HTTP: dates, readings, text that hashes to its digest, and directives that strangers never see."""

import hashlib
import json

import pytest
from django.test import Client

from audit.ledger.models import OutboxEntry
from compliance.accounts.roles import Role
from compliance.api.openapi.law_answers import EXAMPLE_DAY, EXAMPLE_KNOWN_ON
from compliance.api.openapi.rule_sets import EXAMPLE_JURISDICTION, EXAMPLE_SET
from compliance.lawbook.state_switch import state_switch
from rules.law import shipped_law
from tests.compliance.api.described import answer_misfits, document
from tests.compliance.api.requests import bearer, problem
from tests.compliance.lawbook.letters import LETTER, published

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

LIST = "/api/v1/rule-sets"
DIRECTIVE = f"{LIST}/us/directive_sorrel@2026-03-09"
OUTSIDE = {Role.ADMINISTRATOR, Role.PROVIDER_CLIENT}
"""Who may read law and no directive."""


def get(cast, address, who=None, **query):
    """GET as the provider's key, or as a person of a role."""
    client, headers = Client(), bearer(cast.key_text)
    if who is not None:
        client.force_login(cast.persons[who], backend="django.contrib.auth.backends.ModelBackend")
        headers = {}
    answer = client.get(address, query, headers=headers)
    assert answer_misfits(address, "GET", answer) == []
    return answer


def references(answer):
    assert answer.status_code == 200, answer.content
    return [one["reference"] for one in answer.json()["rule_sets"]]


def test_before_any_law_no_set_is_listed(cast):
    assert references(get(cast, LIST, as_of="1999-01-01")) == []


def test_the_settings_named_are_those_that_the_listed_sets_use(cast):
    def used(address, **query):
        return {one["switch"] for one in get(cast, address, **query).json()["settings_used"]}

    assert used(LIST, as_of="2023-11-17") == set()
    assert used(LIST, as_of="2026-01-15") >= {"affiliates_rule", "lane_share_measure"}
    assert used(LIST, as_of="2026-01-15", jurisdiction="project") == set()
    assert used(f"{LIST}/us/3a090@2023-11-17", as_of="2026-01-15") == set()
    assert used(f"{LIST}/us/affiliates_rule@2026-11-10") == {"affiliates_rule"}


def test_the_version_of_the_day_and_no_other_is_listed(cast):
    listed = references(get(cast, LIST, as_of="2023-11-17"))
    assert [one for one in listed if one.startswith("us/3a090@")] == ["us/3a090@2023-11-17"]
    listed = references(get(cast, LIST, as_of="2023-11-16"))
    assert [one for one in listed if one.startswith("us/3a090@")] == ["us/3a090@2022-10-21"]


def test_what_was_not_published_yet_is_not_known(cast):
    listed = references(get(cast, LIST, as_of="2023-11-17", known_on="2023-10-24"))
    assert "us/3a090@2023-11-17" not in listed
    assert "us/3a090@2022-10-21" in listed


def test_every_version_is_listed_when_all_are_asked_for(cast):
    assert set(references(get(cast, LIST, all="yes"))) == {one.reference for one in shipped_law().rule_sets}
    assert get(cast, LIST, all="yes").json()["reading"] is None


def test_one_jurisdiction_alone(cast):
    assert {one.partition("/")[0] for one in references(get(cast, LIST, jurisdiction="project"))} == {
        "project"
    }
    assert references(get(cast, LIST, jurisdiction="atlantis")) == []


def test_text_that_is_not_enforced_is_codified_all_the_same(cast):
    day = {"as_of": "2025-06-01"}
    weights = "us/4e091@2025-01-13"
    assert weights in references(get(cast, LIST, reading="codified", **day))
    assert weights not in references(get(cast, LIST, reading="enforced", **day))
    shown = get(cast, f"{LIST}/{weights}", **day).json()
    assert (shown["status"], shown["readings"]) == ("not_enforced", ["codified", "conservative"])
    before = get(cast, f"{LIST}/{weights}", as_of="2025-01-12").json()
    assert before["readings"] == []


def test_the_text_has_the_digest_that_is_stated(cast):
    address = f"{LIST}/us/3a090@2023-11-17"
    shown = get(cast, address).json()
    assert hashlib.sha256(shown["text"].encode()).hexdigest() == shown["sha256"]
    raw = get(cast, f"{address}.toml")
    assert raw.headers["Content-Type"] == "application/toml"
    assert raw.content == shown["text"].encode()


def test_every_shipped_set_can_be_read_whole(cast):
    for one in shipped_law().rule_sets:
        shown = get(cast, f"{LIST}/{one.reference}").json()
        assert [rule["id"] for rule in shown["rules"]] == [rule.id for rule in one.rules]
        assert hashlib.sha256(shown["text"].encode()).hexdigest() == one.sha256


def test_a_rule_is_shown_with_its_limbs_carve_outs_and_question(cast):
    rules = get(cast, f"{LIST}/us/3a090@2023-11-17").json()["rules"]
    limbs = {limb["clause"]: limb["when"] for rule in rules for limb in rule["limbs"]}
    assert "performance_density >= 5.92" in limbs["3A090.a.2"]
    assert any(rule["unless"] for rule in rules)
    assert all(rule["question"] for rule in rules)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": "2023-02-30"}, "as_of"),
        ({"known_on": "9999-01-01"}, "known_on"),
        ({"reading": "generous"}, "reading"),
        ({"all": "maybe"}, "all"),
        ({"as-of": "2023-11-17"}, "as-of"),
        ({"jurisdiction": "../us"}, "jurisdiction"),
    ],
)
def test_a_query_that_cannot_be_taken_names_the_field(cast, query, field):
    assert list(problem(get(cast, LIST, **query), 400, "invalid")["errors"]) == [field]


@pytest.mark.parametrize(
    "reference",
    ["us/3a090@2023-11-18", "us/3a090@2023-02-30", "us/nothing@2023-11-17", "us/3a090", "us/..@2023-11-17"],
)
@pytest.mark.parametrize("tail", ["", ".toml"])
def test_a_set_that_is_none_is_not_found(cast, reference, tail):
    problem(Client().get(f"{LIST}/{reference}{tail}", headers=bearer(cast.key_text)), 404, "not_found")


@pytest.mark.parametrize("who", [None, *sorted(OUTSIDE)])
def test_a_stranger_never_sees_a_directive(cast, bells, who):
    published(cast)
    for query in ({}, {"all": "yes"}, {"reading": "enforced"}):
        assert "sorrel" not in get(cast, LIST, who, **query).content.decode()
    for tail in ("", ".toml"):
        answer = problem(get(cast, f"{DIRECTIVE}{tail}", who), 404, "not_found")
        nothing = problem(get(cast, f"{LIST}/us/directive_nothing@2026-03-09{tail}", who), 404, "not_found")
        assert answer["detail"].replace("sorrel", "nothing") == nothing["detail"]


@pytest.mark.parametrize("who", [Role.OFFICER, Role.APPROVER, Role.AUDITOR])
def test_a_directive_is_shown_to_whom_it_concerns_and_an_auditors_reading_is_recorded(cast, bells, who):
    published(cast)
    assert "us/directive_sorrel@2026-03-09" in references(get(cast, LIST, who))
    assert not OutboxEntry.objects.filter(kind="directive.read").exists()
    shown = get(cast, DIRECTIVE, who).json()
    assert (shown["text"], shown["standing"]) == (LETTER, "directive")
    assert get(cast, f"{DIRECTIVE}.toml", who).content.decode() == LETTER
    readings = OutboxEntry.objects.filter(kind="directive.read")
    assert [json.loads(bytes(one.leaf))["actor"] for one in readings] == (
        ["aiko.mori"] * 2 if who == Role.AUDITOR else []
    )


def test_the_settings_used_name_persons_to_the_operators_own_only(cast):
    state_switch(
        switch="affiliates_rule",
        value="stayed",
        applies_from=None,
        applies_until=None,
        source="Federal Register",
        by=cast.approver,
    )

    def stated_by(who):
        used = get(cast, LIST, who).json()["settings_used"]
        return {one["switch"]: (one["value"], one["stated_by"]) for one in used}["affiliates_rule"]

    assert stated_by(Role.AUDITOR) == ("stayed", "tomas.reyes")
    assert stated_by(None) == ("stayed", "operator")
    assert stated_by(Role.PROVIDER_CLIENT) == ("stayed", "operator")


@pytest.mark.parametrize(
    ("address", "query"),
    [(LIST, {"jurisdiction": EXAMPLE_JURISDICTION}), (f"{LIST}/{EXAMPLE_SET}", {})],
)
def test_the_examples_are_what_is_really_answered(cast, address, query):
    answer = get(cast, address, as_of=EXAMPLE_DAY, known_on=EXAMPLE_KNOWN_ON, **query).json()
    path = LIST if address == LIST else f"{LIST}/{{jurisdiction}}/{{name}}@{{effective_from}}"
    described = document()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    (example,) = described["examples"].values()
    assert answer == example["value"]
