"""A letter that only this operator knows: written by one person, tried on stored facts, left for a second."""

from pathlib import Path

from django.urls import reverse
from rich.console import Console

from compliance.demo.errors import DemoError
from compliance.demo.login import Login
from compliance.demo.people import Person
from compliance.demo.services import Services
from compliance.demo.waiting import wait_until_idle
from compliance.lawbook.models import DirectiveDraft
from compliance.replays.models import Replay
from compliance.replays.questions import rules_of

_LETTER = Path("fixtures") / "directives" / "invented-bandwidth-letter.toml"


def propose_one(screen: Console, address: str, officer: Login, root: Path, services: Services) -> None:
    """The officer writes an invented letter as a directive, proposes it, and sees whom it would catch."""
    person = Person(address, officer.username, officer.password)
    content = (root / _LETTER).read_text()
    title = "Invented letter on bandwidth"
    person.submit(
        reverse("console:new-directive"), reverse("console:write-directive"), title=title, content=content
    )
    draft = DirectiveDraft.objects.get()
    page = reverse("console:directive", args=[draft.reference])
    change = reverse("console:change-directive", args=[draft.reference])
    person.submit(page, change, title=title, content=content, step="propose")
    person.submit(page, reverse("console:ask-replay"), what="draft", draft=draft.reference)
    wait_until_idle(screen, "Trying the letter on stored facts", services)
    replay = Replay.objects.get()
    if replay.finished_at is None or replay.failure:
        raise DemoError(f"the letter was not tried: {replay.failure or 'the replay did not end'}")
    appear = sum(one["counts"]["appears"] for one in rules_of(replay))
    chips = replay.chip_changes.values("chip").distinct().count()
    screen.print(
        f"[green]✓[/] invented letter: proposed as a directive by {officer.full_name}; tried on the facts of "
        f"{replay.tenants_total} tenants it would raise {appear} flags and say more of {chips} chips; nothing was "
        "raised, and a second person must publish it"
    )
