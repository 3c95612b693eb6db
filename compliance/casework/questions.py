"""Questions about cases; none of them changes anything."""

from compliance.casework.models import Case, Decision
from compliance.screening.models import Flag


def open_case_of(flag: Flag) -> Case | None:
    """Return the case in which `flag` is being worked on, or None: nobody has, or every case of it is closed."""
    return flag.cases.exclude(state=Case.State.CLOSED).order_by("-id").first()


def pending_decision_of(flag: Flag) -> Decision | None:
    """Return the decision on `flag` that waits for a second person, with its proposer loaded, or None."""
    decisions = Decision.objects.filter(case__flags=flag, answer=Decision.Answer.PENDING)
    return decisions.select_related("case", "proposed_by").first()
