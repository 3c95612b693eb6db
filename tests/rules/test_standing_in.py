"""What may keep a finding from a person: nothing that asks for none itself, or for one later."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.ruleset import Effect, Severity
from rules.ruleset_reader import read_rule_set
from rules.standing_in import FOR_A_PERSON, giving_way, may_stand_in
from tests.rules.sets import VALID

GENERAL = evaluate([read_rule_set(VALID.encode(), "x")], "tenant", {"headquarters_country": "CN"})[1]
SPECIAL = replace(GENERAL, rule_id="special.case", instead_of=(GENERAL.rule_id,))


def test_of_nothing_nothing_gives_way():
    assert giving_way([]) == frozenset()
    assert giving_way([GENERAL]) == frozenset()
    assert giving_way([replace(SPECIAL, instead_of=("a.b", "special.case")), GENERAL]) == frozenset()


@pytest.mark.parametrize("status", [FindingStatus.NOT_MET, FindingStatus.UNDETERMINED])
def test_nobody_gives_way_to_a_rule_that_is_not_met(status):
    assert giving_way([replace(SPECIAL, status=status), GENERAL]) == frozenset()


def test_the_general_rule_gives_way_to_the_special_one():
    assert giving_way([SPECIAL, GENERAL]) == giving_way([GENERAL, SPECIAL]) == {GENERAL.rule_id}


def test_a_ring_silences_nobody_unless_somebody_stands_above_it():
    one = replace(GENERAL, rule_id="a.one", instead_of=("a.two", GENERAL.rule_id))
    two = replace(GENERAL, rule_id="a.two", instead_of=("a.one",))
    above = replace(GENERAL, rule_id="a.above", instead_of=("a.two",))
    assert giving_way([one, two, GENERAL]) == frozenset()
    assert giving_way([one, two, above, GENERAL]) == {"a.one", "a.two", GENERAL.rule_id}


_IDS = ("a", "b", "c", "d")


@given(
    st.lists(
        st.tuples(st.sampled_from(FindingStatus), st.sampled_from(Severity), st.sets(st.sampled_from(_IDS))),
        min_size=4,
        max_size=4,
    )
)
def test_where_something_met_asks_for_a_person_something_still_does(drawn):
    found = [
        replace(GENERAL, rule_id=rule, status=status, severity=severity, instead_of=tuple(sorted(others)))
        for rule, (status, severity, others) in zip(_IDS, drawn, strict=True)
    ]
    met = [one for one in found if one.status is FindingStatus.MET]
    rest = [one for one in met if one.rule_id not in giving_way(found)]
    ranks = [list(Severity).index(one.severity) for one in met]
    assert max(ranks, default=None) == max([list(Severity).index(one.severity) for one in rest], default=None)


@given(st.sampled_from(Effect), st.sampled_from(Severity), st.sampled_from(Severity))
def test_never_to_what_nobody_looks_at_nor_to_what_may_wait_longer(effect, severity, other):
    special, general = replace(SPECIAL, effect=effect, severity=severity), replace(GENERAL, severity=other)
    is_no_less = list(Severity).index(severity) >= list(Severity).index(other)
    assert may_stand_in(special, general) is (effect in FOR_A_PERSON and is_no_less)
    assert bool(giving_way([special, general])) is may_stand_in(special, general)
