"""The legal moves of a case."""

import pytest

from compliance.casework.errors import IllegalMove
from compliance.casework.models import Case
from compliance.casework.states import MOVES, Step, state_after


@pytest.mark.parametrize("step", list(Step))
def test_a_closed_case_moves_no_more(step):
    with pytest.raises(IllegalMove, match="a new proposal opens a new case"):
        state_after(Case.State.CLOSED, step)


@pytest.mark.parametrize("state", [Case.State.OPEN, Case.State.IN_REVIEW])
@pytest.mark.parametrize("step", [Step.APPROVE, Step.DECLINE])
def test_what_nobody_proposed_cannot_be_answered(state, step):
    with pytest.raises(IllegalMove, match="It allows: propose"):
        state_after(state, step)


def test_a_second_proposal_waits_for_the_first():
    with pytest.raises(IllegalMove, match="It allows: approve, decline"):
        state_after(Case.State.AWAITING_APPROVAL, Step.PROPOSE)


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        ("open", Step.PROPOSE, "awaiting_approval"),
        ("in_review", Step.PROPOSE, "awaiting_approval"),
        ("awaiting_approval", Step.APPROVE, "closed"),
        ("awaiting_approval", Step.DECLINE, "in_review"),
    ],
)
def test_legal_moves(state, step, after):
    assert state_after(state, step) == after


def test_every_state_but_closed_leads_on_and_every_state_but_open_is_reached():
    states = set(Case.State.values)
    assert {str(start) for start, _ in MOVES} == states - {"closed"}
    assert {str(after) for after in MOVES.values()} == states - {"open"}
