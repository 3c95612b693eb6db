"""Two laws over the same facts: what is the same, what appears, disappears, or changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.clocks import Reading
from rules.errors import TrialError
from rules.evaluate import evaluate
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.law import shipped_law
from rules.replay import SAME, Change, difference, facts_read, raised, sets_that_may_differ
from rules.ruleset import Effect, Severity
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed

EXAMPLE = read_rule_set(VALID.encode(), "example")
STRICTER = read_rule_set(changed("peak_concurrent_tpp >= 5.92", "peak_concurrent_tpp >= 2.0"), "stricter")
GRAVER = read_rule_set(changed('severity = "high"', 'severity = "critical"'), "graver")
SETS = (EXAMPLE, STRICTER, GRAVER)
QUIET_RULE = read_rule_set(
    changed('severity = "high"', 'severity = "high"\nraises_when_unknown = false'), "quiet"
)

FACTS = st.fixed_dictionaries(
    {},
    optional={
        "peak_concurrent_tpp": st.decimals(0, 10, places=1),
        "peak_concurrent_accelerators": st.integers(0, 20),
        "operations_upper_30d": st.sampled_from([Decimal(0), Decimal(1)]),
        "headquarters_country": st.sampled_from(["CN", "NO"]),
    },
)


def findings(rule_set, facts):
    return evaluate([rule_set], Subject.TENANT, facts)


def changes(before, after, facts):
    return {one.rule_id: one.change for one in difference(findings(before, facts), findings(after, facts))}


def test_of_nothing_nothing_differs():
    assert difference([], []) == ()


@given(FACTS, st.sampled_from(SETS))
def test_a_set_against_itself_makes_no_difference(facts, rule_set):
    assert set(changes(rule_set, rule_set, facts).values()) <= SAME


MIRRORED = {Change.APPEARS: Change.DISAPPEARS, Change.DISAPPEARS: Change.APPEARS}


@given(FACTS, st.sampled_from(SETS), st.sampled_from(SETS))
def test_the_other_way_round_what_appears_disappears(facts, before, after):
    there, back = changes(before, after, facts), changes(after, before, facts)
    assert back == {rule: MIRRORED.get(change, change) for rule, change in there.items()}


@given(FACTS, st.sampled_from(SETS), st.sampled_from(SETS), st.randoms())
def test_the_order_of_findings_says_nothing(facts, before, after, chance):
    earlier, later = findings(before, facts), findings(after, facts)
    expected = difference(earlier, later)
    chance.shuffle(earlier)
    chance.shuffle(later)
    assert difference(earlier, later) == expected


def test_a_lower_threshold_raises_a_flag():
    facts = {"peak_concurrent_tpp": 3, "peak_concurrent_accelerators": 1, "operations_upper_30d": 1}
    facts |= {"headquarters_country": "CN"}
    assert changes(EXAMPLE, STRICTER, facts) == {
        "example.large": Change.APPEARS,
        "example.country": Change.UNCHANGED,
    }


def test_a_flag_can_change_in_severity_alone():
    facts = {"peak_concurrent_tpp": 9, "operations_upper_30d": 1}
    assert changes(EXAMPLE, GRAVER, facts)["example.large"] == Change.SEVERITY


def test_a_flag_can_become_certain():
    facts = {"peak_concurrent_tpp": 3, "operations_upper_30d": 1}  # accelerators unknown
    assert changes(EXAMPLE, STRICTER, facts)["example.large"] == Change.CERTAINTY
    (large, _) = findings(STRICTER, facts)
    graver = replace(large, severity=Severity.CRITICAL)
    (one,) = difference(findings(EXAMPLE, facts)[:1], [graver])
    assert one.change == Change.SEVERITY_AND_CERTAINTY


def test_a_rule_of_one_side_only_appears_where_it_raises():
    facts = {"headquarters_country": "CN"}
    country = findings(EXAMPLE, facts)[1:]
    assert [one.change for one in difference([], country)] == [Change.APPEARS]
    assert [one.change for one in difference(country, [])] == [Change.DISAPPEARS]
    assert [one.change for one in difference([], findings(EXAMPLE, {"headquarters_country": "NO"})[1:])] == [
        Change.QUIET
    ]


def test_a_rule_that_raises_nothing_for_want_of_a_fact_stays_quiet():
    (large, _) = findings(QUIET_RULE, {})
    assert large.status is FindingStatus.UNDETERMINED
    assert raised([large]) == {}
    assert set(raised(findings(EXAMPLE, {}))) == {"example.large", "example.country"}
    assert changes(QUIET_RULE, EXAMPLE, {})["example.large"] == Change.APPEARS


def test_two_rules_under_one_id_are_refused():
    twice = findings(EXAMPLE, {}) + findings(STRICTER, {})
    with pytest.raises(TrialError, match=r"'example\.large' is in us/example@2024-02-01 and in"):
        difference([], twice)


def test_sets_of_the_same_bytes_are_left_out_unless_they_read_a_fact_that_differs():
    assert sets_that_may_differ(SETS, (EXAMPLE,)) == ((STRICTER, GRAVER), ())
    assert sets_that_may_differ((EXAMPLE,), (EXAMPLE,), frozenset({"kyc_on_file"})) == ((), ())
    both = ((EXAMPLE,), (EXAMPLE,))
    assert sets_that_may_differ(*both, frozenset({"headquarters_country"})) == both


def test_what_asks_for_no_person_is_quiet():
    (large, _) = findings(EXAMPLE, {"peak_concurrent_tpp": 9, "operations_upper_30d": 1})
    for effect in (Effect.CLASSIFICATION, Effect.ELIGIBILITY, Effect.NOTICE, Effect.REVIEW_POLICY):
        assert raised([replace(large, effect=effect)]) == {}
    assert raised([replace(large, effect=Effect.PROHIBITION)])


def test_a_rule_gives_way_to_a_met_one_in_its_place_and_only_to_a_met_one():
    facts = {"peak_concurrent_tpp": 9, "operations_upper_30d": 1, "headquarters_country": "CN"}
    large, country = findings(EXAMPLE, facts)
    special = replace(country, instead_of=("example.large",), severity=large.severity)
    assert set(raised([large, special])) == {"example.country"}
    (one, _other) = difference([large, country], [large, special])[::-1]
    assert (one.rule_id, one.change) == ("example.large", Change.DISAPPEARS)
    open_one = replace(special, status=FindingStatus.UNDETERMINED)
    assert set(raised([large, open_one])) == {"example.country", "example.large"}


def test_a_set_that_stands_in_for_another_is_asked_with_it():
    content = VALID.replace('name = "example"', 'name = "other"').replace('id = "example.', 'id = "other.')
    other = read_rule_set(content.encode(), "other")
    special = read_rule_set(
        content.replace('severity = "low"', 'severity = "low"\ninstead_of = ["example.large"]').encode(),
        "special",
    )
    assert sets_that_may_differ((EXAMPLE, other), (STRICTER, other)) == ((EXAMPLE,), (STRICTER,))
    assert sets_that_may_differ((EXAMPLE, special), (STRICTER, special)) == (
        (EXAMPLE, special),
        (STRICTER, special),
    )
    assert sets_that_may_differ((EXAMPLE, other), (EXAMPLE, special)) == (
        (EXAMPLE, other),
        (EXAMPLE, special),
    )


@given(FACTS, st.sampled_from(SETS))
def test_no_fact_that_is_not_read_makes_a_difference(facts, rule_set):
    read = facts_read(rule_set.rules)
    known = {name: value for name, value in facts.items() if name in read}
    assert [one.status for one in findings(rule_set, known)] == [
        one.status for one in findings(rule_set, facts)
    ]


def test_the_facts_read_are_those_of_the_limbs_the_ways_out_the_sentences_and_the_conditions():
    condition = """
[[rules.conditions]]
id = "file"
clause = "1 CFR 4"
text = "A file."
confidence = "K"
when = "kyc_on_file"
"""
    content = VALID + condition
    assert facts_read(read_rule_set(content.encode(), "conditional").rules) == {
        "peak_concurrent_tpp",
        "peak_concurrent_accelerators",
        "operations_upper_30d",
        "headquarters_country",
        "kyc_on_file",
    }


def test_what_the_shipped_sets_read_is_in_the_catalogue():
    for one in shipped_law().on(shipped_law().change_days()[-1]).under(Reading.CONSERVATIVE):
        assert facts_read(one.rules) <= CATALOGUE.keys()
