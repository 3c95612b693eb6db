"""manage.py classify: what the control list says of a chip on a day, with all of its working."""

import json
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console

from compliance.lawbook.questions import law
from compliance.management.classification_text import print_all, print_control
from compliance.management.days import day
from compliance.registry.chip_book import ChipBook, chips_of_database, chips_of_files
from compliance.registry.errors import ChipNotFound, RegistryError
from compliance.registry.maker_letters import ChipControl, letter_for
from compliance.registry.models import Chip, MakerLetter
from compliance.registry.questions import figures_of
from rules.chips.classification import Classification, classify_under, require_text
from rules.chips.law import ChipLaw, ChipStages
from rules.clocks import Reading
from rules.decimals import decimal_text
from rules.errors import NoTextKnown
from rules.law import shipped_law

_SHIPPED = Path("fixtures") / "registry"
_LINE_CHARACTERS = 140


class Command(BaseCommand):
    """Answers from the registry's tables and the law book; without them, from the shipped files."""

    help = (
        "Say what the control list says of a chip on a day, with rates, limbs and sources; --all: of every chip, from "
        "published figures alone. Works without any set-up, on the shipped files."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which chip, and as of when."""
        parser.add_argument("chip", nargs="?", help="key, name or alias of a chip in the registry")
        parser.add_argument("--all", action="store_true", dest="every", help="every chip of the registry")
        parser.add_argument(
            "--as-of", type=day, default=None, help="the law in force on this day (default: today)"
        )
        parser.add_argument("--known-on", type=day, default=None, help="only what was known by this day")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
        parser.add_argument(
            "--registry-file",
            type=Path,
            default=None,
            help="read chips from this folder of registry files, not from the database",
        )

    def handle(
        self,
        *_args: object,
        chip: str | None,
        every: bool,
        as_of: date | None,
        known_on: date | None,
        registry_file: Path | None,
        **options: object,
    ) -> None:
        """Answer, or one line that says what is wrong and exit code 1."""
        if every == bool(chip):
            raise CommandError("Name one chip, or ask for --all.")
        is_json = options["format"] == "json"
        tables = _tables_there()
        applied = law() if tables else shipped_law()
        chip_law = ChipLaw(applied.on(as_of or datetime.now(UTC).date(), known_on))
        try:
            require_text(applied, chip_law)
            book, is_database = self._book(registry_file, tables=tables)
            if chip:
                self._one(book.find(chip), chip_law, has_letters=is_database, is_json=is_json)
            else:
                self._all(book, chip_law, is_json=is_json)
        except ChipNotFound as error:
            raise CommandError(f"{error}{'' if error.suggestions else ' --all lists every key.'}") from error
        except (RegistryError, NoTextKnown) as error:
            raise CommandError(str(error)) from error

    def _book(self, folder: Path | None, *, tables: bool) -> tuple[ChipBook, bool]:
        """Return the chips, and whether they are the database's."""
        if folder is not None:
            return chips_of_files(folder), False
        book = chips_of_database() if tables else ChipBook({}, {})
        if book.chips:
            return book, True
        self.stderr.write(
            f"The registry holds no chips yet (manage.py load_registry loads them): read from {_SHIPPED}."
        )
        return chips_of_files(settings.BASE_DIR / _SHIPPED), False

    def _one(self, chip: Chip, chip_law: ChipLaw, *, has_letters: bool, is_json: bool) -> None:
        asked = chip_law.day
        letter = letter_for(chip, asked.as_of, asked.known_on) if has_letters else None
        control = ChipControl(chip, _classified(chip, chip_law), letter)
        if is_json:
            self.stdout.write(json.dumps(control.to_document(), indent=2, ensure_ascii=False))
            return
        console = Console(width=None if self.stdout.isatty() else _LINE_CHARACTERS, highlight=False)
        with console.capture() as capture:
            print_control(console, control)
        self.stdout.write(capture.get())

    def _all(self, book: ChipBook, chip_law: ChipLaw, *, is_json: bool) -> None:
        found = [_classified(chip, chip_law) for chip in book.chips.values()]
        rows = [_row(one) for one in found]
        if is_json:
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
            return
        console = Console(width=None if self.stdout.isatty() else _LINE_CHARACTERS, highlight=False)
        with console.capture() as capture:
            print_all(console, found, rows)
        self.stdout.write(capture.get())


def _classified(chip: Chip, chip_law: ChipLaw) -> Classification:
    return classify_under(ChipStages(figures_of(chip)), chip_law)


def _row(found: Classification) -> dict[str, object]:
    """One chip for a machine: numbers as text, null where unknown; the answer is that of the codified text."""
    answer = found.under(Reading.CODIFIED)
    density = found.performance_density
    return {
        "slug": found.figures.chip,
        "tpp": None if found.tpp is None else decimal_text(found.tpp),
        "performance_density": None if density is None else decimal_text(density),
        "status": str(answer.status),
        "limb": answer.limb,
        "also": list(answer.also),
        "undetermined_facts": list(answer.missing_facts),
    }


def _tables_there() -> bool:
    """Whether the database has been migrated; one that cannot be reached is an error of its own."""
    return MakerLetter._meta.db_table in connection.introspection.table_names()  # noqa: SLF001  documented by Django
