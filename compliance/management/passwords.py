"""A password from standard input: never from the command line, where every user of the machine could read it."""

import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from compliance.accounts.models import User


def read_password(user: User) -> str:
    """Return one line of standard input as a password for `user`; raises CommandError if it is too easy to guess."""
    password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError("The password cannot be taken: " + " ".join(error.messages)) from error
    return password
