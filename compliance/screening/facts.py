"""Facts of tenants, for the rules: worked out for many tenants at once, unknown ones left out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.intake.hours import split_hours
from compliance.screening.rates import Rate, rates
from compliance.tenants.models import Tenant
from compliance.tenants.questions import identity_facts
from compliance.usage.questions import HourOfUse, hourly_usage, last_evidence_of, open_sessions
from compliance.usage.windows import DAY_SECONDS, HOUR_SECONDS, highest_window_sum, summed_by_hour
from rules.facts import FactValue
from rules.indicators import sustained_minimum

SUSTAINED_HOURS = 72
WINDOWS_DAYS = {"30d": 30, "90d": 90, "365d": 365}
_BOUNDS = ("lower", "expected", "upper")


@dataclass
class _Hours:
    """Use of one tenant by hour, in what the rules ask for."""

    operations: dict[str, list[tuple[int, int]]] = field(
        default_factory=lambda: {bound: [] for bound in _BOUNDS}
    )
    accelerator_seconds: list[tuple[int, int]] = field(default_factory=list)
    tpp_seconds: list[tuple[int, Decimal]] = field(default_factory=list)
    unknown_accelerator_seconds: int = 0


def gather_facts(tenants: Sequence[Tenant]) -> dict[int, dict[str, FactValue | None]]:
    """Return tenant id -> facts by catalogue name. Cost: the hours of these tenants, whatever others did.

    Operations of a window are the highest sum over any window of that length on record. Sessions without an end
    count to their last evidence; what they may have used since, up to the provider's latest log, is in the upper
    bound only.
    """
    known_rates = rates()
    hours = {tenant.pk: _Hours() for tenant in tenants}
    for tenant_id, use in hourly_usage(hours):
        _add_use(hours[tenant_id], use, known_rates)
    _add_open_sessions(hours, tenants, known_rates)
    identities = identity_facts(tenants)
    return {tenant.pk: _usage_facts(hours[tenant.pk]) | identities[tenant.pk] for tenant in tenants}


def _add_use(hours: _Hours, use: Iterable[HourOfUse], known_rates: Mapping[str, Rate]) -> None:
    for hour, chip, accelerator_seconds in use:
        hours.accelerator_seconds.append((hour, accelerator_seconds))
        rate = known_rates.get(chip)
        if rate is None:
            hours.unknown_accelerator_seconds += accelerator_seconds
            continue
        hours.operations["lower"].append((hour, accelerator_seconds * rate.lower_operations))
        hours.operations["expected"].append((hour, accelerator_seconds * rate.expected_operations))
        hours.operations["upper"].append((hour, accelerator_seconds * rate.upper_operations))
        hours.tpp_seconds.append((hour, accelerator_seconds * rate.tpp))


def _add_open_sessions(
    hours: dict[int, _Hours], tenants: Sequence[Tenant], known_rates: Mapping[str, Rate]
) -> None:
    provider_of = {tenant.pk: tenant.provider.key for tenant in tenants}
    latest = {provider: last_evidence_of(provider) for provider in set(provider_of.values())}
    for session in open_sessions(hours):
        until = latest[provider_of[session.tenant_id]]
        if until is None or until <= session.last_evidence_at:
            continue
        held = 1 if session.accelerator_count is None else session.accelerator_count
        rate = known_rates.get(session.chip)
        tenant = hours[session.tenant_id]
        for hour, accelerator_seconds in split_hours(session.last_evidence_at, until, held):
            if rate is None:
                tenant.unknown_accelerator_seconds += accelerator_seconds
            else:
                tenant.operations["upper"].append((hour, accelerator_seconds * rate.upper_operations))


def _usage_facts(hours: _Hours) -> dict[str, FactValue | None]:
    facts: dict[str, FactValue | None] = {"unknown_accelerator_seconds": hours.unknown_accelerator_seconds}
    by_bound = {bound: summed_by_hour(cells) for bound, cells in hours.operations.items()}
    held = summed_by_hour(hours.accelerator_seconds)
    for window, days in WINDOWS_DAYS.items():
        for bound, cells in by_bound.items():
            facts[f"operations_{bound}_{window}"] = Decimal(highest_window_sum(cells, days * DAY_SECONDS))
        facts[f"accelerator_hours_{window}"] = (
            Decimal(highest_window_sum(held, days * DAY_SECONDS)) / HOUR_SECONDS
        )
    for bound, cells in by_bound.items():
        facts[f"operations_{bound}_lifetime"] = Decimal(sum(amount for _, amount in cells))
    facts["accelerator_hours_lifetime"] = Decimal(sum(amount for _, amount in held)) / HOUR_SECONDS
    facts["peak_concurrent_accelerators"] = -(-max((amount for _, amount in held), default=0) // HOUR_SECONDS)
    facts["peak_concurrent_tpp"] = _peak_tpp(hours.tpp_seconds)
    facts["sustained_accelerators_72h"] = sustained_minimum(
        {hour // HOUR_SECONDS: amount // HOUR_SECONDS for hour, amount in held}, SUSTAINED_HOURS
    )
    return facts


def _peak_tpp(tpp_seconds: Iterable[tuple[int, Decimal]]) -> Decimal:
    by_hour: dict[int, Decimal] = {}
    for hour, amount in tpp_seconds:
        by_hour[hour] = by_hour.get(hour, Decimal(0)) + amount
    return max(by_hour.values(), default=Decimal(0)) / HOUR_SECONDS
