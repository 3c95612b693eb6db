"""manage.py record_maker_letter: put a maker's own classification of a chip on record, with its file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from compliance.accounts.models import User
from compliance.lawbook.errors import LawbookError
from compliance.management.days import day
from compliance.registry.chip_book import chips_of_database
from compliance.registry.errors import LetterRefused, RegistryError
from compliance.registry.record_maker_letter import LETTER_LIMIT_BYTES, record_maker_letter


class Command(BaseCommand):
    """Records one letter for one chip."""

    help = "Put a maker's letter on record; it outranks the computed class from the day it bears."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which chip, what the letter states, and where it is."""
        parser.add_argument("chip", help="key, name or alias of a chip in the registry")
        parser.add_argument("--entry", required=True, help="the ECCN as the letter states it, or EAR99")
        parser.add_argument("--file", type=Path, required=True, help="the letter: a PDF or plain text")
        parser.add_argument("--letter-on", type=day, required=True, help="the day the letter bears")
        parser.add_argument("--signer", required=True, help="who signed it, and in what capacity")
        parser.add_argument("--source", required=True, help="how it came here; stands in the ledger")
        parser.add_argument(
            "--by", required=True, help="username of the approver or administrator who records it"
        )

    def handle(
        self,
        *_args: object,
        chip: str,
        entry: str,
        file: Path,
        letter_on: date,
        signer: str,
        source: str,
        by: str,
        **_options: object,
    ) -> None:
        """Record it, or one line that says what is wrong and exit code 1."""
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user {by!r}.")
        try:
            with file.open("rb") as source_file:
                content = source_file.read(LETTER_LIMIT_BYTES + 1)
            letter = record_maker_letter(
                chip=chips_of_database().find(chip),
                stated_entry=entry,
                content=content,
                file_name=file.name,
                letter_on=letter_on,
                signer=signer,
                source=source,
                by=user,
            )
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except (RegistryError, LetterRefused, LawbookError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Recorded as {letter.reference}; the file is {letter.file_sha256}.")
