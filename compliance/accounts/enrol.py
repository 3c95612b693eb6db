"""Enrolling a person, recorded in the ledger."""

from django.db import transaction

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.models import User


def enrol_person(*, username: str, role: str, full_name: str, password: str, by: str) -> User:
    """Return a new user with one role. The ledger learns the username and the role, not the name."""
    with transaction.atomic():
        user = User.objects.create_user(username, role=role, full_name=full_name, password=password)
        record(entity=OPERATOR, kind="user.enrolled", by=by, subject=username, body={"role": role})
    return user
