"""The registry's chips and the names they go by, from the database or straight from the files."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from compliance.registry.errors import ChipNotFound
from compliance.registry.files import read_registry
from compliance.registry.models import Chip, ChipAlias
from compliance.registry.names import normal_name

_MOST_SUGGESTIONS = 8


@dataclass(frozen=True)
class ChipBook:
    """Chips by slug, sorted; names: without case and punctuation, each with every slug it can mean."""

    chips: Mapping[str, Chip]
    names: Mapping[str, frozenset[str]]

    def find(self, name: str) -> Chip:
        """Return the chip with this slug, name or alias.

        Raises ChipNotFound, with what may be meant, where no chip or more than one goes by the name.
        """
        if name in self.chips:
            return self.chips[name]
        slugs = self.names.get(normal_name(name), frozenset())
        if len(slugs) == 1:
            return self.chips[next(iter(slugs))]
        if slugs:
            raise ChipNotFound(
                f"{name!r} may be any of {', '.join(sorted(slugs))}: say which, by its key in the registry.",
                suggestions=tuple(sorted(slugs)),
            )
        near = self._near(normal_name(name))
        meant = f" Is one of these meant: {', '.join(near)}?" if near else ""
        raise ChipNotFound(f"There is no chip {name!r} in the registry.{meant}", suggestions=tuple(near))

    def _near(self, name: str) -> list[str]:
        """Slugs whose names contain this one; where there are none, those that are spelt alike."""
        within = [one for one in self.names if name and name in one]
        near = within or get_close_matches(name, self.names, n=_MOST_SUGGESTIONS)
        slugs = dict.fromkeys(slug for one in near for slug in sorted(self.names[one]))
        return list(slugs)[:_MOST_SUGGESTIONS]


def chips_of_database() -> ChipBook:
    """Return the chips of the registry's tables, which must be there; they may be empty."""
    aliases = ChipAlias.objects.values_list("alias", "chip__slug")
    return _book(Chip.objects.all(), aliases)


def chips_of_files(folder: Path) -> ChipBook:
    """Return the chips of the registry's files in `folder`. Raises RegistryError as loading them does."""
    files = read_registry(folder)
    chips = [Chip(**values) for values in files.chips.rows.values()]
    aliases = [(str(row["alias"]), str(row["chip"])) for row in files.aliases.rows.values()]
    return _book(chips, aliases)


def _book(chips: Iterable[Chip], aliases: Iterable[tuple[str, str]]) -> ChipBook:
    by_slug = {chip.slug: chip for chip in sorted(chips, key=lambda one: one.slug)}
    names: dict[str, set[str]] = defaultdict(set)
    for slug, chip in by_slug.items():
        names[normal_name(slug)].add(slug)
        names[normal_name(chip.name)].add(slug)
    for alias, slug in aliases:
        names[alias].add(slug)
    return ChipBook(by_slug, {name: frozenset(slugs) for name, slugs in names.items()})
