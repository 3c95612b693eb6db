"""Reports that were asked for and reports that were issued. Append-only both."""

from django.db import models


class ReportRequest(models.Model):
    """What somebody asked for. Its reference becomes the report's, so that asking once can never issue twice."""

    reference = models.CharField(max_length=40, unique=True)
    provider = models.SlugField()
    period_from = models.DateTimeField()
    period_until = models.DateTimeField(help_text="the period is half-open")
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField(help_text="the report holds everything recorded before this instant")

    def __str__(self) -> str:
        return self.reference


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
