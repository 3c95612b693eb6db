"""What the words of a log mean here: accounts become tenants, places become facilities, machine names become chips."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from audit.intake.models import LogBatch
from compliance.providers.models import Facility, Provider
from compliance.registry.questions import Catalogue, Resolved
from compliance.tenants.models import Tenant
from compliance.usage.segment_rows import SegmentRow

_KEY_CHARACTERS = 50
_NAMES_PER_QUESTION = 1000
UNKNOWN_NAMES_KEPT = 1000


@dataclass(frozen=True)
class Held:
    """What one resource holds: the chip's slug ("unknown" or, for none at all, empty) and how many accelerators."""

    chip: str
    accelerators: Decimal


class Names:
    """The meanings for one batch, each looked up once. Tenants and facilities that are new are made here."""

    def __init__(self, provider: Provider, batch: LogBatch, rows: Sequence[SegmentRow]) -> None:
        self.provider = provider
        self.batch = batch
        self._tenants = _tenants(provider, {row.tenant for row in rows})
        places = {self.facility(row.facility, row.region) for row in rows} - {""}
        self._assumed_chips = _assumed_chips(provider, places)
        self._catalogue = Catalogue()
        self._resolved: dict[tuple[str | None, str | None, str], Resolved] = {}

    def tenant_id(self, account: str) -> int:
        """Return the id of the tenant with this account."""
        return self._tenants[account].pk

    def tenant_ids(self) -> list[int]:
        """Return the ids of all tenants the batch speaks of."""
        return [tenant.pk for tenant in self._tenants.values()]

    def facility(self, facility: str | None, region: str | None) -> str:
        """Return where a record says it happened, else what the push said, else the region; empty when nobody says."""
        return (facility or self.batch.facility or region or "")[:_KEY_CHARACTERS]

    def resolve(
        self, instance_type: str | None, model: str | None, facility: str, *, stated_count: Decimal | None
    ) -> Held:
        """Return what a resource held: by its model, its instance type, or what its facility is assumed to have.

        stated_count: accelerators per resource as the log states them. Where neither log nor registry knows, the
        resource counts as one accelerator of an unknown chip: a sign to look, not a measure.
        """
        found = self._meaning(instance_type, model, facility)
        count = stated_count if stated_count is not None else found.accelerator_count
        return Held(chip=found.chip_slug, accelerators=Decimal(1) if count is None else count)

    def unknown_machine_names(self, rows: Sequence[SegmentRow]) -> dict[str, int]:
        """Return machine name -> how many of `rows` say it, for the names that mean nothing here, or no one thing.

        The name is the accelerator's model where a record states one, which outvotes the instance type, else that
        type. Records that name neither are not in it. At most `UNKNOWN_NAMES_KEPT` names, the most frequent.
        """
        said = Counter(
            (row.instance_type, row.accelerator_model, self.facility(row.facility, row.region))
            for row in rows
        )
        unknown: Counter[str] = Counter()
        for (instance_type, model, facility), how_many in said.items():
            name = model or instance_type
            if name and self._meaning(instance_type, model, facility).basis == "unknown":
                unknown[name] += how_many
        return dict(unknown.most_common(UNKNOWN_NAMES_KEPT))

    def _meaning(self, instance_type: str | None, model: str | None, facility: str) -> Resolved:
        words = (instance_type, model, facility)
        found = self._resolved.get(words)
        if found is None:
            found = self._resolved[words] = self._catalogue.resolve(
                catalogue=self.provider.instance_catalogue or self.provider.key,
                instance_type=instance_type,
                accelerator_model=model,
                assumed_chip=self._assumed_chips.get(facility, ""),
            )
        return found


def _tenants(provider: Provider, accounts: set[str]) -> dict[str, Tenant]:
    Tenant.objects.bulk_create(
        [Tenant(provider=provider, account=account) for account in sorted(accounts)],
        ignore_conflicts=True,
        batch_size=1000,
    )
    ordered = sorted(accounts)
    found: dict[str, Tenant] = {}
    for start in range(0, len(ordered), 1000):
        part = Tenant.objects.filter(provider=provider, account__in=ordered[start : start + 1000])
        found.update((tenant.account, tenant) for tenant in part)
    return found


def _assumed_chips(provider: Provider, keys: set[str]) -> dict[str, str]:
    """Make the facilities that are new and return key -> chip that unnamed accelerators there are counted as.

    Of every facility, not of these alone: a session may stand where only an earlier batch spoke of.
    """
    Facility.objects.bulk_create(
        [Facility(provider=provider, key=key) for key in sorted(keys)], ignore_conflicts=True
    )
    assumed = Facility.objects.filter(provider=provider).exclude(assumed_chip="")
    return dict(assumed.values_list("key", "assumed_chip"))
