"""`manage.py load_registry`: make the tables of chips and instance types say what their files say."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from compliance.registry.errors import RegistryError
from compliance.registry.load import LoadReport, load_registry


class Command(BaseCommand):
    """Loads `fixtures/registry`; loading it again changes nothing."""

    help = "Load chips, instance types, plain families and aliases. Nothing is loaded if any row is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which folder, and who answers for it."""
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.BASE_DIR / "fixtures" / "registry",
            help="where the files are",
        )
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(self, *_args: object, folder: Path, by: str, **_options: object) -> None:
        """Load and print what changed; a RegistryError is one line and exit code 1."""
        console = Console(stderr=True)
        try:
            with console.status(f"Loading the registry from {folder}"):
                report = load_registry(folder=folder, by=by)
        except RegistryError as error:
            raise CommandError(str(error)) from error
        self._print(report)

    def _print(self, report: LoadReport) -> None:
        table = Table("table", "added", "changed", "unchanged", "removed", title="Registry")
        for name in ("chips", "instance_types", "plain_families", "aliases"):
            counts = getattr(report, name)
            figures = (counts.added, counts.changed, counts.unchanged, counts.removed)
            table.add_row(name.replace("_", " "), *map(str, figures))
        console = Console(width=None if self.stdout.isatty() else 80)
        with console.capture() as capture:
            console.print(table)
        self.stdout.write(capture.get())
        self.stdout.write(
            f"Recorded as {report.event}." if report.event else "Nothing changed, nothing recorded."
        )
