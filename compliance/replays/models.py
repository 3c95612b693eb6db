"""Replays and the differences they found. Derived from screenings and rule sets: nothing here is evidence."""

from django.conf import settings
from django.db import models

from audit.references import new_reference
from compliance.providers.models import Provider
from compliance.screening.models import Flag, Screening
from compliance.sealed_text import SealedTextField
from compliance.tenants.models import Tenant


def replay_reference() -> str:
    """Return a new reference of a replay."""
    return new_reference("replay")


class Replay(models.Model):
    """One trial of a rule set, or of the law of another day, over the facts that were known by an instant.

    What is tried is kept here as it was: a later edit of the draft it came from changes nothing.
    """

    class Mode(models.TextChoices):
        """What is tried (`rules.trial.Mode`)."""

        IN_PLACE = "in_place", "In place of the version in force"
        IN_ADDITION = "in_addition", "In addition to what is in force"
        OTHER_DAY = "other_day", "The law of another day"

    reference = models.CharField(max_length=40, unique=True, default=replay_reference)
    mode = models.CharField(max_length=11, choices=Mode.choices)
    tried_reference = models.CharField(
        max_length=120, blank=True, help_text="of the rule set tried; empty: none is"
    )
    tried_sha256 = models.CharField(max_length=64, blank=True)
    tried_content = SealedTextField(blank=True, help_text="the rule set tried, as TOML")
    tried_as_of = models.DateField(null=True, help_text="the other day; null where a rule set is tried")
    tried_known_on = models.DateField(null=True, help_text="null: as known when it ran")
    as_of = models.DateField(help_text="day of the law that the trial is compared with")
    known_on = models.DateField(null=True, help_text="null: as known when it ran")
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, related_name="replays", help_text="null: all tenants"
    )
    facts_until = models.DateTimeField(help_text="each tenant's newest screening up to here is replayed")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    law = models.JSONField(default=dict, help_text="before and after: day, rule sets by SHA-256, settings")
    law_sha256 = models.CharField(
        max_length=64, blank=True, help_text="of `law`; a run under another starts anew"
    )
    begun_at = models.DateTimeField(null=True)
    tenants_total = models.BigIntegerField(default=0)
    last_tenant_id = models.BigIntegerField(default=0, help_text="the last tenant that takes part")
    reached_tenant_id = models.BigIntegerField(default=0, help_text="everybody up to here is done")
    counts = models.JSONField(default=dict, help_text="see compliance.replays.tally")
    finished_at = models.DateTimeField(null=True)
    failure = SealedTextField(
        blank=True,
        help_text="why it ended without a result, which may quote what was tried; empty otherwise",
    )
    differences_sha256 = models.CharField(
        max_length=64, blank=True, help_text="of the CSV of all differences"
    )

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="replay_by_time")]

    def __str__(self) -> str:
        return self.reference


class ReplayedRule(models.Model):
    """One rule that could say something else, and on how many tenants it does.

    The counts are of `rules.replay.Change`; together they are the tenants that were replayed.
    """

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="rules")
    rule = models.CharField(max_length=120)
    title = SealedTextField(help_text="of a draft it is as confidential as the letter it is written from")
    rule_set_before = models.CharField(max_length=120, blank=True, help_text="empty: no such rule before")
    rule_set_after = models.CharField(max_length=120, blank=True, help_text="empty: no such rule after")
    appears = models.BigIntegerField(default=0)
    disappears = models.BigIntegerField(default=0)
    changes_severity = models.BigIntegerField(default=0)
    changes_certainty = models.BigIntegerField(default=0)
    changes_severity_and_certainty = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    quiet = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["replay", "rule"], name="one_row_a_rule_of_a_replay")]

    def __str__(self) -> str:
        return self.rule


class TenantChange(models.Model):
    """One flag that would be otherwise."""

    class Change(models.IntegerChoices):
        """What becomes of it (`rules.replay.Change`, without what is only counted)."""

        APPEARS = 1, "Appears"
        DISAPPEARS = 2, "Disappears"
        CHANGES_SEVERITY = 3, "Changes severity"
        CHANGES_CERTAINTY = 4, "Changes certainty"
        CHANGES_SEVERITY_AND_CERTAINTY = 5, "Changes severity and certainty"

    class Status(models.TextChoices):
        """What a side finds."""

        MET = "met", "Met"
        UNDETERMINED = "undetermined", "Undetermined"
        NOT_MET = "not_met", "Not met"
        NO_SUCH_RULE = "", "No such rule"

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="tenant_changes")
    rule = models.ForeignKey(ReplayedRule, on_delete=models.CASCADE, related_name="changes")
    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, related_name="+")
    screening = models.ForeignKey(
        Screening, on_delete=models.PROTECT, related_name="+", help_text="whose facts were replayed"
    )
    change = models.PositiveSmallIntegerField(choices=Change.choices)
    status_before = models.CharField(max_length=14, choices=Status.choices, blank=True)
    status_after = models.CharField(max_length=14, choices=Status.choices, blank=True)
    severity_before = models.PositiveSmallIntegerField(
        choices=Flag.Severity.choices, null=True, help_text="null where no flag is raised"
    )
    severity_after = models.PositiveSmallIntegerField(
        choices=Flag.Severity.choices, null=True, help_text="null where no flag is raised"
    )

    class Meta:
        indexes = [
            models.Index(fields=["replay", "id"], name="change_in_order"),
            models.Index(fields=["rule", "change", "id"], name="change_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} on {self.tenant_id}"


class ChipChange(models.Model):
    """One chip of the registry that would be classed otherwise under one reading of the law."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="chip_changes")
    chip = models.CharField(max_length=80, help_text="the chip's slug in the registry")
    name = models.CharField(max_length=200)
    reading = models.CharField(max_length=12, help_text="codified, enforced or conservative")
    class_before = models.CharField(max_length=40)
    class_after = models.CharField(max_length=40)
    limb_before = models.CharField(max_length=120, blank=True)
    limb_after = models.CharField(max_length=120, blank=True)
    also_before = models.JSONField(default=list, help_text="other entries met")
    also_after = models.JSONField(default=list, help_text="other entries met")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "chip", "reading"], name="one_row_a_chip_and_reading")
        ]

    def __str__(self) -> str:
        return f"{self.chip} {self.reading}"
