"""manage.py create_user: enrol a person. The password comes from standard input, never from the command line."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from compliance.accounts.enrol import enrol_person
from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.management.passwords import read_password

PEOPLE = [role for role in Role.values if role != Role.PROVIDER_CLIENT]


class Command(BaseCommand):
    """Makes one user with one role."""

    help = "Enrol a person with one role; the password is read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say who, and what they are here for."""
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=PEOPLE)
        parser.add_argument("--full-name", default="")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(
        self, *_args: object, username: str, role: str, full_name: str, by: str, **_options: object
    ) -> None:
        """Read the password, check it, make the user."""
        password = read_password(User(username=username, full_name=full_name))
        if User.objects.filter(username=username).exists():
            raise CommandError(f"There is a user {username} already; choose another name.")
        enrol_person(username=username, role=role, full_name=full_name, password=password, by=by)
        self.stdout.write(f"{username} is enrolled as {role}.")
