"""Legal and natural persons behind tenants."""

from django.db import models

from compliance.sealed_text import SealedTextField


class Party(models.Model):
    """A legal or natural person. Its name is personal data and encrypted; its countries are what rules ask for."""

    class Kind(models.TextChoices):
        """Whether the person is natural or legal; know-your-customer fields differ."""

        INDIVIDUAL = "individual", "Individual"
        ENTITY = "entity", "Entity"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = SealedTextField()
    headquarters_country = models.CharField(
        max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty: unknown"
    )
    ultimate_parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="ultimately_owned"
    )
    has_no_parent = models.BooleanField(
        null=True, help_text="true: it states that nobody stands above it; null: unknown"
    )

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(has_no_parent=None)
                | models.Q(has_no_parent=False)
                | models.Q(ultimate_parent=None),
                name="no_parent_means_no_parent",
            )
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"
