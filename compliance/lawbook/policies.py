"""Who may take a step on a directive, and when. Nothing here changes anything.

Each `check_can_x` raises NotAllowed or WrongState with a sentence for the desk.
"""

from collections.abc import Callable

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.errors import LawbookError, NotAllowed, WrongState
from compliance.lawbook.models import DirectiveDraft

_State = DirectiveDraft.State
_AT_WORK = (_State.DRAFT, _State.PROPOSED, _State.DECLINED)
"""States in which a draft is still its author's."""


def check_may(user: User, act: Act) -> None:
    """Raise NotAllowed unless the user's role lets them do this."""
    if not user.may(act):
        raise NotAllowed(
            f"{user} may not {act.label}; the role of {user.get_role_display().lower()} does not."
        )


def check_can_write(user: User, draft: DirectiveDraft | None) -> None:
    """Raise unless `user` may write a new draft (None) or change this one: only its author, until it is answered."""
    check_may(user, Act.WRITE_DIRECTIVES)
    if draft is None:
        return
    if user.pk != draft.author_id:
        raise NotAllowed(f"{draft.author} wrote this draft and changes it; write one of your own.")
    if draft.state not in _AT_WORK:
        raise WrongState(f"This draft is {_said(draft)}; a change is a new draft.")


def check_can_propose(user: User, draft: DirectiveDraft) -> None:
    """Raise unless `user` may propose `draft`: its author, while it is a draft."""
    check_can_write(user, draft)
    if draft.state != _State.DRAFT:
        raise WrongState(f"This draft is {_said(draft)}; only what is changed after that is proposed again.")


def check_can_answer(user: User, draft: DirectiveDraft) -> None:
    """Raise unless `user` may publish or decline `draft`: one who publishes, and did not write it."""
    if draft.state != _State.PROPOSED:
        raise WrongState(f"This draft is {_said(draft)}; what is proposed is published or declined.")
    if user.pk == draft.author_id:
        raise NotAllowed("You wrote this directive; a different person must publish or decline it.")
    check_may(user, Act.PUBLISH_DIRECTIVES)


def passes(check: Callable[..., None], user: User, draft: DirectiveDraft | None) -> bool:
    """Say whether one of the checks above lets `user` pass: for what a page offers."""
    try:
        check(user, draft)
    except LawbookError:
        return False
    return True


def _said(draft: DirectiveDraft) -> str:
    return draft.get_state_display().lower()
