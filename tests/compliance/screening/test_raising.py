"""What a finding does to the queue, for every state of the flag there may be."""

import pytest

from compliance.screening.raising import Consequence, consequence_of
from rules.evaluate import evaluate
from rules.findings import Finding, FindingStatus
from rules.ruleset import Effect
from rules.ruleset_reader import read_rule_set
from rules.standing_in import giving_way
from tests.rules.sets import VALID

_FOUND = evaluate([read_rule_set(VALID.encode(), "x")], "tenant", {"headquarters_country": "CN"})[1]


def finding(status, **changes):
    as_found = {name: getattr(_FOUND, name) for name in Finding.__annotations__}
    return Finding(**as_found | {"status": FindingStatus(status)} | changes)


@pytest.mark.parametrize(
    ("status", "raises_when_unknown", "flag", "expected"),
    [
        ("not_met", True, None, Consequence.NOTHING),
        ("not_met", True, "lapsed", Consequence.NOTHING),
        ("not_met", True, "met", Consequence.LAPSE),
        ("not_met", False, "undetermined", Consequence.LAPSE),
        ("undetermined", False, None, Consequence.NOTHING),
        ("undetermined", False, "lapsed", Consequence.NOTHING),
        ("undetermined", False, "met", Consequence.RENEW),
        ("undetermined", False, "undetermined", Consequence.RENEW),
        ("undetermined", True, None, Consequence.RAISE),
        ("undetermined", True, "lapsed", Consequence.RENEW),
        ("met", False, None, Consequence.RAISE),
        ("met", False, "lapsed", Consequence.RENEW),
        ("met", True, "met", Consequence.RENEW),
    ],
)
def test_each_state(status, raises_when_unknown, flag, expected):
    found = finding(status, raises_when_unknown=raises_when_unknown)
    assert consequence_of(found, flag) is expected


@pytest.mark.parametrize(
    ("flag", "expected"),
    [(None, Consequence.NOTHING), ("lapsed", Consequence.NOTHING), ("met", Consequence.LAPSE)],
)
def test_a_rule_that_is_in_force_no_more(flag, expected):
    assert consequence_of(None, flag) is expected


@pytest.mark.parametrize("effect", [Effect.NOTICE, Effect.CLASSIFICATION, Effect.REVIEW_POLICY])
def test_what_is_only_read_beside_an_answer_raises_nothing(effect):
    assert consequence_of(finding("met", effect=effect), None) is Consequence.NOTHING
    assert consequence_of(finding("met", effect=effect), "met") is Consequence.LAPSE


@pytest.mark.parametrize("effect", [Effect.FLAG, Effect.PROHIBITION, Effect.LICENCE_REQUIREMENT])
def test_what_a_person_must_see_raises(effect):
    assert consequence_of(finding("met", effect=effect), None) is Consequence.RAISE


def test_a_rule_that_another_stands_in_for_raises_nothing_and_keeps_what_stands():
    special = finding("met", rule_id="special.case", instead_of=("example.country",))
    gives_way = giving_way([special, finding("met")])
    assert consequence_of(finding("met"), None, gives_way=gives_way) is Consequence.NOTHING
    assert consequence_of(finding("met"), "lapsed", gives_way=gives_way) is Consequence.NOTHING
    assert consequence_of(finding("met"), "met", gives_way=gives_way) is Consequence.RENEW
    assert consequence_of(finding("not_met"), "met", gives_way=gives_way) is Consequence.LAPSE
