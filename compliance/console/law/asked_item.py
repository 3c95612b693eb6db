"""The item of a question: a chip of the registry, a system of chips or an entry, under each of the three answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from compliance.console.law.question_forms import CHIP, SYSTEM, names_in
from compliance.registry.chip_book import ChipBook, chips_of_database
from compliance.registry.errors import ChipNotFound
from compliance.registry.item_entries import entry_of_system
from compliance.registry.maker_letters import letter_for
from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from compliance.registry.transfer_items import item_of_chip
from rules.catalogue.items import ITEM_ENTRIES
from rules.chips.classification import Classification
from rules.chips.systems import SystemClassification, SystemFigures, classify_system
from rules.clocks import Reading
from rules.facts import FactValue
from rules.law import Law


@dataclass(frozen=True, slots=True)
class AskedItem:
    """What moves.

    name: for people. entries: by reading; None while undetermined. classification: of a chip whose class is computed,
    which then counts instead of entries. chips: of the registry. remarks: how the entry was found. missing_facts:
    without which it is undetermined. facts: of the transfer, that follow from the item.
    """

    name: str
    entries: Mapping[Reading, str | None]
    classification: Classification | None
    chips: tuple[Chip, ...]
    remarks: tuple[str, ...]
    missing_facts: tuple[str, ...] = ()
    facts: Mapping[str, FactValue | None] = field(default_factory=lambda: MappingProxyType({}))


class ChipUnknown(Exception):
    """No one chip of the registry goes by the name. field: of the form. suggestions: keys that may be meant."""

    def __init__(self, field: str, name: str, suggestions: tuple[str, ...]) -> None:
        hint = "" if suggestions else " Ask about an entry instead."
        super().__init__(f"No one chip of the registry goes by the name {name!r}.{hint}")
        self.field = field
        self.name = name
        self.suggestions = suggestions


def asked_item(asked: Mapping[str, Any], law: Law, as_of: date, known_on: date | None) -> AskedItem:
    """Return the item that a valid form names.

    Raises ChipUnknown and NoTextKnown.
    """
    match asked["item"]:
        case "chip":
            chip = _chip(asked["chip"], chips_of_database(), CHIP)
            return _of_chip(chip, law, as_of, known_on)
        case "system":
            book = chips_of_database()
            chips = tuple(_chip(name, book, SYSTEM) for name in names_in(asked["circuits"]))
            figures = SystemFigures(tuple(figures_of(one) for one in chips), asked["base_entry"] or None)
            return _of_system(chips, classify_system(figures, law, as_of=as_of, known_on=known_on))
    entry = asked["entry"] or None
    name = f"{entry}, {ITEM_ENTRIES[entry].meaning}" if entry else "An item whose entry is not known"
    return AskedItem(name, dict.fromkeys(Reading, entry), None, (), ())


def _chip(name: str, book: ChipBook, item: str) -> Chip:
    try:
        return book.find(name)
    except ChipNotFound as error:
        raise ChipUnknown("chip" if item == CHIP else "circuits", name, error.suggestions) from error


def _of_chip(chip: Chip, law: Law, as_of: date, known_on: date | None) -> AskedItem:
    item = item_of_chip(chip, law, as_of, known_on)
    letter = letter_for(chip, as_of, known_on) if item.basis == "maker_letter" else None
    remark = (
        f"The maker's letter of {letter.letter_on} states {letter.stated_entry}; it outranks what is computed."
        if letter
        else "Its class is computed from published figures."
    )
    return AskedItem(
        name=f"{chip.vendor} {chip.name}",
        entries=dict.fromkeys(Reading, item.entry),
        classification=item.classification,
        chips=(chip,),
        remarks=(remark,),
        missing_facts=item.missing_facts,
        facts=item.facts,
    )


def _of_system(chips: tuple[Chip, ...], found: SystemClassification) -> AskedItem:
    answers = {reading: found.under(reading) for reading in Reading}
    careful = answers[Reading.CONSERVATIVE]
    remarks = [f"Entry under the careful answer: {careful.entry or str(careful.status).replace('_', ' ')}."]
    if careful.level:
        remarks.append(f"Licence requirements follow the level of {careful.level}.")
    return AskedItem(
        name=f"A system with {', '.join(f'{one.vendor} {one.name}' for one in chips)}",
        entries={reading: entry_of_system(one) for reading, one in answers.items()},
        classification=None,
        chips=chips,
        remarks=tuple(remarks),
        missing_facts=careful.missing_facts,
    )
