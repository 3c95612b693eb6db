"""Screenings and the flags they raised."""

import json
from typing import Any, NamedTuple

from django.db import models

from audit.references import new_reference
from compliance.sealed_text import SealedTextField
from compliance.tenants.models import Tenant


def flag_reference() -> str:
    """Return a new reference of a flag."""
    return new_reference("flag")


def screening_reference() -> str:
    """Return a new reference of a screening."""
    return new_reference("scr")


class Screening(models.Model):
    """One run of the rules over one tenant, with the facts it ran on: it can be run again years later."""

    reference = models.CharField(max_length=40, unique=True, default=screening_reference)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="screenings")
    as_of_on = models.DateField(help_text="day whose law was applied")
    screened_at = models.DateTimeField()
    facts = models.TextField(help_text="canonical JSON of fact -> value")
    facts_sha256 = models.CharField(max_length=64)
    rule_sets = models.JSONField(help_text="reference -> SHA-256 of each rule set in force")

    class Meta:
        indexes = [models.Index(fields=["tenant", "-id"], name="screening_by_tenant")]

    def __str__(self) -> str:
        return self.reference


class ScreeningNeed(models.Model):
    """A tenant whose facts changed since it was last screened.

    Asking again while it is being screened makes it run once more.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="screening_need")
    wanted = models.PositiveIntegerField(default=1)
    done = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(
        default=0, help_text="screenings that failed since the last that did not; the tenant waits on"
    )
    failure = models.CharField(
        max_length=80, blank=True, help_text="kind of the last failure, never its words; empty after success"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["tenant"], condition=models.Q(done__lt=models.F("wanted")), name="screening_wanted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant_id}: {self.done} of {self.wanted}"


class Said(NamedTuple):
    """What a rule said of a tenant: its title, the clause, and the finding as a document."""

    title: str
    clause: str
    finding: dict[str, Any]


class Flag(models.Model):
    """A finding that a person must look at.

    Raised only by the machine, never edited by a person; the same finding again renews it.
    """

    class Status(models.TextChoices):
        """What the rule said last."""

        MET = "met", "Met"
        UNDETERMINED = "undetermined", "Undetermined"
        LAPSED = "lapsed", "No longer met"

    class Severity(models.IntegerChoices):
        """How soon it wants a person; a number so that the queue can sort by it."""

        NOTICE = 1, "Notice"
        LOW = 2, "Low"
        MEDIUM = 3, "Medium"
        HIGH = 4, "High"
        CRITICAL = 5, "Critical"

    reference = models.CharField(max_length=40, unique=True, default=flag_reference)
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="flags")
    rule_set = models.CharField(max_length=120, help_text="reference of the dated rule set that spoke last")
    rule_set_sha256 = models.CharField(max_length=64)
    rule = models.CharField(max_length=120, help_text="rule id, stable across versions of its set")
    status = models.CharField(max_length=14, choices=Status.choices)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=200, blank=True)
    finding = models.JSONField(help_text="the finding as the rules gave it; of a directive's rule empty")
    words = SealedTextField(
        null=True,
        help_text="of a directive's rule: title, clause and finding, as JSON; null: they are in clear",
    )
    finding_sha256 = models.CharField(max_length=64)
    screening = models.ForeignKey(
        Screening, on_delete=models.PROTECT, related_name="flags", help_text="the screening that spoke last"
    )
    raised_at = models.DateTimeField()
    renewed_at = models.DateTimeField(help_text="when a screening last said the same or something new")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "rule"], name="one_flag_per_tenant_and_rule")
        ]
        indexes = [models.Index(fields=["-severity", "-raised_at"], name="flag_queue")]

    def __str__(self) -> str:
        return self.reference

    @property
    def said(self) -> Said:
        """What the rule said last, for whoever may read the flag; a directive's words are unsealed for it."""
        return Said(**json.loads(self.words)) if self.words else Said(self.title, self.clause, self.finding)
