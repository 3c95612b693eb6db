"""Items of licence questions: from a chip of the registry, from figures, or from a system of both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from compliance.registry.item_entries import entry_of_letter, entry_of_system
from compliance.registry.maker_letters import letter_for
from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from rules.catalogue import CATALOGUE
from rules.chips.classification import Classification, classify
from rules.chips.figures import ChipFigures
from rules.chips.systems import SystemFigures, classify_system
from rules.clocks import Reading
from rules.facts import FactValue, Subject
from rules.law import Law
from rules.licensing.question import WORKED_OUT

ItemBasis = Literal["stated", "maker_letter", "computed", "unknown"]


@dataclass(frozen=True)
class TransferItem:
    """An item, ready to be asked about: an entry, or a classification that gives each reading its own.

    chip: its key in the registry. facts: of a transfer, that follow from the item. missing_facts: what would decide
    the entry, where it is not known.
    """

    basis: ItemBasis
    entry: str | None = None
    classification: Classification | None = None
    chip: str | None = None
    facts: Mapping[str, FactValue | None] = field(default_factory=lambda: MappingProxyType({}))
    missing_facts: tuple[str, ...] = ()

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "basis": self.basis,
            "entry": self.entry,
            "chip": self.chip,
            "missing_facts": list(self.missing_facts),
        }


def item_of_chip(chip: Chip, law: Law, as_of: date, known_on: date | None = None) -> TransferItem:
    """The item that a chip of the database is: by its maker's letter where there is one, else by its figures.

    Raises NoTextKnown as classifying it does.
    """
    classification = classify(figures_of(chip), law, as_of=as_of, known_on=known_on)
    letter = letter_for(chip, as_of, known_on)
    if letter is None:
        return _computed(classification, chip.slug)
    return TransferItem(
        basis="maker_letter",
        entry=entry_of_letter(letter.stated_entry, classification.under(Reading.CODIFIED).status),
        chip=chip.slug,
        facts=_facts_of(classification),
    )


def item_of_figures(
    figures: ChipFigures, law: Law, as_of: date, known_on: date | None = None
) -> TransferItem:
    """The item that published figures come to. Raises NoTextKnown."""
    return _computed(classify(figures, law, as_of=as_of, known_on=known_on), None)


def item_of_system(
    figures: SystemFigures, law: Law, as_of: date, known_on: date | None = None
) -> TransferItem:
    """The item that a system is by its circuits' figures; no entry where the readings differ. Raises NoTextKnown."""
    found = classify_system(figures, law, as_of=as_of, known_on=known_on)
    entries = {entry_of_system(found.under(reading)) for reading in Reading}
    return TransferItem(
        basis="computed",
        entry=entries.pop() if len(entries) == 1 else None,
        missing_facts=found.under(Reading.CODIFIED).missing_facts,
    )


def _computed(classification: Classification, chip: str | None) -> TransferItem:
    codified = classification.under(Reading.CODIFIED)
    return TransferItem(
        basis="computed",
        entry=codified.limb,
        classification=classification,
        chip=chip,
        missing_facts=codified.missing_facts,
    )


def _facts_of(classification: Classification) -> dict[str, FactValue | None]:
    """What is known of a circuit and asked of a transfer too."""
    return {
        name: value
        for name, value in classification.facts.items()
        if Subject.TRANSFER in CATALOGUE[name].subjects and name not in WORKED_OUT
    }
