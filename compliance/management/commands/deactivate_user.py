"""manage.py deactivate_user: shut a person out."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from compliance.accounts.access import deactivate
from compliance.accounts.errors import AccountError
from compliance.accounts.models import User


class Command(BaseCommand):
    """Closes one account and ends its sessions."""

    help = "Shut a person out, at once; what they did stays attributed to them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say who."""
        parser.add_argument("username")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(self, *_args: object, username: str, by: str, **_options: object) -> None:
        """Close the account, or say that it was closed before."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no user {username!r}.")
        try:
            was_open = deactivate(user=user, by=by)
        except AccountError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{username} is shut out." if was_open else f"{username} was shut out before; nothing changed."
        )
