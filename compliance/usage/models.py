"""Compute per tenant, chip, facility and hour.

Derived: every table here may be dropped and rebuilt from the segments of audit.
"""

from django.db import models

from compliance.tenants.models import Tenant


class UsageHour(models.Model):
    """Accelerator-seconds that one tenant used of one kind of chip, in one facility, in one UTC hour."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="usage_hours")
    chip = models.SlugField(help_text="slug of the chip, or 'unknown'")
    facility = models.SlugField(blank=True, help_text="key of the facility; empty: not stated")
    hour = models.BigIntegerField(help_text="start of the hour, Unix seconds, a multiple of 3600")
    accelerator_seconds = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "hour", "chip", "facility"], name="one_cell_per_hour")
        ]
        indexes = [models.Index(fields=["hour"], name="usage_by_hour")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.chip} {self.hour}: {self.accelerator_seconds}"


class AccountedBatch(models.Model):
    """A batch whose records are in the usage tables. Its existence is what makes accounting happen once."""

    batch = models.CharField(max_length=40, unique=True)
    usage_sha256 = models.CharField(
        max_length=64, blank=True, help_text="evidence file that holds what this batch added"
    )
    accelerator_seconds = models.BigIntegerField(help_text="net sum added")
    unknown_machine_names = models.JSONField(
        default=dict,
        help_text="accelerator model or instance type nobody could resolve -> how many records name it",
    )
    accounted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.batch


class LifecycleEvent(models.Model):
    """A start, stop, change or heartbeat of a resource; its sessions are worked out again when a late one comes."""

    provider = models.SlugField()
    resource_uid = models.CharField(max_length=1024)
    event_uid = models.CharField(max_length=1024)
    kind = models.CharField(max_length=12)
    occurred_at = models.BigIntegerField(help_text="Unix seconds")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    facility = models.SlugField(blank=True)
    instance_type = models.CharField(max_length=1024, blank=True)
    accelerator_model = models.CharField(max_length=1024, blank=True)
    accelerator_count = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    layer = models.CharField(max_length=12)
    stated_from = models.BigIntegerField(
        null=True, help_text="kind usage: Unix seconds from which the provider states what was used"
    )
    stated_until = models.BigIntegerField(null=True)
    batch = models.CharField(max_length=40)
    line_number = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "event_uid"], name="one_lifecycle_event_per_uid")
        ]
        indexes = [models.Index(fields=["provider", "resource_uid"], name="lifecycle_by_resource")]

    def __str__(self) -> str:
        return f"{self.kind} {self.resource_uid}"


class ResourceSession(models.Model):
    """A span in which a resource held accelerators.

    Counted to the last evidence; an open one also has an upper bound, worked out when asked.
    """

    provider = models.SlugField()
    resource_uid = models.CharField(max_length=1024)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="sessions")
    facility = models.SlugField(blank=True)
    chip = models.SlugField(
        blank=True, help_text="slug of the chip, 'unknown', or empty: known to carry none"
    )
    instance_type = models.CharField(max_length=1024, blank=True)
    accelerator_count = models.DecimalField(
        max_digits=14, decimal_places=6, null=True, help_text="null: unknown"
    )
    started_at = models.BigIntegerField(help_text="Unix seconds")
    ended_at = models.BigIntegerField(null=True, help_text="Unix seconds; null: no end has been seen")
    last_evidence_at = models.BigIntegerField(help_text="Unix seconds")
    state = models.CharField(max_length=16)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "resource_uid"], name="session_by_resource"),
            models.Index(fields=["tenant", "started_at"], name="session_by_tenant"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_uid} from {self.started_at}"
