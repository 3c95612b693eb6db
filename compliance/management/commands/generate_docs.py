"""manage.py generate_docs: renew the files that are written by the code, or say which are out of date."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from compliance.api.openapi.document import NotDescribed
from compliance.management.generated_files import out_of_date, renew


class Command(BaseCommand):
    """Writes docs/openapi.yaml and whatever else `generated_files` lists."""

    help = "Renew the generated files of the repository; --check changes nothing and fails if one is out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whether to look only."""
        parser.add_argument("--check", action="store_true", help="only say what is out of date")

    def handle(self, *_args: object, check: bool, **_options: object) -> None:
        """Renew, or look; one line for each file that was out of date."""
        try:
            stale = out_of_date(settings.BASE_DIR) if check else renew(settings.BASE_DIR)
        except NotDescribed as error:
            raise CommandError(str(error)) from error
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. `make docs` renews what is generated.")
        for place in stale:
            self.stdout.write(f"{place} is renewed.")
        if not stale:
            self.stdout.write("Every generated file is up to date.")
