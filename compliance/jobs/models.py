"""Background work as rows. The queue is a bell; this table is the memory."""

from django.db import models
from django.db.models import F, Q


class Job(models.Model):
    """One piece of work on one subject.

    Wanted as long as `done < wanted`; asking again while it runs makes it run once more. A row is never
    removed by the work itself, so nothing that was asked for can be forgotten.
    """

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, help_text="a reference, never data")
    wanted = models.PositiveIntegerField(default=1, help_text="how often it was asked for")
    done = models.PositiveIntegerField(
        default=0, help_text="the value of `wanted` that the last finished run answered"
    )
    attempts = models.PositiveIntegerField(default=0, help_text="runs begun since the last one that finished")
    claimed_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="host, process id and start of the process; empty when nobody works on it",
    )
    claimed_at = models.DateTimeField(null=True)
    not_before_at = models.DateTimeField(null=True, help_text="after a failure: when to try again")
    failure = models.TextField(blank=True, help_text="the last failure, in one line; empty after success")
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="one_job_per_kind_and_subject")
        ]
        indexes = [models.Index(fields=["kind", "id"], condition=Q(done__lt=F("wanted")), name="job_wanted")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
