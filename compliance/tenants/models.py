"""Account holders at a provider, and what is known of them."""

from django.db import models

from audit.references import new_reference
from compliance.parties.models import Party
from compliance.providers.models import Provider
from compliance.sealed_text import SealedTextField

MAX_ACCOUNT_CHARACTERS = 256
"""What the published form of access events allows for a tenant."""


def tenant_reference() -> str:
    """Return a new reference of a tenant."""
    return new_reference("tenant")


class Tenant(models.Model):
    """One account at one provider.

    Made when a log first names it; who is behind it stays unknown until a record says so.
    """

    reference = models.CharField(max_length=40, unique=True, default=tenant_reference)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="tenants")
    account = models.CharField(
        max_length=MAX_ACCOUNT_CHARACTERS, help_text="the account's id at the provider, as the logs write it"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="tenants")
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "account"], name="one_tenant_per_account")]

    def __str__(self) -> str:
        return self.account


class KycFile(models.Model):
    """The know-your-customer record of a tenant: which fields it holds in clear, their values sealed."""

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="kyc_file")
    declared_country = models.CharField(
        max_length=2, blank=True, help_text="where the tenant says it uses the service from; empty: not said"
    )
    fields_present = models.JSONField(default=list, help_text="names of the fields that have a value")
    values = SealedTextField(help_text="canonical JSON of field name -> value")
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"KYC file of {self.tenant_id}"
