from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.errors import FigureError
from rules.ownership.coverage import coverage
from rules.ownership.findings import CoverageState, TieDuty
from rules.ownership.stakes import Stake
from tests.rules.ownership.laws import (
    BIS_AFFILIATES,
    EU_OWNERSHIP,
    OFAC_50_PERCENT,
    OWNERSHIP_RULES,
    UK_OWNERSHIP,
)

COVERED, NOT_COVERED, UNDETERMINED = (
    CoverageState.COVERED,
    CoverageState.NOT_COVERED,
    CoverageState.UNDETERMINED,
)


def stake(holder, held, percent, gives_control=None):
    return Stake(holder, held, None if percent is None else Decimal(percent), gives_control)


def states(stakes, listed, rule=OFAC_50_PERCENT, **named):
    return {name: one.state for name, one in coverage(stakes, listed, rule, **named).items()}


def test_no_stakes_no_findings():
    assert coverage([], {"X"}, OFAC_50_PERCENT) == {}


def test_nobody_listed_covers_nobody():
    found = coverage([stake("A", "B", 100), stake("B", "C", None)], set(), OFAC_50_PERCENT)
    assert {one.state for one in found.values()} == {NOT_COVERED}
    assert found["B"].explanation == "No listed party and no covered entity is on record as a holder of B."
    assert found["C"].unaccounted_percent == 100


def test_a_listed_party_has_no_finding_of_its_own():
    assert states([stake("A", "X", 100)], {"X"}) == {"A": NOT_COVERED}


def test_an_owner_is_not_covered_by_what_it_owns():
    assert states([stake("A", "X", 100), stake("A", "B", 100)], {"X"})["A"] is NOT_COVERED


def test_halves_down_a_chain_cover_each_link():
    found = coverage([stake("X", "A", 50), stake("A", "B", 50)], {"X"}, OFAC_50_PERCENT)
    assert (found["A"].state, found["B"].state) == (COVERED, COVERED)
    assert (found["B"].listed_owners, found["B"].through) == (("X",), ("A",))
    assert found["B"].explanation == (
        "Listed parties and entities that are or may be covered hold 50 percent of B (A 50); "
        "enough is 50 percent or more. It comes from X, through A."
    )


def test_a_quarter_of_the_parent_of_a_whole_subsidiary_covers_neither():
    assert states([stake("X", "A", 25), stake("A", "B", 100)], {"X"}) == {"A": NOT_COVERED, "B": NOT_COVERED}


def test_listed_parties_and_covered_entities_are_added_up():
    stakes = [stake("X", "A", 100), stake("A", "B", 25), stake("Y", "B", "24.5"), stake("Z", "B", "0.5")]
    assert states(stakes, {"X", "Y", "Z"})["B"] is COVERED
    assert states(stakes, {"X", "Y"})["B"] is NOT_COVERED


def test_nothing_is_rounded_up_to_half():
    assert states([stake("X", "A", "49.999999999999999999999999999999999999")], {"X"})["A"] is NOT_COVERED
    parts = [stake("X", "A", "49.999999999999999999999999999999999999"), stake("Y", "A", "1e-36")]
    assert states(parts, {"X", "Y"})["A"] is COVERED


@pytest.mark.parametrize(
    ("known_elsewhere", "state"),
    [(40, UNDETERMINED), (50, UNDETERMINED), ("50.01", NOT_COVERED), (100, NOT_COVERED)],
)
def test_an_unknown_stake_is_bounded_by_what_is_left(known_elsewhere, state):
    found = coverage([stake("X", "A", None), stake("O", "A", known_elsewhere)], {"X"}, OFAC_50_PERCENT)
    assert found["A"].state is state
    assert (found["A"].counted_percent, found["A"].possible_percent) == (0, 100 - Decimal(known_elsewhere))


def test_an_unknown_stake_may_be_what_is_missing_to_half():
    stakes = [stake("X", "A", 30), stake("Y", "A", None), stake("O", "A", 45)]
    found = coverage(stakes, {"X", "Y"}, OFAC_50_PERCENT)["A"]
    assert (found.state, found.counted_percent, found.possible_percent) == (UNDETERMINED, 30, 55)
    assert "hold 30 to 55 percent of A (X 30, Y an unknown part)" in found.explanation
    assert "Of 25 percent the holder, or the size of the stake, is not on record." in found.explanation


def test_an_unknown_stake_of_a_party_that_is_not_listed_adds_nothing():
    assert states([stake("X", "A", 30), stake("O", "A", None)], {"X"})["A"] is NOT_COVERED


def test_a_doubt_is_handed_down():
    assert states([stake("X", "A", None), stake("A", "B", 80), stake("B", "C", 20)], {"X"}) == {
        "A": UNDETERMINED,
        "B": UNDETERMINED,
        "C": NOT_COVERED,
    }


def test_a_circle_does_not_cover_itself_and_does_not_run_for_ever():
    circle = [stake("A", "B", 60), stake("B", "C", 60), stake("C", "A", 60), stake("A", "A", 5)]
    assert set(states(circle, set()).values()) == {NOT_COVERED}
    assert set(states([*circle, stake("X", "B", 40)], {"X"}).values()) == {NOT_COVERED}
    found = coverage([*circle[:2], stake("C", "A", 40), stake("X", "A", 50)], {"X"}, OFAC_50_PERCENT)
    assert {one.state for one in found.values()} == {COVERED}
    assert found["A"].through == ("B", "C")


def test_a_circle_of_unknown_stakes_does_not_lift_itself():
    assert set(states([stake("A", "B", None), stake("B", "A", None)], {"X"}).values()) == {NOT_COVERED}


def test_control_alone_is_enough_in_europe_and_not_in_the_united_states():
    stakes = [stake("X", "A", 20, gives_control=True)]
    assert states(stakes, {"X"}, OFAC_50_PERCENT)["A"] is NOT_COVERED
    assert states(stakes, {"X"}, BIS_AFFILIATES)["A"] is NOT_COVERED
    for rule in (EU_OWNERSHIP, UK_OWNERSHIP):
        found = coverage(stakes, {"X"}, rule)["A"]
        assert found.state is COVERED
        assert "X in control of A: that is enough." in found.explanation


@pytest.mark.parametrize("rule", [EU_OWNERSHIP, UK_OWNERSHIP])
def test_control_that_nobody_looked_into_leaves_the_answer_open(rule):
    found = coverage([stake("X", "A", 20)], {"X"}, rule)["A"]
    assert found.state is UNDETERMINED
    assert "Whether X controls A is not known." in found.explanation
    assert states([stake("X", "A", 20, gives_control=False)], {"X"}, rule)["A"] is NOT_COVERED


def test_exactly_half_under_each_law():
    half = [stake("X", "A", 50, gives_control=False)]
    assert states(half, {"X"}, UK_OWNERSHIP)["A"] is NOT_COVERED
    found = coverage(half, {"X"}, EU_OWNERSHIP)["A"]
    assert found.state is UNDETERMINED
    assert "texts disagree" in found.explanation


def test_unconnected_listed_parties_are_not_added_up_in_the_united_kingdom():
    two = [stake("X", "A", 30, gives_control=False), stake("Y", "A", 30, gives_control=False)]
    assert states(two, {"X", "Y"}, OFAC_50_PERCENT)["A"] is COVERED
    found = coverage(two, {"X", "Y"}, UK_OWNERSHIP)["A"]
    assert found.state is UNDETERMINED
    assert "ask whether they act together" in found.explanation
    of_one = [stake("X", "B", 100), stake("X", "A", 30), stake("B", "A", 30)]
    assert states(of_one, {"X", "Y"}, UK_OWNERSHIP)["A"] is COVERED


def test_a_minority_of_a_listed_owner_is_a_red_flag_under_the_affiliates_rule_only():
    stakes = [stake("X", "A", 10), stake("O", "A", 90)]
    ties = coverage(stakes, {"X"}, BIS_AFFILIATES)["A"].minority_ties
    assert [(tie.holder, tie.percent, tie.duty) for tie in ties] == [("X", 10, TieDuty.RED_FLAG)]
    assert coverage(stakes, {"X"}, OFAC_50_PERCENT)["A"].minority_ties == ()


def test_no_tie_without_a_listed_owner_and_none_where_the_entity_is_covered():
    found = coverage([stake("X", "A", 60), stake("O", "B", 10), stake("X", "C", 0)], {"X"}, BIS_AFFILIATES)
    assert [one.minority_ties for one in found.values()] == [(), (), (), ()]


def test_an_unknown_percentage_must_be_determined():
    """Red flag 29, even where what is left is too little to matter for the 50 percent."""
    for elsewhere, state in ((20, UNDETERMINED), (90, NOT_COVERED)):
        found = coverage([stake("X", "A", None), stake("O", "A", elsewhere)], {"X"}, BIS_AFFILIATES)["A"]
        assert found.state is state
        assert [tie.duty for tie in found.minority_ties] == [TieDuty.MUST_DETERMINE_PERCENTAGE]


def test_entities_of_the_united_states_are_left_out_and_do_not_end_the_chain():
    stakes = [stake("X", "A", 60), stake("A", "B", 60)]
    found = coverage(stakes, {"X"}, BIS_AFFILIATES, united_states_entities={"A"})
    assert (found["A"].state, found["A"].is_left_out, found["B"].state) == (NOT_COVERED, True, COVERED)
    assert "A is an entity of the United States, which this law leaves out." in found["A"].explanation
    assert states(stakes, {"X"}, OFAC_50_PERCENT, united_states_entities={"A"})["A"] is COVERED


def test_impossible_stakes_are_refused():
    with pytest.raises(FigureError, match="stakes in A add up to 120"):
        coverage([stake("X", "A", 60), stake("Y", "A", 60)], {"X"}, OFAC_50_PERCENT)


NAMES = "ABCDEFG"
rules = st.sampled_from(OWNERSHIP_RULES)
listed_sets = st.sets(st.sampled_from("ABC"))


@st.composite
def registers(draw):
    """Up to ten stakes among seven parties, no entity held beyond 100 percent; some sizes are unknown."""
    pairs = draw(st.lists(st.sampled_from(list(combinations(NAMES, 2))), unique=True, max_size=10))
    left = dict.fromkeys(NAMES, 100)
    found = []
    for first, second in pairs:
        holder, held = draw(st.sampled_from([(first, second), (second, first)]))
        percent = draw(st.none() | st.sampled_from([10, 25, 49, 50, 51, 100]))
        if percent is not None:
            percent = min(percent, left[held])
            left[held] -= percent
        found.append(stake(holder, held, percent, draw(st.sampled_from([None, True, False]))))
    return found


@given(registers(), listed_sets, rules, st.randoms(use_true_random=False))
def test_the_order_of_stakes_is_no_matter(stakes, listed, rule, random):
    shuffled = list(stakes)
    random.shuffle(shuffled)
    assert coverage(shuffled, listed, rule) == coverage(stakes, listed, rule)


@given(registers(), listed_sets, st.sampled_from(NAMES), rules)
def test_one_listed_party_more_never_uncovers_anybody(stakes, listed, another, rule):
    before, after = states(stakes, listed, rule), states(stakes, listed | {another}, rule)
    rank = [NOT_COVERED, UNDETERMINED, COVERED]
    assert all(rank.index(before[name]) <= rank.index(after[name]) for name in after)


@given(registers(), listed_sets, st.sampled_from([OFAC_50_PERCENT, BIS_AFFILIATES]), st.data())
def test_a_known_answer_survives_whatever_the_unknown_stakes_turn_out_to_be(stakes, listed, rule, data):
    answers = states(stakes, listed, rule)
    left = {name: 100 - sum(one.percent or 0 for one in stakes if one.held == name) for name in NAMES}
    settled = []
    for one in stakes:
        percent = one.percent
        if percent is None:
            percent = data.draw(st.integers(0, int(left[one.held])))
            left[one.held] -= percent
        settled.append(stake(one.holder, one.held, percent))
    for name, state in states(settled, listed, rule).items():
        assert state is not UNDETERMINED
        assert answers[name] in (state, UNDETERMINED)


@given(registers(), listed_sets)
def test_an_open_answer_can_still_be_yes(stakes, listed):
    """Undetermined is said only where some size of the unknown stakes does cover the entity."""
    assume(all(sum(one.percent is None for one in stakes if one.held == name) <= 1 for name in NAMES))
    answers = states(stakes, listed)
    left = {name: 100 - sum(one.percent or 0 for one in stakes if one.held == name) for name in NAMES}
    may_count = {name for name, state in answers.items() if state is not NOT_COVERED} | listed
    most = [
        stake(one.holder, one.held, left[one.held] if one.holder in may_count else 0)
        if one.percent is None
        else one
        for one in stakes
    ]
    undetermined = {name for name, state in answers.items() if state is UNDETERMINED}
    assert all(states(most, listed)[name] is COVERED for name in undetermined)
