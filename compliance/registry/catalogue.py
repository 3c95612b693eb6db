"""Which chip, and how many, a log line means: from what it states, from its instance type, or not known."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from compliance.registry.models import Chip, ChipAlias, InstanceType, PlainFamily
from compliance.registry.names import UNKNOWN_CHIP, family_of, hardware_name, normal_name

Basis = Literal["stated", "catalogue", "assumed", "plain", "unknown"]
NO_CHIP = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What is known of the accelerators of a resource.

    chip_slug: '' is known to carry none, 'unknown' is not known. accelerator_count: of one resource of that
    type, as its catalogue says (below 1 is a slice, 0 where it carries none); None: only the log can say.
    basis: the log names the chip (stated), its instance type is in the catalogue, somebody assumes it
    (assumed), its family carries no accelerator (plain), or none of these.
    """

    chip_slug: str
    accelerator_count: Decimal | None
    basis: Basis


UNRESOLVED = Resolved(UNKNOWN_CHIP, None, "unknown")
PLAIN = Resolved(NO_CHIP, Decimal(0), "plain")


class Catalogue:
    """The registry in memory: four queries when it is made, none afterwards.

    Make one for a piece of work and let it go: it does not see a load that comes later.
    """

    def __init__(self) -> None:
        """Read the registry as it stands now."""
        self._chips: dict[str, set[str]] = defaultdict(set)
        self._slugs: set[str] = set()
        self._aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
        for slug, name in Chip.objects.values_list("slug", "name"):
            self._slugs.add(slug)
            self._chips[normal_name(slug)].add(slug)
            self._chips[normal_name(name)].add(slug)
        for catalogue, alias, slug in ChipAlias.objects.values_list("catalogue", "alias", "chip__slug"):
            self._aliases[catalogue, alias].add(slug)
        self._types = {
            (catalogue, name.casefold()): Resolved(slug or NO_CHIP, count, "catalogue")
            for catalogue, name, slug, count in InstanceType.objects.values_list(
                "catalogue", "name", "chip__slug", "accelerator_count"
            )
        }
        self._known_catalogues = {catalogue for catalogue, _ in self._types}
        self._plain = {
            (catalogue, family.casefold())
            for catalogue, family in PlainFamily.objects.values_list("catalogue", "family")
        }

    def resolve(
        self, *, catalogue: str, instance_type: str | None, accelerator_model: str | None, assumed_chip: str
    ) -> Resolved:
        """Return the chip of a resource whose log names its instance type, its accelerator, both or neither.

        catalogue: whose instance type names these are. accelerator_model: a slug, a product name or an
        alias. assumed_chip: the slug that unnamed accelerators of the facility are counted as; '' where
        none is assumed.

        A stated name counts before the instance type. One that may mean several chips is settled only by an
        instance type or an assumption that is among them. An assumption fills silence: it never outvotes an
        accelerator name that nobody knows, nor an unheard-of type of a catalogue whose types the registry
        holds (it may be new); in any other catalogue a type's name says nothing.
        """
        by_type = self._by_type(catalogue, instance_type)
        if accelerator_model:
            return self._by_model(catalogue, accelerator_model, by_type, assumed_chip)
        if by_type is not None:
            return by_type
        if instance_type and catalogue in self._known_catalogues:
            return UNRESOLVED
        return self._assumed(assumed_chip)

    def candidates(self, catalogue: str, accelerator_model: str) -> frozenset[str]:
        """Return the slugs of every chip that a stated name may mean in this catalogue; empty: none known."""
        name = normal_name(accelerator_model)
        here, anywhere = self._aliases.get((catalogue, name)), self._aliases.get(("", name))
        return frozenset(here or self._chips.get(name) or anywhere or ())

    def _by_type(self, catalogue: str, instance_type: str | None) -> Resolved | None:
        if not instance_type:
            return None
        name = hardware_name(catalogue, instance_type)
        found = self._types.get((catalogue, name.casefold()))
        if found is not None:
            return found
        family = family_of(catalogue, name).casefold()
        return PLAIN if family and (catalogue, family) in self._plain else None

    def _by_model(self, catalogue: str, model: str, by_type: Resolved | None, assumed_chip: str) -> Resolved:
        possible = self.candidates(catalogue, model)
        type_chip = by_type.chip_slug if by_type else NO_CHIP
        if len(possible) == 1:
            (slug,) = possible
            count = by_type.accelerator_count if by_type and type_chip == slug else None
            return Resolved(slug, count, "stated")
        if by_type is not None and type_chip and (not possible or type_chip in possible):
            return by_type
        if assumed_chip in possible:
            return self._assumed(assumed_chip)
        return UNRESOLVED

    def _assumed(self, assumed_chip: str) -> Resolved:
        """An assumption naming a chip that the registry does not have is no knowledge."""
        return Resolved(assumed_chip, None, "assumed") if assumed_chip in self._slugs else UNRESOLVED
