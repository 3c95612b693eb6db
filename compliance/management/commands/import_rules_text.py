"""manage.py import_rules_text: put the published text of a part beside the rule sets, and say what changed."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from compliance.lawbook.errors import LawbookError
from compliance.lawbook.import_regulation_text import Imported, import_regulation_text
from compliance.lawbook.models import RegulationNotice
from compliance.lawbook.texts import sets_citing
from compliance.management.days import day
from rules.law import shipped_law
from rules.regulation_text import MAX_BYTES


class Command(BaseCommand):
    """Imports one file; it fetches nothing."""

    help = (
        "Import the eCFR versioner's XML of one part of title 15 for one day, from a file or from standard input (-). "
        "Says which units changed since the issue before, and which rule sets encode them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which file, part and day."""
        parser.add_argument("file", help="the XML; - reads standard input")
        parser.add_argument("--part", type=int, required=True, help="number of the part, for example 774")
        parser.add_argument(
            "--issue-date", type=day, required=True, help="the day the text is of, 2026-07-23"
        )
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(
        self, *_args: object, file: str, part: int, issue_date: date, by: str, **_options: object
    ) -> None:
        """Import, and print what changed; what is refused is one line and exit code 1."""
        try:
            imported = import_regulation_text(xml=_content(file), part=part, issue_date=issue_date, by=by)
        except LawbookError as error:
            raise CommandError(str(error)) from error
        self._print(imported)

    def _print(self, imported: Imported) -> None:
        if not imported.is_new:
            self.stdout.write(f"{imported.issue} is there already with the same text. Nothing changed.")
            return
        self.stdout.write(f"{imported.issue}: {imported.units} units are imported.")
        if imported.compared_with is None:
            self.stdout.write("There is no earlier issue of this part to compare it with.")
        elif not imported.notices:
            self.stdout.write(f"Nothing changed since {imported.compared_with.issue_date}.")
        else:
            self.stdout.write(f"Since {imported.compared_with.issue_date}, for somebody to look at:")
            for notice in imported.notices:
                self.stdout.write(f"    {notice.change} {notice.unit}{_cited_by(notice)}")


def _cited_by(notice: RegulationNotice) -> str:
    issue = notice.later
    cited = sets_citing(issue.part, notice.unit, shipped_law(), on=issue.issue_date)
    return f", encoded in {', '.join(one.reference for one in cited)}" if cited else ""


def _content(file: str) -> bytes:
    """Return the bytes of the file; one byte more than the reader takes is enough for it to refuse the rest."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
