"""Stating who is behind a tenant. Values are sealed; the ledger learns only which fields were given."""

import json
from dataclasses import dataclass, field

from django.db import transaction

from audit.ledger.record import record
from compliance.parties.models import Party
from compliance.providers.models import Provider
from compliance.tenants.models import KycFile, Tenant


@dataclass(frozen=True)
class TenantStatement:
    """What a provider says of a tenant; an empty text is unknown, `kyc` holds field name -> value."""

    kind: str
    name: str
    declared_country: str = ""
    headquarters_country: str = ""
    parent_name: str = ""
    parent_headquarters_country: str = ""
    has_no_parent: bool | None = None
    kyc: dict[str, str] = field(default_factory=dict)

    @property
    def fields_present(self) -> list[str]:
        """Return the know-your-customer fields that have a value, the name among them."""
        return sorted(
            {name for name, value in self.kyc.items() if value.strip()}
            | ({"name"} if self.name.strip() else set())
        )


def state_tenant(*, provider: Provider, account: str, statement: TenantStatement, by: str) -> Tenant:
    """Return the tenant with this account, made if need be, with what is now stated of it in place of what was."""
    with transaction.atomic():
        tenant, _ = Tenant.objects.get_or_create(provider=provider, account=account)
        tenant.party = _party(statement)
        tenant.save()
        KycFile.objects.update_or_create(
            tenant=tenant,
            defaults={
                "declared_country": statement.declared_country,
                "fields_present": statement.fields_present,
                "values": json.dumps(statement.kyc, sort_keys=True, ensure_ascii=False),
            },
        )
        record(
            entity=provider.key,
            kind="tenant.stated",
            by=by,
            subject=tenant.reference,
            body={
                "kind": statement.kind,
                "declared_country": statement.declared_country,
                "headquarters_country": statement.headquarters_country,
                "parent_headquarters_country": statement.parent_headquarters_country,
                "fields_present": statement.fields_present,
            },
        )
    return tenant


def _party(statement: TenantStatement) -> Party:
    """Return a new party.

    An earlier statement's party stays as it was, since screenings point at what was known then.
    """
    parent = None
    if statement.parent_name or statement.parent_headquarters_country:
        parent = Party.objects.create(
            kind=Party.Kind.ENTITY,
            name=statement.parent_name,
            headquarters_country=statement.parent_headquarters_country,
        )
    return Party.objects.create(
        kind=statement.kind,
        name=statement.name,
        headquarters_country=statement.headquarters_country,
        ultimate_parent=parent,
        has_no_parent=None if parent is not None else statement.has_no_parent,
    )
