"""A person's way in: giving it a new password, and closing it. Each is recorded in the ledger."""

from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.errors import NotAPerson
from compliance.accounts.models import User
from compliance.accounts.roles import Role


def set_password(*, user: User, password: str, by: str) -> None:
    """Give a person a new password, which the caller has validated; records `user.password_set`.

    Ends the person's sessions: a password is often changed because somebody else may know the old one.
    Raises NotAPerson for a provider's machine.
    """
    _require_person(user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        ended = _end_sessions_of(user)
        record(
            entity=OPERATOR,
            kind="user.password_set",
            by=by,
            subject=user.username,
            body={"sessions_ended": ended},
        )


def deactivate(*, user: User, by: str) -> bool:
    """Close a person's account and end their sessions; what they did stays theirs. Records `user.deactivated`.

    Returns whether it was open. One that is closed already is left as it is, and nothing is recorded.
    Raises NotAPerson for a provider's machine.
    """
    _require_person(user)
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            return False
        ended = _end_sessions_of(user)
        record(
            entity=OPERATOR,
            kind="user.deactivated",
            by=by,
            subject=user.username,
            body={"role": user.role, "sessions_ended": ended},
        )
    user.is_active = False
    return True


def _require_person(user: User) -> None:
    if user.role == Role.PROVIDER_CLIENT:
        raise NotAPerson(f"{user.username} is a provider's machine: it has a key, which revoke_key ends.")


def _end_sessions_of(user: User) -> int:
    """A session names its user only in its signed data, so each that has not expired is opened."""
    live = Session.objects.filter(expire_date__gt=datetime.now(UTC))
    theirs = [
        session.session_key
        for session in live.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)
