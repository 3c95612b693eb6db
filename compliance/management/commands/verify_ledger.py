"""manage.py verify_ledger: derive every tree again from its entries and hold it against every signed head."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from audit.ledger.errors import HistoryChanged
from audit.ledger.inspect import inspect_ledger


class Command(BaseCommand):
    """Prints one line for each log that holds; fails with one line at the first that does not."""

    help = "Derive every log's tree from its entries and check it against every signed head."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No arguments: a ledger is checked whole or not at all."""

    def handle(self, **_options: object) -> None:
        """Run the inspection."""
        try:
            for log in inspect_ledger():
                self.stdout.write(f"{log.log}: {log.size} entries, {log.checkpoints} signed heads, all hold")
        except HistoryChanged as error:
            raise CommandError(str(error)) from error
