"""What a report says beside the ledger: names, proposed classes, bounds of operations, assumptions, the law applied."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from django.db.models import Q, Sum

from audit.reports.context import (
    ChipLine,
    FacilityLine,
    Operations,
    ReportContext,
    RuleLine,
    RuleSetLine,
    TenantLine,
)
from audit.reports.sums import period_of
from compliance.lawbook.questions import law
from compliance.providers.models import Facility, Provider
from compliance.registry.models import Chip
from compliance.registry.questions import classification_of
from compliance.screening.models import Flag
from compliance.screening.rates import Rate, rates
from compliance.tenants.models import Tenant
from compliance.usage.models import UsageHour
from rules.chips.other_readings import TF32_AS_32_BITS
from rules.clocks import Reading
from rules.decimals import decimal_text, exact_product, ordered_quotient
from rules.errors import RuleSetNotFound
from rules.library import by_reference, in_force_on
from rules.performance import H100_BY_METRIC, H100Metric
from rules.ruleset import RuleSet

_HOUR_SECONDS = Decimal(3600)
_CENTIHOUR = Decimal("0.01")


class _Use(NamedTuple):
    tenant_id: int
    tenant: str
    chip: str
    facility: str
    accelerator_seconds: int


def gather_context(provider: str, period_from: datetime, period_until: datetime) -> ReportContext:
    """Return what a report on `provider` (its key) over [period_from, period_until) needs from the working service.

    Classes are proposed under the law of today, as screening does; the flags' own leaves name the rule sets they rest
    on, and those are listed too. Call it under the lock that keeps usage from being accounted: see
    `audit.reports.position`. Raises Provider.DoesNotExist.
    """
    operator = Provider.objects.get(key=provider)
    as_of_law = datetime.now(UTC).date()
    uses = _uses(operator, period_from, period_until)
    flagged = Flag.objects.filter(tenant__provider=operator)
    return ReportContext(
        provider_name=operator.name,
        as_of_law=as_of_law,
        chips=tuple(_chips({use.chip for use in uses}, as_of_law)),
        tenants=tuple(_tenants(operator, uses)),
        facilities=tuple(_facilities(operator, {use.facility for use in uses})),
        rule_sets=tuple(_rule_sets(set(flagged.values_list("rule_set", flat=True).distinct()), as_of_law)),
        usage_totals={
            (use.tenant, use.chip or None, use.facility or None): use.accelerator_seconds for use in uses
        },
    )


def _uses(operator: Provider, period_from: datetime, period_until: datetime) -> list[_Use]:
    """Return the period's sums by the working tables, without zeros."""
    period = period_of(period_from, period_until)
    rows = (
        UsageHour.objects.filter(
            tenant__provider=operator, hour__gte=period.from_seconds, hour__lt=period.until_seconds
        )
        .values_list("tenant_id", "tenant__reference", "chip", "facility")
        .annotate(total=Sum("accelerator_seconds"))
        .order_by("tenant__reference", "chip", "facility")
    )
    return [_Use(*row) for row in rows if row[-1]]


# --- chips ------------------------------------------------------------------------------------------------------------


def _chips(slugs: set[str], as_of_law: date) -> Iterator[ChipLine]:
    applied = law()
    for chip in Chip.objects.filter(slug__in=slugs).order_by("slug"):
        classification = classification_of(chip, applied, as_of_law)
        answer = classification.under(Reading.CODIFIED)
        yield ChipLine(
            slug=chip.slug,
            name=chip.name,
            vendor=chip.vendor,
            tpp=_text(classification.tpp),
            performance_density=_text(classification.performance_density),
            proposed_status=str(answer.status),
            deciding_clause=answer.clause,
            deciding_limb=answer.limb_id,
            other_reading=next(
                (
                    str(one.status)
                    for one in classification.readings
                    if one.name == TF32_AS_32_BITS and one.changes_status
                ),
                None,
            ),
            confidence=chip.confidence,
            source=chip.source,
            h100_equivalents={
                metric: decimal_text(ratio)
                for metric, ratio in _h100_ratios(classification.tpp, chip.bf16_tops).items()
            },
        )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else decimal_text(number)


def _h100_ratios(tpp: Decimal | None, bf16_tops: Decimal | None) -> dict[str, Decimal]:
    """Return how many H100 SXM one accelerator is, by each metric that is known of it."""
    figures = {H100Metric.TPP: tpp, H100Metric.DENSE_BF16: bf16_tops}
    return {
        str(metric): ordered_quotient(figure, H100_BY_METRIC[metric])
        for metric, figure in figures.items()
        if figure is not None
    }


# --- tenants ----------------------------------------------------------------------------------------------------------


def _tenants(operator: Provider, uses: Sequence[_Use]) -> Iterator[TenantLine]:
    """Yield the tenants that used something in the period or have a flag."""
    by_tenant: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for use in uses:
        by_tenant[use.tenant_id][use.chip] += use.accelerator_seconds
    known_rates = rates()
    bf16_tops = dict(Chip.objects.values_list("slug", "bf16_tops"))
    ratios = {slug: _h100_ratios(rate.tpp, bf16_tops[slug]) for slug, rate in known_rates.items()}
    named = Q(pk__in=by_tenant.keys()) | Q(flags__isnull=False)
    rows = Tenant.objects.filter(named, provider=operator).distinct().order_by("reference")
    for tenant_id, reference, account in rows.values_list("pk", "reference", "account"):
        seconds = by_tenant.get(tenant_id, {})
        yield TenantLine(
            reference=reference,
            account=account,
            operations=_operations(seconds, known_rates),
            accelerator_seconds_without_rate=sum(
                amount for chip, amount in seconds.items() if chip not in known_rates
            ),
            h100_hours=_h100_hours(
                {chip: amount for chip, amount in seconds.items() if chip in known_rates}, ratios
            ),
        )


def _operations(seconds: Mapping[str, int], known_rates: Mapping[str, Rate]) -> Operations:
    lower = expected = upper = 0
    for chip, amount in seconds.items():
        rate = known_rates.get(chip)
        if rate is not None:
            lower += amount * rate.lower_operations
            expected += amount * rate.expected_operations
            upper += amount * rate.upper_operations
    return Operations(lower=str(lower), expected=str(expected), upper=str(upper))


def _h100_hours(seconds: Mapping[str, int], ratios: Mapping[str, Mapping[str, Decimal]]) -> dict[str, str]:
    """Return hours of H100 SXM by metric; a metric that some chip in use does not have stays out, it is not zero."""
    hours = {}
    for metric in map(str, H100Metric):
        if all(metric in ratios[chip] for chip in seconds):
            h100_seconds = sum(
                (exact_product(ratios[chip][metric], amount) for chip, amount in seconds.items()), Decimal(0)
            )
            hours[metric] = decimal_text(
                (h100_seconds / _HOUR_SECONDS).quantize(_CENTIHOUR, rounding=ROUND_DOWN)
            )
    return hours


# --- places and law ---------------------------------------------------------------------------------------------------


def _facilities(operator: Provider, keys: Iterable[str]) -> Iterator[FacilityLine]:
    for facility in Facility.objects.filter(provider=operator, key__in=keys).order_by("key"):
        yield FacilityLine(
            key=facility.key,
            country=facility.country or None,
            assumed_chip=facility.assumed_chip or None,
            assumption=facility.assumption or None,
        )


def _rule_sets(named_by_flags: set[str], as_of_law: date) -> Iterator[RuleSetLine]:
    """Yield the sets in force and those that flags rest on, as far as they are still shipped."""
    found = {rule_set.reference: rule_set for rule_set in in_force_on(as_of_law)}
    for reference in named_by_flags - found.keys():
        rule_set = _shipped(reference)
        if rule_set is not None:
            found[reference] = rule_set
    for reference, rule_set in sorted(found.items()):
        yield RuleSetLine(
            reference=reference,
            sha256=rule_set.sha256,
            citation=rule_set.citation,
            title=rule_set.title,
            standing=str(rule_set.standing),
            rules=tuple(RuleLine(rule.id, rule.title, rule.clause) for rule in rule_set.rules),
        )


def _shipped(reference: str) -> RuleSet | None:
    try:
        return by_reference(reference)
    except RuleSetNotFound:
        return None
