"""The main job, told step by step: what providers push, what the machine finds, what two people decide, what
a regulator verifies.
"""

import secrets
import time
from datetime import UTC, datetime
from pathlib import Path

import django
from rich.console import Console

django.setup()

from compliance.accounts.enrol import enrol_person  # noqa: E402  Django must be set up first
from compliance.accounts.roles import Role  # noqa: E402
from compliance.demo import casework, invented_logs, letter, proof, real_logs, summary  # noqa: E402
from compliance.demo.login import Login  # noqa: E402
from compliance.demo.services import Services  # noqa: E402
from compliance.demo.waiting import wait_until_idle  # noqa: E402
from compliance.registry.load import load_registry  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
_PEOPLE = {
    "mara": ("Mara Lindqvist", Role.OFFICER),
    "tomas": ("Tomás Reyes", Role.APPROVER),
    "iris": ("Iris Okafor", Role.AUDITOR),
    "admin": ("Ade Minh", Role.ADMINISTRATOR),
}


def tell(screen: Console, services: Services, address: str, folder: Path, begun: float) -> None:
    """Do the main job against the running service and show what came of it."""
    report = load_registry(folder=ROOT / "fixtures" / "registry", by="demo")
    screen.print(
        f"[green]✓[/] registry: {report.chips.added} chips, {report.instance_types.added} instance types"
    )
    logins = _enrol_people(folder)

    pushed = invented_logs.push_all(screen, address)
    wait_until_idle(screen, "Screening the invented logs", services)
    pushed += real_logs.push_all(screen, address, services)

    letter.propose_one(screen, address, logins["mara"], ROOT, services)
    decision = casework.decide_one(screen, address, logins["mara"], logins["tomas"])
    bundle = proof.issue_and_verify(screen, address, logins["mara"], decision.provider, folder, services)
    proof.show_that_one_byte_is_enough(screen, bundle)

    summary.show(screen, pushed)
    _show_logins(screen, address, logins)
    screen.print(f"Done in {time.monotonic() - begun:.1f} s, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC.")


def _enrol_people(folder: Path) -> dict[str, Login]:
    logins = {}
    for username, (full_name, role) in _PEOPLE.items():
        password = secrets.token_urlsafe(12)
        enrol_person(username=username, role=role, full_name=full_name, password=password, by="demo")
        logins[username] = Login(username, password, full_name, role.label)
    kept = folder / "logins.txt"
    kept.touch(mode=0o600)
    kept.write_text(
        "".join(f"{login.username}\t{login.password}\t{login.role}\n" for login in logins.values())
    )
    return logins


def _show_logins(screen: Console, address: str, logins: dict[str, Login]) -> None:
    screen.print(f"\nConsole: [bold]{address}/[/]")
    for login in logins.values():
        screen.print(f"  {login.role:14} {login.username:6} {login.password}   ({login.full_name}, invented)")
