"""What came of it, in one table."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from audit.intake.models import NormalisedBatch, QuarantinedLine
from compliance.demo.pushed import Pushed
from compliance.providers.models import Provider
from compliance.screening.facts import gather_facts
from compliance.screening.models import Flag
from compliance.tenants.models import Tenant
from rules.facts import FactValue


def show(screen: Console, pushed: list[Pushed]) -> None:
    """Print each provider's tenants, accelerator-hours, operations bounds and flags, and what each push
    became.
    """
    _show_batches(screen, pushed)
    table = Table(title="Who used how much (operations: lower / expected / upper, whole period)")
    table.add_column("provider")
    for title in ("tenants", "accelerator-hours", "operations", "flags met", "undetermined"):
        table.add_column(title, justify="right")
    for provider in Provider.objects.order_by("id"):
        table.add_row(*_row(provider))
    screen.print(table)


def _row(provider: Provider) -> list[str]:
    tenants = list(
        Tenant.objects.filter(provider=provider).select_related("provider", "party__ultimate_parent")
    )
    facts = gather_facts(tenants).values()
    flags = Counter(Flag.objects.filter(tenant__provider=provider).values_list("status", flat=True))
    sums = (_sum(facts, f"operations_{bound}_lifetime") for bound in ("lower", "expected", "upper"))
    bounds = " / ".join(f"{one:.2e}" if one else "0" for one in sums)
    hours = _sum(facts, "accelerator_hours_lifetime")
    return [
        provider.key,
        str(len(tenants)),
        f"{hours:,.1f}",
        bounds,
        str(flags[Flag.Status.MET]),
        str(flags[Flag.Status.UNDETERMINED]),
    ]


def _sum(facts: Iterable[Mapping[str, FactValue | None]], name: str) -> Decimal:
    total = Decimal(0)
    for one in facts:
        value = one.get(name)
        total += value if isinstance(value, Decimal) else 0
    return total


def _show_batches(screen: Console, pushed: list[Pushed]) -> None:
    table = Table(title="What each push became")
    for title in ("provider", "log", "format"):
        table.add_column(title)
    for title in ("accepted", "duplicate", "refused lines"):
        table.add_column(title, justify="right")
    for one in pushed:
        row = NormalisedBatch.objects.get(batch__reference=one.reference)
        refused = QuarantinedLine.objects.filter(batch__reference=one.reference).count()
        table.add_row(
            one.provider,
            one.what,
            row.format,
            f"{row.records_accepted:,}",
            f"{row.records_duplicate:,}",
            f"{refused:,}",
        )
    screen.print(table)
