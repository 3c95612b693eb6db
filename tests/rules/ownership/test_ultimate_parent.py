from decimal import Decimal

import pytest
from hypothesis import given

from rules.errors import FigureError
from rules.ownership.stakes import Stake
from rules.ownership.ultimate_parent import ultimate_parent
from tests.rules.ownership.test_coverage import registers


def stake(holder, held, percent, gives_control=None):
    return Stake(holder, held, None if percent is None else Decimal(percent), gives_control)


def test_a_party_without_holders_on_record_is_not_taken_for_a_top():
    found = ultimate_parent("A", [])
    assert (found.parent, found.path) == (None, ("A",))
    assert "No holder of A is on record" in found.explanation


def test_a_known_top_is_its_own_ultimate_parent():
    assert ultimate_parent("A", [], known_tops={"A"}).parent == "A"


def test_majorities_are_followed_to_the_top():
    stakes = [stake("B", "A", "50.01"), stake("C", "B", 100), stake("D", "C", 50), stake("E", "C", 50)]
    found = ultimate_parent("A", stakes)
    assert (found.parent, found.path) == ("C", ("A", "B", "C"))
    assert found.explanation == (
        "Nobody holds more than 50 percent of C, and no more than 0 percent is unaccounted for."
    )


def test_half_is_not_a_majority():
    assert ultimate_parent("A", [stake("B", "A", 50)], known_tops={"B"}).parent == "A"
    assert ultimate_parent("A", [stake("B", "A", "50.000001")], known_tops={"B"}).parent == "B"


def test_minorities_that_leave_room_for_a_majority_decide_nothing():
    found = ultimate_parent("A", [stake("B", "A", "49.99")], known_tops={"B"})
    assert found.parent is None
    assert found.explanation.startswith("50.01 percent of A is unaccounted for")


def test_a_stake_of_unknown_size_may_be_the_majority():
    found = ultimate_parent("A", [stake("B", "A", None), stake("C", "A", 30)], known_tops={"B", "C"})
    assert found.parent is None
    assert "the stake of B is of unknown size" in found.explanation
    assert ultimate_parent("A", [stake("B", "A", None), stake("C", "A", 50)]).parent == "A"


def test_control_without_a_majority_is_for_a_person_to_decide():
    found = ultimate_parent("A", [stake("B", "A", 20, gives_control=True), stake("C", "A", 40)])
    assert found.parent is None
    assert "B in control of A" in found.explanation


@pytest.mark.parametrize("entity", ["A", "B", "Z"])
def test_a_circle_has_no_top(entity):
    circle = [stake("A", "B", 60), stake("B", "C", 60), stake("C", "A", 60), stake("A", "Z", 60)]
    found = ultimate_parent(entity, circle)
    assert found.parent is None
    assert "in a circle (A, B, C)" in found.explanation


def test_an_entity_that_holds_itself():
    assert "in a circle (A)" in ultimate_parent("A", [stake("A", "A", 51)]).explanation


def test_impossible_stakes_are_refused():
    with pytest.raises(FigureError, match="add up to"):
        ultimate_parent("A", [stake("B", "A", 60), stake("C", "A", 60)])


@given(registers())
def test_it_ends_and_the_order_is_no_matter(stakes):
    for entity in "ABCDEFG":
        found = ultimate_parent(entity, stakes)
        assert found == ultimate_parent(entity, list(reversed(stakes)))
        assert found.parent in (None, found.path[-1])
        assert found.path[0] == entity
