"""Chips and instance types: facts with source and confidence. Loaded from files under `fixtures/registry`."""

from decimal import Decimal

from django.conf import settings
from django.db import models

from audit.references import new_reference
from compliance.sealed_text import SealedTextField


def letter_reference() -> str:
    """Return a new reference of a maker's letter."""
    return new_reference("letter")


class Confidence(models.TextChoices):
    """How far a row can be trusted; the files say by which rule."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


def rate(meaning: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    """Return a field for a dense rate in tera-operations per second; null: not stated by any source."""
    return models.DecimalField(
        max_digits=12, decimal_places=3, null=True, help_text=f"{meaning}, dense, 10^12 operations per second"
    )


class Chip(models.Model):
    """One accelerator package as its maker sells it. Rates are dense peaks; unknown is null, never 0."""

    slug = models.SlugField(unique=True)
    vendor = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    family = models.CharField(max_length=60, blank=True)
    form_factor = models.CharField(max_length=60, blank=True)
    release_year = models.PositiveSmallIntegerField(null=True)
    fp4_tops = rate("4-bit floating point")
    fp6_tops = rate("6-bit floating point")
    fp8_tops = rate("8-bit floating point")
    int4_tops = rate("4-bit integer")
    int8_tops = rate("8-bit integer")
    fp16_tops = rate("16-bit floating point")
    bf16_tops = rate("bfloat16")
    tf32_tops = rate("TF32 (19 bits at the multiplier)")
    fp32_tops = rate("32-bit floating point")
    fp64_tops = rate("64-bit floating point")
    other_tops = rate("a further format, named in other_format")
    other_format = models.CharField(max_length=60, blank=True)
    other_bits = models.PositiveSmallIntegerField(null=True)
    die_area_mm2 = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        null=True,
        help_text="all logic dies on non-planar processes; null: unknown or none, see has_non_planar_die",
    )
    has_non_planar_die = models.BooleanField(
        null=True, help_text="false: planar logic only, performance density does not exist; null: unknown"
    )
    process_nm = models.PositiveSmallIntegerField(
        null=True, help_text="the smallest node of a logic die, as marketed"
    )
    memory_gb = models.DecimalField(max_digits=10, decimal_places=3, null=True)
    memory_bandwidth_gbs = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    interconnect_gbs = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        help_text="fastest link, both directions: all inputs and outputs together transfer this or more",
    )
    io_at_most_gbs = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        help_text="all inputs and outputs together, both directions, transfer no more than this; null: not known",
    )
    marketed_for_datacenter = models.BooleanField(
        null=True, help_text="designed or marketed for datacenters; null: unknown"
    )
    designer_hq = models.CharField(
        max_length=5,
        blank=True,
        help_text="country of the designer's headquarters; two seats: CA/US; empty: unknown",
    )
    source = models.TextField()
    confidence = models.CharField(max_length=6, choices=Confidence.choices)
    notes = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class InstanceType(models.Model):
    """A rentable machine shape of one catalogue. `chip` null with count 0: known to carry no accelerator."""

    catalogue = models.SlugField(help_text="whose names these are: aws, gcp, azure ...")
    name = models.CharField(max_length=120)
    chip = models.ForeignKey(Chip, on_delete=models.PROTECT, null=True, related_name="instance_types")
    accelerator_count = models.DecimalField(
        max_digits=10, decimal_places=4, null=True, help_text="below 1 is a slice; null: unknown"
    )
    accelerator_memory_gb = models.DecimalField(max_digits=10, decimal_places=3, null=True)
    vcpus = models.PositiveIntegerField(null=True)
    memory_gb = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    interconnect = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    confidence = models.CharField(max_length=6, choices=Confidence.choices)
    notes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "name"], name="one_instance_type_per_name")
        ]

    def __str__(self) -> str:
        return f"{self.catalogue} {self.name}"


class PlainFamily(models.Model):
    """Instance types known to carry no accelerator, so that a small web server is not an unknown chip."""

    catalogue = models.SlugField()
    family = models.CharField(
        max_length=60, help_text="the name up to the catalogue's separator: t3 of t3.micro"
    )
    source = models.TextField()

    class Meta:
        verbose_name_plural = "plain families"
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "family"], name="one_row_per_plain_family")
        ]

    def __str__(self) -> str:
        return f"{self.catalogue} {self.family}"


class ChipAlias(models.Model):
    """A name under which logs know a chip. A name with rows for several chips is ambiguous."""

    catalogue = models.SlugField(
        blank=True, help_text="the name holds in this catalogue only; empty: everywhere"
    )
    alias = models.CharField(max_length=120, help_text="compared without case and punctuation")
    chip = models.ForeignKey(Chip, on_delete=models.PROTECT, related_name="aliases")
    source = models.TextField()

    class Meta:
        verbose_name_plural = "chip aliases"
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "alias", "chip"], name="one_row_per_alias_and_chip")
        ]

    def __str__(self) -> str:
        return f"{self.alias} may be {self.chip_id}"


class MakerLetter(models.Model):
    """The maker's own word on a chip's entry, as a file. It outranks what is computed. Append-only: a later letter is
    another row.
    """

    class MediaType(models.TextChoices):
        """What the file is, by its bytes."""

        PDF = "application/pdf", "PDF"
        TEXT = "text/plain", "text"

    reference = models.CharField(max_length=40, unique=True, default=letter_reference)
    chip = models.ForeignKey(Chip, on_delete=models.PROTECT, related_name="maker_letters")
    stated_entry = models.CharField(
        max_length=60, help_text="the ECCN as the letter states it: 3A090.a, 5A992.z.1, EAR99"
    )
    letter_on = models.DateField(help_text="the day the letter bears; it counts from then on")
    signer = SealedTextField(help_text="who signed it, and in what capacity")
    source = models.TextField(help_text="how it came here")
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64, help_text="names the file in the evidence store")
    file_size_bytes = models.PositiveIntegerField()
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chip", "file_sha256"], name="a_letter_is_recorded_once_for_a_chip"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.stated_entry}"
