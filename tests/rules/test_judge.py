"""Findings are made once where that may be, and say the same as if each were made anew."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import judge
from rules.evaluate import evaluate
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.judge import Readings, judges_of
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID

WITH_CONDITIONS = (
    VALID
    + """
[[rules]]
id = "example.always"
subjects = ["tenant"]
severity = "low"
title = "Always"
clause = "1 CFR 4"
explanation = "Met whatever is known."

[[rules.limbs]]
id = "always"
clause = "1 CFR 4"
when = "true || kyc_on_file"

[[rules.conditions]]
id = "filed"
clause = "1 CFR 4(a)"
text = "the kind is on file"
confidence = "V"
when = 'kyc_entity_kind == "entity"'
"""
)
decimals = st.none() | st.sampled_from(
    [Decimal(0), Decimal("5.91999999999999999999"), Decimal("5.92"), Decimal(7)]
)
facts_of_a_tenant = st.fixed_dictionaries(
    {
        "peak_concurrent_tpp": decimals,
        "operations_upper_30d": decimals,
        "peak_concurrent_accelerators": st.none() | st.integers(9, 12),
        "headquarters_country": st.none() | st.sampled_from(["CN", "MO", "FR", "US"]),
        "kyc_on_file": st.none() | st.booleans(),
        "kyc_entity_kind": st.none() | st.sampled_from(["entity", "individual"]),
    }
)
SHARED = read_rule_set(WITH_CONDITIONS.encode(), "example.toml")


@given(st.lists(facts_of_a_tenant, min_size=1, max_size=3))
def test_a_finding_does_not_depend_on_who_was_judged_before(tenants):
    for facts in tenants:
        anew = read_rule_set(WITH_CONDITIONS.encode(), "example.toml")
        assert evaluate([SHARED], "tenant", facts) == evaluate([anew], "tenant", facts)


def test_where_nothing_is_known_the_finding_is_made_once():
    first, second = (
        evaluate([SHARED], "tenant", facts) for facts in ({}, {"accelerator_hours_30d": Decimal(1)})
    )
    assert [one is other for one, other in zip(first, second, strict=True)] == [True] * 3


def test_a_condition_that_only_is_known_counts_as_known():
    """It stands in no limb; a finding kept from a subject of whom nothing is known would be another's."""
    nothing, fails = (
        evaluate([SHARED], "tenant", facts)[2] for facts in ({}, {"kyc_entity_kind": "individual"})
    )
    assert (nothing.status, fails.status) == (FindingStatus.MET, FindingStatus.NOT_MET)


def test_a_set_with_other_lists_is_another_set():
    other = read_rule_set(WITH_CONDITIONS.replace('"CN", "MO"', '"FR"').encode(), "example.toml")
    facts = {"headquarters_country": "FR"}
    assert [evaluate([found], "tenant", facts)[1].status for found in (SHARED, other, SHARED)] == [
        FindingStatus.NOT_MET,
        FindingStatus.MET,
        FindingStatus.NOT_MET,
    ]


def test_only_the_rules_about_a_kind_of_subject_are_asked_and_made_ready_once():
    assert len(judges_of(SHARED, Subject.TENANT)) == 3
    assert len(judges_of(SHARED, Subject.GROUP)) == 1
    assert judges_of(SHARED, Subject.CHIP) == ()
    assert judges_of(SHARED, Subject.TENANT) is judges_of(SHARED, Subject.TENANT)


def test_no_number_of_drafts_makes_it_grow_for_ever(monkeypatch):
    monkeypatch.setattr(judge, "_KEPT_SETS", 2)
    monkeypatch.setattr(judge, "_ready", {})
    for _ in range(5):
        draft = read_rule_set(VALID.encode(), "example.toml")
        assert [one.rule_id for one in evaluate([draft], "group", {})] == ["example.large"]
        assert len(judge._ready) <= 2


def test_an_unknown_fact_has_no_reading():
    readings = Readings({"kyc_on_file": False})
    assert readings["kyc_on_file"].value == "false"
    with pytest.raises(KeyError):
        readings["headquarters_country"]
