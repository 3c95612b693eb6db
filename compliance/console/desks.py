"""The four trays of the queue, by what has become of a flag's cases."""

from django.db.models import Exists, OuterRef, Q, TextChoices

from compliance.casework.models import Case
from compliance.screening.models import Flag


class Desk(TextChoices):
    """Where a flag lies.

    A decided flag with a newer case is open again; one that lapsed before anybody took it up waits for nobody.
    """

    OPEN = "open", "Open"
    SECOND_PERSON = "second_person", "Needs a second person"
    DECIDED = "decided", "Decided"
    ALL = "all", "All"

    def condition(self) -> Q:
        """Return the condition on flags that lie here."""
        cases = Case.objects.filter(flags=OuterRef("pk"))
        has_open_case = Q(Exists(cases.exclude(state=Case.State.CLOSED)))
        match self:
            case Desk.OPEN:
                return (~Q(Exists(cases)) & ~Q(status=Flag.Status.LAPSED)) | has_open_case
            case Desk.SECOND_PERSON:
                return Q(Exists(cases.filter(state=Case.State.AWAITING_APPROVAL)))
            case Desk.DECIDED:
                return Q(Exists(cases)) & ~has_open_case
            case Desk.ALL:
                return Q(pk__isnull=False)


def has_new_facts_since_decision() -> Q:
    """Return the condition on decided flags about which the rules spoke again after the last case was closed."""
    closed_since = Case.objects.filter(flags=OuterRef("pk"), closed_at__gte=OuterRef("renewed_at"))
    return Desk.DECIDED.condition() & ~Q(Exists(closed_since))
