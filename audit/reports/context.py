"""What a report says beside the ledger's entries: names, classes, figures and law, given by whoever may look them up.

`audit` knows neither tenants nor rules, so the asking side fills this in. Everything here but `usage_totals` goes into
report.json as it stands; the verifier lists it as the issuer's word. Decimals are exact text, unknown is None.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

UsageKey = tuple[str | None, str | None, str | None]
"""(tenant reference, chip slug, facility key); None where it is not known."""


@dataclass(frozen=True)
class ChipLine:
    """A chip that was used, with the control class proposed for it from published figures.

    tpp: total processing performance, TOPS x bit. performance_density: TOPS x bit / mm2. proposed_status: as the rules
    name it; deciding_clause and deciding_limb led there. h100_equivalents: by metric name, how many H100 SXM one
    accelerator is.
    """

    slug: str
    name: str
    vendor: str
    tpp: str | None
    performance_density: str | None
    proposed_status: str
    deciding_clause: str
    deciding_limb: str | None
    other_reading: str | None
    confidence: str
    source: str
    h100_equivalents: Mapping[str, str]


@dataclass(frozen=True)
class Operations:
    """Bounds of the operations a tenant's use in the period can have done, as exact whole numbers in text."""

    lower: str
    expected: str
    upper: str


@dataclass(frozen=True)
class TenantLine:
    """A tenant: its account at the provider and what its use in the period amounts to.

    operations: of chips with known rates only. accelerator_seconds_without_rate: use that is in none of the figures,
    because its chip or the chip's rate is not known. h100_hours: hours of H100 SXM equal to the use, by metric name.
    """

    reference: str
    account: str
    operations: Operations
    accelerator_seconds_without_rate: int
    h100_hours: Mapping[str, str]


@dataclass(frozen=True)
class FacilityLine:
    """A place. Where its logs name no chip, what its accelerators are counted as, and who assumes that and why."""

    key: str
    country: str | None
    assumed_chip: str | None
    assumption: str | None


@dataclass(frozen=True)
class RuleLine:
    """A rule that flags may name."""

    id: str
    title: str
    clause: str


@dataclass(frozen=True)
class RuleSetLine:
    """A dated rule set, by the SHA-256 of its text. standing: codified, proposed, guidance or project."""

    reference: str
    sha256: str
    citation: str
    title: str
    standing: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class ReportContext:
    """Everything a report needs from the working service.

    usage_totals: accelerator-seconds of the period by the working tables. The report is added up from sealed entries;
    these numbers are only compared with it.
    """

    provider_name: str
    as_of_law: date
    chips: tuple[ChipLine, ...]
    tenants: tuple[TenantLine, ...]
    facilities: tuple[FacilityLine, ...]
    rule_sets: tuple[RuleSetLine, ...]
    usage_totals: Mapping[UsageKey, int]
