"""The item of `rules.catalogue.items` that a classified system is, or that a maker's letter states."""

from compliance.registry.maker_letters import status_of_entry
from rules.catalogue.items import ITEM_ENTRIES
from rules.chips.answer import ChipStatus
from rules.chips.systems import SystemAnswer
from rules.findings import FindingStatus

_LEVELS = {str(ChipStatus.A): "a", str(ChipStatus.B): "b"}
_OF_5A992 = {"5A992.z.1": "z_a", "5A992.z.2": "z_b"}
_OTHER = "other"


def entry_of_system(answer: SystemAnswer) -> str | None:
    """Return the item of an answer about a computer, board or component; None while it is undetermined."""
    if answer.status is FindingStatus.UNDETERMINED:
        return None
    if answer.entry is None:
        return _OTHER
    if ".z" not in answer.entry:
        return answer.entry
    return _z_paragraph(answer.entry, answer.level)


def entry_of_letter(stated_entry: str, computed_status: ChipStatus) -> str | None:
    """Return the item of an entry that a maker states; None where it leaves open which level of 3A090 it has.

    computed_status: of the chip's published figures, for a .z paragraph that does not name its level.
    """
    match status_of_entry(stated_entry):
        case ChipStatus.UNDETERMINED:
            return None
        case ChipStatus.NEITHER:
            return _outside_3a090(stated_entry, computed_status)
        case status:
            return str(status)


def _outside_3a090(stated_entry: str, computed_status: ChipStatus) -> str | None:
    if ".z" in stated_entry:
        return _z_paragraph(stated_entry, str(computed_status))
    if stated_entry.upper() == "EAR99":
        return "ear99"
    named = (one for one in ITEM_ENTRIES if stated_entry == one or stated_entry.startswith(f"{one}."))
    return next(named, _OTHER)


def _z_paragraph(entry: str, level: str | None) -> str | None:
    for prefix, item in _OF_5A992.items():
        if entry.startswith(prefix):
            return item
    letter = _LEVELS.get(level or "")
    return f"z_{letter}" if letter else None
