"""Questions about tenants."""

import json
from collections.abc import Mapping, Sequence

from compliance.tenants.models import KycFile, Tenant
from rules.catalogue import KYC_FIELDS
from rules.country_codes import COUNTRY_CODES
from rules.facts import FactValue
from rules.indicators import addresses_without_time

_FIELDS_OF_INDIVIDUALS = frozenset(KYC_FIELDS) - {"jurisdiction_of_organisation", "beneficial_owners"}
"""Proposed 15 CFR 7.302: an individual has no place of organisation and no owners."""


def identity_facts(tenants: Sequence[Tenant]) -> dict[int, dict[str, FactValue | None]]:
    """Return tenant id -> the facts of who it is; what nobody stated is left out."""
    files = {file.tenant_id: file for file in KycFile.objects.filter(tenant__in=tenants)}
    return {tenant.pk: _facts_of(tenant, files.get(tenant.pk)) for tenant in tenants}


def _facts_of(tenant: Tenant, file: KycFile | None) -> dict[str, FactValue | None]:
    facts: dict[str, FactValue | None] = {"kyc_on_file": file is not None}
    party = tenant.party
    if file is not None:
        facts["declared_country"] = _known(file.declared_country)
        facts |= _facts_of_values(json.loads(file.values))
    if party is None:
        return facts
    facts["kyc_entity_kind"] = party.kind
    facts["headquarters_country"] = _known(party.headquarters_country)
    facts["ultimate_parent_headquarters_country"] = _parent_country(tenant)
    if file is not None:
        facts["kyc_missing_fields"] = tuple(missing_fields(party.kind, file.fields_present))
    return facts


def _facts_of_values(values: Mapping[str, str]) -> dict[str, FactValue | None]:
    """Return what the texts of a know-your-customer file say in a form that a rule can read.

    A country counts where it was given as a code. One place of use in words leaves all of them unknown: the list would
    look complete and not be.
    """
    organised = _codes(values.get("jurisdiction_of_organisation", ""))
    return {
        "jurisdiction_of_organisation_country": organised[0] if organised and len(organised) == 1 else None,
        "locations_of_use_countries": _codes(values.get("locations_of_use", "")),
        "access_ip_addresses_without_time": addresses_without_time(values.get("access_ip_addresses")),
    }


def _known(code: str) -> str | None:
    """Return a stored country, or None: a code that ISO 3166-1 does not have names no country that is free."""
    return code if code in COUNTRY_CODES else None


def _codes(text: str) -> tuple[str, ...] | None:
    """Return the country codes of a text with one on each line, or None where any line is something else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(lines) if lines and all(line in COUNTRY_CODES for line in lines) else None


def _parent_country(tenant: Tenant) -> str | None:
    party = tenant.party
    if party is None:
        return None
    if party.ultimate_parent is not None:
        return _known(party.ultimate_parent.headquarters_country)
    return _known(party.headquarters_country) if party.has_no_parent else None


def missing_fields(kind: str, present: Sequence[str]) -> list[str]:
    """Return the fields that a know-your-customer file of this kind of party should hold and does not, in order."""
    wanted = frozenset(KYC_FIELDS) if kind == "entity" else _FIELDS_OF_INDIVIDUALS
    return sorted(wanted - set(present))
