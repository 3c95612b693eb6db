"""Reports that were issued. Append-only."""

from django.db import models


class IssuedReport(models.Model):
    """One report as it was given out: the bundle's bytes lie in evidence under `bundle_sha256`."""

    reference = models.CharField(max_length=40, unique=True)
    provider = models.SlugField()
    period_from = models.DateTimeField()
    period_until = models.DateTimeField(help_text="the period is half-open")
    requested_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField()
    bundle_sha256 = models.CharField(max_length=64)
    bundle_size_bytes = models.BigIntegerField()
    log = models.CharField(max_length=200)
    leaf_index = models.BigIntegerField()
    summary = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["provider", "issued_at"], name="report_by_provider")]

    def __str__(self) -> str:
        return self.reference
