"""manage.py set_password: give a person a new password, read from standard input."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from compliance.accounts.access import set_password
from compliance.accounts.errors import AccountError
from compliance.accounts.models import User
from compliance.management.passwords import read_password


class Command(BaseCommand):
    """Replaces one person's password and ends their sessions."""

    help = "Give a person a new password, read from standard input; their sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say who."""
        parser.add_argument("username")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(self, *_args: object, username: str, by: str, **_options: object) -> None:
        """Read the password, check it, set it."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        try:
            set_password(user=user, password=read_password(user), by=by)
        except AccountError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{username} has a new password.")
        if not user.is_active:
            self.stdout.write("The account is deactivated all the same: nobody can log in with it.")
