"""Operators that push logs."""

from django.conf import settings
from django.db import models


class Provider(models.Model):
    """An operator of compute that pushes logs. Its key is used by value in everything that only grows."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    instance_catalogue = models.SlugField(
        blank=True, help_text="whose instance type names its logs use; empty: its own key"
    )
    enrolled_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A place where accelerators stand.

    Made when a log first names it; its country stays unknown until somebody states it.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="facilities")
    key = models.SlugField()
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty: unknown")
    assumed_chip = models.SlugField(
        blank=True, help_text="chip that unnamed accelerators are counted as; empty: unknown stays unknown"
    )
    assumption = models.TextField(
        blank=True, help_text="who assumes that, and why; shown wherever the numbers are"
    )

    class Meta:
        verbose_name_plural = "facilities"
        constraints = [
            models.UniqueConstraint(fields=["provider", "key"], name="one_facility_per_key"),
            models.CheckConstraint(
                condition=models.Q(assumed_chip="") | ~models.Q(assumption=""),
                name="an_assumed_chip_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider.key}/{self.key}"


class ApiKey(models.Model):
    """A provider's credential. Only its digest is kept; the key itself was shown once."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="api_keys")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="api_keys",
        help_text="the machine that acts with it",
    )
    prefix = models.CharField(
        max_length=16, unique=True, help_text="public part: names the key in receipts and the ledger"
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the whole key, which has 256 random bits")
    label = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.prefix
