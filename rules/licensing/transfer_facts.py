"""The catalogue's facts of a transfer, from a question, the law's day and (of a classified chip) a reading."""

from collections.abc import Mapping

from rules.catalogue import CATALOGUE
from rules.catalogue.items import ITEM_ENTRIES
from rules.catalogue.transfers import GROUPS_OF_TRANSFER_COUNTRIES
from rules.chips.answer import ChipAnswer, ChipStatus
from rules.clocks import Reading
from rules.facts import FactValue, Subject
from rules.group_facts import GroupsOnDay
from rules.law import LawOnDay
from rules.licensing.question import TransferQuestion

_GROUPS_OF = {
    **GROUPS_OF_TRANSFER_COUNTRIES,
    "designer_headquarters_countries": "designer_headquarters_groups",
}
_MAY_BE_DESIGN_SOFTWARE = frozenset({"3D001_a", "3D001_b", "other", "ear99"})


def transfer_facts(
    question: TransferQuestion, day: LawOnDay, reading: Reading
) -> dict[str, FactValue | None]:
    """Every fact that is known. What was stated counts before what is worked out."""
    entry = item_entry_of(question, reading)
    facts: dict[str, FactValue | None] = {
        **_chip_facts(question),
        **_facts_of_entry(entry),
        "is_on_control_list": _is_on_control_list(question, entry),
        "transfer_kind": question.transfer_kind,
        "is_subject_to_ear": True,
        "origin_country": question.origin,
        "destination_country": question.destination,
        "destination_region": _region(question),
        "recipient_headquarters_country": question.recipient_headquarters_country,
        "recipient_ultimate_parent_headquarters_country": (
            question.recipient_ultimate_parent_headquarters_country
        ),
        **{name: value for name, value in question.facts.items() if value is not None},
        **day.setting_facts(),
    }
    known = {name: CATALOGUE[name].parse(value) for name, value in facts.items() if value is not None}
    return {**known, **GroupsOnDay(day).facts_of(known, _GROUPS_OF)}


def item_entry_of(question: TransferQuestion, reading: Reading) -> str | None:
    """The entry that is asked about; of a classified chip the one that this reading gives it."""
    if question.classification is None:
        return question.item_entry
    return _entry_of_chip(question.classification.under(reading))


def _entry_of_chip(answer: ChipAnswer) -> str | None:
    match answer.status:
        case ChipStatus.UNDETERMINED:
            return None
        case ChipStatus.NEITHER:
            return "3A991.p" if "3A991.p" in answer.also else "other"
        case entry:
            return str(entry)


def _chip_facts(question: TransferQuestion) -> Mapping[str, FactValue | None]:
    """What is known of a classified chip. Its memory is taken for dynamic memory, as it mostly is: that can only
    overstate the bandwidth that is compared.
    """
    if question.classification is None:
        return {}
    facts = question.classification.facts
    shared = {name: value for name, value in facts.items() if Subject.TRANSFER in CATALOGUE[name].subjects}
    return {**shared, "total_dram_bandwidth_gb_per_s": facts.get("memory_bandwidth_gb_per_s")}


def _facts_of_entry(entry: str | None) -> dict[str, FactValue | None]:
    if entry is None:
        return {}
    item = ITEM_ENTRIES[entry]
    return {
        "item_entry": entry,
        "item_level": item.level,
        "is_listed_for_supercomputer_end_use": item.is_listed_for_supercomputer_end_use,
        "is_in_category_3_b_to_e": item.is_in_category_3_b_to_e,
        "is_chip_design_software": None if entry in _MAY_BE_DESIGN_SOFTWARE else False,
    }


def _is_on_control_list(question: TransferQuestion, entry: str | None) -> bool | None:
    """Whether an entry describes the item. Of a chip outside 3A090 and 3A991.p it is not known: another entry may, or
    it is EAR99.
    """
    if entry is None or (entry == "other" and question.classification is not None):
        return None
    return entry != "ear99"


def _region(question: TransferQuestion) -> str | None:
    """Only Ukraine has regions with rules of their own; there the region must be stated."""
    if question.destination_country in {None, "UA"}:
        return question.destination_region
    return "none"
