"""manage.py issue_report: ask for a report, build it here and now, and write its bundle."""

from argparse import ArgumentParser
from datetime import UTC, date, datetime, time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from audit.evidence.store import open_evidence
from audit.ledger.errors import LedgerError
from audit.reports.errors import ReportError
from audit.reports.models import IssuedReport
from compliance.pipeline import make_report, request_report
from compliance.providers.models import Provider


class Command(BaseCommand):
    """Runs what the worker would run; prints the path of the bundle, or one line why there is none."""

    help = "Issue a signed report on one provider and period."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say on whom, over which days (UTC), and where to."""
        parser.add_argument("--provider", required=True, help="the provider's key")
        parser.add_argument(
            "--from", dest="first_on", type=date.fromisoformat, required=True, help="first day, YYYY-MM-DD"
        )
        parser.add_argument(
            "--until",
            dest="until_on",
            type=date.fromisoformat,
            required=True,
            help="the day after the last, YYYY-MM-DD",
        )
        parser.add_argument("--out", type=Path, help="file to write (default: <reference>.zip)")
        parser.add_argument(
            "--by", default="manage.py", help="username that the ledger names (default: manage.py)"
        )

    def handle(
        self,
        *_args: object,
        provider: str,
        first_on: date,
        until_on: date,
        out: Path | None,
        by: str,
        **_options: object,
    ) -> None:
        """Ask, build, write."""
        try:
            reference = request_report(
                provider=provider, period_from=_midnight(first_on), period_until=_midnight(until_on), by=by
            )
            issued = make_report(reference)
        except Provider.DoesNotExist as error:
            raise CommandError(f"There is no provider {provider!r}; enrol it first.") from error
        except (ReportError, LedgerError) as error:
            raise CommandError(str(error)) from error
        path = out or Path(f"{reference}.zip")
        with path.open("wb") as target:
            target.writelines(open_evidence(issued.bundle_sha256))
        self.stdout.write(f"{path}: {_sentence(issued)}")


def _sentence(issued: IssuedReport) -> str:
    return (
        f"report {issued.reference} on {issued.provider}, {issued.bundle_size_bytes:,} bytes, "
        f"entry {issued.leaf_index} of {issued.log}"
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
