"""A report is asked for, taken away, and verified where nothing of the service is at hand; then one byte of
it is changed.
"""

import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.urls import reverse
from rich.console import Console

from audit.proofs.archive import read_archive, write_archive
from audit.reports.models import IssuedReport
from audit.reports.policy import trust_policy
from compliance.demo.errors import DemoError
from compliance.demo.login import Login
from compliance.demo.people import Person
from compliance.demo.services import Services
from compliance.demo.waiting import wait_until_idle, wait_until_sealed
from compliance.usage.models import UsageHour

_ROOT = Path(__file__).resolve().parent.parent.parent


def issue_and_verify(
    screen: Console, address: str, officer: Login, provider: str, folder: Path, services: Services
) -> Path:
    """Ask for the period report of `provider` in the console, download it, verify it offline; returns the
    bundle's path.
    """
    begins, ends = _period_of(provider)
    person = Person(address, officer.username, officer.password)
    wait_until_sealed(services)
    begun = time.monotonic()
    person.submit(
        reverse("console:reports"),
        reverse("console:request-report"),
        provider=provider,
        period_from=begins.isoformat(),
        period_until=ends.isoformat(),
    )
    wait_until_idle(screen, "Building, rendering and signing the report", services)
    report = IssuedReport.objects.latest("id")
    bundle, policy = folder / "report.zip", folder / "trust-policy.txt"
    bundle.write_bytes(person.read(reverse("console:report-bundle", args=[report.reference])))
    policy.write_text(trust_policy())
    seconds = time.monotonic() - begun
    screen.print(
        f"[green]✓[/] report on {provider}, {begins} until {ends}: issued in {seconds:.1f} s, {bundle}"
    )
    outcome = verify(bundle)
    if outcome.returncode:
        raise DemoError(f"the report does not verify: {outcome.stdout}{outcome.stderr}")
    screen.print("[green]✓[/] verified offline, in a process without Django:")
    for line in outcome.stdout.splitlines():
        screen.print(f"    {line}", markup=False)
    return bundle


def _period_of(provider: str) -> tuple[date, date]:
    hours = UsageHour.objects.filter(tenant__provider__key=provider).order_by("hour")
    first, last = hours.first(), hours.last()
    if first is None or last is None:
        raise DemoError(f"{provider} used nothing, so there is nothing to report")
    return _day(first.hour), _day(last.hour) + timedelta(days=1)


def _day(instant: int) -> date:
    return datetime.fromtimestamp(instant, UTC).date()


def verify(bundle: Path) -> subprocess.CompletedProcess[str]:
    """Run the verifier as anyone would, with no variable of the service."""
    command = [
        sys.executable,
        "-m",
        "audit.proofs",
        "verify",
        str(bundle),
        "--trust",
        str(bundle.parent / "trust-policy.txt"),
    ]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=_ROOT, env={"PATH": "/usr/bin:/bin"}
    )


def show_that_one_byte_is_enough(screen: Console, bundle: Path) -> None:
    """Change one digit of a figure, in the file as it is and in a file packed anew around it; both are
    refused.
    """
    whole = bundle.read_bytes()
    members = read_archive(whole)
    report = _one_digit_changed(members["report.json"])
    _show_refusal(
        screen, bundle, "one digit of a figure changed", whole.replace(members["report.json"], report)
    )
    packed = write_archive({**members, "report.json": report})
    _show_refusal(screen, bundle, "the same, by somebody who packs the file anew around it", packed)


def _one_digit_changed(report: bytes) -> bytes:
    """Return the report with the first digit of its first accelerator-seconds changed: the same length,
    another figure.
    """
    place = report.index(b'"accelerator_seconds":') + len(b'"accelerator_seconds":')
    digit = b"1" if report[place : place + 1] != b"1" else b"2"
    return report[:place] + digit + report[place + 1 :]


def _show_refusal(screen: Console, bundle: Path, what: str, forged: bytes) -> None:
    path = bundle.with_name("report-forged.zip")
    path.write_bytes(forged)
    outcome = verify(path)
    if outcome.returncode == 0:
        raise DemoError(f"a forged report was accepted: {what}")
    screen.print(f"[green]✓[/] {what}:")
    screen.print(f"    {(outcome.stdout + outcome.stderr).strip().splitlines()[-1]}", markup=False)
