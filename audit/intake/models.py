"""What arrived. Every table here only grows; the database refuses UPDATE and DELETE."""

from django.db import models

from audit.references import new_reference


def batch_reference() -> str:
    """Return a new reference of a log batch."""
    return new_reference("batch")


class LogBatch(models.Model):
    """One body that a provider pushed, safe on disk before this row exists. Never changed, never parsed here."""

    reference = models.CharField(max_length=40, unique=True, default=batch_reference)
    provider = models.SlugField(
        help_text="the provider's key, by value: nothing live can block or lose this row"
    )
    facility = models.SlugField(
        blank=True, help_text="facility the provider named for the whole body, if any"
    )
    format_hint = models.CharField(
        max_length=40, blank=True, help_text="format the provider named; the body is sniffed all the same"
    )
    content_encoding = models.CharField(max_length=16, default="identity")
    body_sha256 = models.CharField(max_length=64, help_text="SHA-256 of the bytes as they came over the wire")
    body_size_bytes = models.BigIntegerField()
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=64, help_text="the key that pushed, by its public prefix")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "body_sha256", "content_encoding", "format_hint"],
                name="one_batch_per_body",
            )
        ]
        indexes = [models.Index(fields=["provider", "received_at"], name="batch_by_provider")]

    def __str__(self) -> str:
        return self.reference


class NormalisedBatch(models.Model):
    """What one batch contained. Its existence says that the batch is normalised."""

    batch = models.OneToOneField(LogBatch, on_delete=models.PROTECT, related_name="normalised")
    format = models.CharField(max_length=40, blank=True, help_text="empty when no format could be recognised")
    mapper_version = models.PositiveIntegerField()
    decoded_size_bytes = models.BigIntegerField()
    records_accepted = models.BigIntegerField(help_text="records counted for the first time")
    records_duplicate = models.BigIntegerField(
        help_text="records whose event id was counted before, with the same content"
    )
    records_conflicting = models.BigIntegerField(
        help_text="records whose event id was counted before, with other content; each is quarantined too"
    )
    lines_quarantined = models.BigIntegerField(
        help_text="refused lines; conflicting records are quarantined beside them and not in this number"
    )
    unknown_event_names = models.JSONField(default=dict, help_text="event name -> how often it came")
    first_occurred_at = models.DateTimeField(null=True)
    last_occurred_at = models.DateTimeField(null=True)
    segment_sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text="columnar segment of the accepted records; empty when there are none",
    )
    refusal = models.TextField(
        blank=True, help_text="why the body as a whole could not be read; empty otherwise"
    )
    normalised_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.records_accepted} accepted"


class QuarantinedLine(models.Model):
    """A line that was refused, or whose record is conflicting, found again in the raw body by its place.

    Its text is not copied here: it may name people.
    """

    batch = models.ForeignKey(LogBatch, on_delete=models.PROTECT, related_name="quarantined")
    line_number = models.BigIntegerField()
    byte_offset = models.BigIntegerField(help_text="in the decoded body")
    byte_length = models.BigIntegerField()
    reason = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["batch", "line_number"], name="quarantine_by_line")]

    def __str__(self) -> str:
        return f"line {self.line_number}: {self.reason}"


class SeenEvent(models.Model):
    """An event id that has been counted, for ever.

    `event_key` hashes provider and event id, `content_key` the raw record.
    """

    event_key = models.BinaryField(max_length=16, primary_key=True)
    content_key = models.BinaryField(max_length=16)
    batch = models.ForeignKey(LogBatch, on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return bytes(self.event_key).hex()
