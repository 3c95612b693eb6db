"""Who may take a step on a case, and when. Nothing here changes anything.

Each `check_can_x` raises PolicyError with a sentence for the desk; each `can_x` answers the same question with
yes or no.
"""

from compliance.accounts.models import User
from compliance.accounts.roles import Act, Role
from compliance.casework.errors import PolicyError
from compliance.casework.models import Decision


def check_can_propose(user: User, pending: Decision | None) -> None:
    """Raise PolicyError unless `user` may propose a decision on a flag; `pending` is its unanswered one, if any."""
    if not user.may(Act.PROPOSE):
        raise PolicyError(f"{_role(user)} reads flags and proposes nothing; an officer proposes.")
    if pending is not None:
        raise PolicyError(
            f"{pending.proposed_by} has proposed a decision; it must be answered before another is proposed."
        )


def check_can_answer(user: User, decision: Decision) -> None:
    """Raise PolicyError unless `user` may approve or decline `decision`: an approver who did not propose it."""
    if decision.answer != Decision.Answer.PENDING:
        answer = decision.get_answer_display().lower()
        raise PolicyError(f"This decision was {answer} by {decision.answered_by}; it is answered once.")
    if user.pk == decision.proposed_by_id:
        raise PolicyError("You proposed this decision; a different person must approve or decline it.")
    if not user.may(Act.APPROVE):
        raise PolicyError(
            f"{_role(user)} does not answer decisions; an approver other than {decision.proposed_by} does."
        )


def can_propose(user: User, pending: Decision | None) -> bool:
    """Say whether `check_can_propose` lets `user` pass."""
    try:
        check_can_propose(user, pending)
    except PolicyError:
        return False
    return True


def can_answer(user: User, decision: Decision) -> bool:
    """Say whether `check_can_answer` lets `user` pass."""
    try:
        check_can_answer(user, decision)
    except PolicyError:
        return False
    return True


def is_reading_recorded(user: User) -> bool:
    """Say whether what `user` reads is recorded: an auditor's reading is, because an audit is evidence too."""
    return user.role == Role.AUDITOR


def _role(user: User) -> str:
    label = Role(user.role).label
    return f"{'An' if label[0] in 'AEIOU' else 'A'} {label.lower()}"
