"""Cases and the decisions two persons make on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.references import new_reference
from compliance.screening.models import Flag
from compliance.sealed_text import SealedTextField
from compliance.tenants.models import Tenant


def case_reference() -> str:
    """Return a new reference of a case."""
    return new_reference("case")


def decision_reference() -> str:
    """Return a new reference of a decision."""
    return new_reference("dec")


class Case(models.Model):
    """What people work on: one tenant, one or more of its flags, until a decision closes it."""

    class State(models.TextChoices):
        """Few on purpose; the legal moves are in `states.py`."""

        OPEN = "open", "Open"
        IN_REVIEW = "in_review", "In review"
        AWAITING_APPROVAL = "awaiting_approval", "Awaiting approval"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=40, unique=True, default=case_reference)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="cases")
    flags = models.ManyToManyField(Flag, related_name="cases")
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="a_closed_case_says_when",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Decision(models.Model):
    """What one officer proposed for a case and what a different person answered.

    The database refuses one person in both places.
    """

    class Disposition(models.TextChoices):
        """What the proposer holds to be true of the flags."""

        TRUE_MATCH = "true_match", "True match"
        FALSE_POSITIVE = "false_positive", "False positive"
        INCONCLUSIVE = "inconclusive", "Inconclusive"

    class Measure(models.TextChoices):
        """What is to be done."""

        NONE = "none", "No measure"
        REQUEST_INFORMATION = "request_information", "Request information"
        SUSPEND_ACCESS = "suspend_access", "Suspend access"
        REQUIRE_LICENCE = "require_licence", "Require a licence"
        REPORT = "report", "Report to the authority"

    class Answer(models.TextChoices):
        """What the second person said."""

        PENDING = "pending", "Awaiting a second person"
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    reference = models.CharField(max_length=40, unique=True, default=decision_reference)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    disposition = models.CharField(max_length=20, choices=Disposition.choices)
    measure = models.CharField(max_length=24, choices=Measure.choices)
    reason = SealedTextField(help_text="in the proposer's words, which may name people")
    reason_salt = SealedTextField(help_text="32 hexadecimal digits that go before the reason in its digest")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals"
    )
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.PENDING)
    answer_reason = SealedTextField(blank=True, help_text="in the answerer's words")
    answer_salt = SealedTextField(
        blank=True, help_text="the same for the answer's reason; empty: no answer yet"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="answers"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(answered_by=F("proposed_by")), name="four_eyes"),
            models.CheckConstraint(
                condition=Q(answer="pending", answered_by=None, answered_at=None)
                | (~Q(answer="pending") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="an_answer_has_a_person_and_a_time",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(answer="pending"), name="one_pending_decision_per_case"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
