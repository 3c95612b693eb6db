"""What was recorded.

Rows hold no foreign keys to live tables: they name what they describe, so nothing live can block or lose them.
"""

from django.db import models


class OutboxEntry(models.Model):
    """A leaf that waits for its index, written in the transaction whose doing it records.

    The sequencer removes it when it is sealed.
    """

    log = models.CharField(max_length=200, help_text="origin of the log it belongs to")
    reference = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, help_text="reference of what the leaf is about, by value")
    leaf = models.BinaryField(help_text="canonical JSON, the exact bytes that are hashed")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["log", "id"], name="outbox_by_log")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Entry(models.Model):
    """A sealed leaf at its index. Append-only."""

    log = models.CharField(max_length=200)
    index = models.BigIntegerField()
    reference = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="one_leaf_per_index")]
        indexes = [
            models.Index(fields=["log", "kind", "index"], name="entry_by_kind"),
            models.Index(fields=["log", "recorded_at"], name="entry_by_time"),
            models.Index(fields=["subject", "kind"], name="entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.log}#{self.index}"


class SignedCheckpoint(models.Model):
    """A signed tree head. Append-only."""

    log = models.CharField(max_length=200)
    size = models.BigIntegerField()
    root_hash = models.BinaryField(max_length=32)
    note = models.TextField(help_text="the C2SP signed note, as given out")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="one_checkpoint_per_size")]

    def __str__(self) -> str:
        return f"{self.log} at {self.size}"


class Head(models.Model):
    """Where the sequencer stands in one log: its size and the right edge of its tree.

    Derived from the entries; also the sequencer's lock.
    """

    log = models.CharField(max_length=200, primary_key=True)
    size = models.BigIntegerField(default=0)
    frontier = models.JSONField(default=list, help_text="hexadecimal subtree hashes, largest subtree first")

    def __str__(self) -> str:
        return f"{self.log} at {self.size}"
