"""manage.py trust_policy: the public keys with which others verify reports and receipts."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.reports.errors import NotSealedError
from audit.reports.policy import trust_policy


class Command(BaseCommand):
    """Prints the policy, or writes it to a file. It holds public keys only."""

    help = "Write the trust policy: the public keys of every log and of the reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say of whom, and where to."""
        parser.add_argument(
            "--provider", help="key of the one provider whose logs it names (default: all logs)"
        )
        parser.add_argument("--out", type=Path, help="write to this file instead of the terminal")

    def handle(self, *_args: object, provider: str | None, out: Path | None, **_options: object) -> None:
        """Print or write it."""
        try:
            policy = trust_policy(provider)
        except NotSealedError as error:
            raise CommandError(str(error)) from error
        if out is None:
            self.stdout.write(policy, ending="")
        else:
            out.write_text(policy, encoding="utf-8")
