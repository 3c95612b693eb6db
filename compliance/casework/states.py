"""The legal moves of a case: one table, and the only code that reads it."""

from enum import StrEnum

from compliance.casework.errors import IllegalMove
from compliance.casework.models import Case


class Step(StrEnum):
    """What a person does to a case."""

    PROPOSE = "propose"
    APPROVE = "approve"
    DECLINE = "decline"


MOVES: dict[tuple[str, Step], Case.State] = {
    (Case.State.OPEN, Step.PROPOSE): Case.State.AWAITING_APPROVAL,
    (Case.State.IN_REVIEW, Step.PROPOSE): Case.State.AWAITING_APPROVAL,
    (Case.State.AWAITING_APPROVAL, Step.APPROVE): Case.State.CLOSED,
    (Case.State.AWAITING_APPROVAL, Step.DECLINE): Case.State.IN_REVIEW,
}


def state_after(state: str, step: Step) -> Case.State:
    """Return the state that `step` leads to from `state`; raises IllegalMove where the table has no such move."""
    try:
        return MOVES[(state, step)]
    except KeyError:
        steps = [str(move) for start, move in MOVES if start == state]
        offer = (
            f"It allows: {', '.join(steps)}." if steps else "It is finished; a new proposal opens a new case."
        )
        label = Case.State(state).label.lower()
        raise IllegalMove(f"A case that is {label} does not allow the step “{step}”. {offer}") from None
