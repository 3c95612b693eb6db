"""manage.py verify_ledger: derive every tree again, hold it against every signed head, and look for missing entries."""

from django.core.management.base import BaseCommand, CommandError

from audit.intake.inspect import inspect_batches
from audit.ledger.errors import HistoryChanged
from audit.ledger.inspect import inspect_ledger


class Command(BaseCommand):
    """Prints a line for each log that holds and one for the batches; fails with one line at the first that does not."""

    help = (
        "Derive every log's tree from its entries, check it against every signed head, "
        "and every batch for its entries."
    )

    def handle(self, **_options: object) -> None:
        """Run the inspection."""
        try:
            for log in inspect_ledger():
                self.stdout.write(f"{log.log}: {log.size} entries, {log.checkpoints} signed heads, all hold")
            batches = inspect_batches()
            self.stdout.write(
                f"{batches.received} batches received, {batches.normalised} normalised, all recorded"
            )
        except HistoryChanged as error:
            raise CommandError(str(error)) from error
