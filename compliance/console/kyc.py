"""How complete a tenant's know-your-customer file is: which fields it holds, never what they say."""

from dataclasses import dataclass
from datetime import datetime

from compliance.tenants.models import KycFile, Tenant
from compliance.tenants.questions import missing_fields
from rules.catalogue import KYC_FIELDS


@dataclass(frozen=True, slots=True)
class KycState:
    """fields: name in words -> "present", "missing" or "not asked" (of a natural person). kind: empty if unknown."""

    is_on_file: bool
    kind: str
    fields: dict[str, str]
    updated_at: datetime | None

    @property
    def how_many_missing(self) -> int:
        """Return how many fields are missing."""
        return sum(state == "missing" for state in self.fields.values())


def read_kyc_state(tenant: Tenant) -> KycState:
    """Return the state of the file of `tenant`; of a party whose kind is unknown every field is asked."""
    file: KycFile | None = getattr(tenant, "kyc_file", None)
    present = set(file.fields_present) if file else set()
    missing = set(missing_fields(tenant.party.kind if tenant.party else "entity", sorted(present)))
    return KycState(
        is_on_file=file is not None,
        kind=tenant.party.get_kind_display() if tenant.party else "",
        fields={name.replace("_", " "): _state(name, present, missing) for name in KYC_FIELDS},
        updated_at=file.updated_at if file else None,
    )


def _state(name: str, present: set[str], missing: set[str]) -> str:
    if name in present:
        return "present"
    return "missing" if name in missing else "not asked"
