"""Two officers decide one case, each in a browser session of their own."""

from dataclasses import dataclass

from django.urls import reverse
from rich.console import Console

from compliance.casework.models import Decision
from compliance.demo.errors import DemoError
from compliance.demo.login import Login
from compliance.demo.people import Person
from compliance.screening.models import Flag


@dataclass(frozen=True)
class Decided:
    """What was decided, and about whose tenant."""

    reference: str
    provider: str


def decide_one(screen: Console, address: str, officer: Login, approver: Login) -> Decided:
    """The officer proposes a decision on the gravest flag, is refused as their own approver, and a second
    person approves.
    """
    flag = (
        Flag.objects.filter(status=Flag.Status.MET)
        .select_related("tenant__provider")
        .order_by("-severity", "id")
        .first()
    )
    if flag is None:
        raise DemoError("no flag was raised, so there is nothing to decide")
    page = reverse("console:flag", args=[flag.reference])
    first = Person(address, officer.username, officer.password)
    first.submit(
        page,
        reverse("console:propose", args=[flag.reference]),
        disposition=Decision.Disposition.TRUE_MATCH,
        measure=Decision.Measure.REQUEST_INFORMATION,
        reason="Far above the threshold; ask the tenant what is trained, for whom, and where the weights go.",
    )
    decision = Decision.objects.get(case__flags=flag, answer=Decision.Answer.PENDING)
    answer = reverse("console:answer", args=[flag.reference, decision.reference])
    _show_that_one_person_is_not_two(first, page, answer)
    second = Person(address, approver.username, approver.password)
    second.submit(page, answer, answer="approve", reason="The figures are right; approved.")
    decision.refresh_from_db()
    if decision.answer != Decision.Answer.APPROVED:
        raise DemoError(f"the decision {decision.reference} was not approved but {decision.answer}")
    screen.print(
        f"[green]✓[/] case decided: {flag.title} ({flag.tenant.account}); {officer.full_name} proposed, "
        f"{approver.full_name} approved; {officer.full_name} approving alone was refused"
    )
    return Decided(decision.reference, flag.tenant.provider.key)


def _show_that_one_person_is_not_two(person: Person, page: str, answer: str) -> None:
    try:
        person.submit(page, answer, answer="approve", reason="I approve my own proposal.")
    except DemoError as refused:
        if "403" in str(refused):
            return
        raise
    raise DemoError("one person could propose and approve the same decision")
