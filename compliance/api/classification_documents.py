"""Control statuses as JSON-safe plain values, as a reader may see them."""

from collections.abc import Sequence
from typing import Any

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.law_answers import for_reader
from compliance.registry.maker_letters import ChipControl
from compliance.registry.models import MakerLetter
from rules.chips.systems import SystemClassification
from rules.law import TEXT_READ_UNTIL
from rules.model_classification import ModelClassification

_OF_THE_OPERATOR = ("signer", "source", "file_name", "recorded_by")
"""What stands in a maker's letter and names persons, or says how it came: for the operator's own people."""


def control_document(control: ChipControl, user: User, *, kind: str) -> dict[str, object]:
    """Return a circuit's status: what holds, the maker's letter if one does, and the computed answers."""
    document = control.to_document()
    computed: Any = document["computed"]
    document |= {
        "kind": kind,
        "chip": control.chip.slug or None,
        "computed": for_reader(computed, user),
        "text_read_until": TEXT_READ_UNTIL.isoformat(),
    }
    if control.letter is None or user.may(Act.READ_LEDGER):
        return document
    return document | {
        "letter": _letter_for_others(document["letter"]),
        "explanation": _explanation_for_others(control.letter),
    }


def system_document(
    found: SystemClassification, controls: Sequence[ChipControl], user: User
) -> dict[str, object]:
    """Return a system's answers with each circuit's own. controls: of its circuits, in their order."""
    first = found.circuits[0]
    document: Any = found.to_document()
    return for_reader(
        {
            "kind": "system",
            "as_of": first.as_of.isoformat(),
            "known_on": first.known_on.isoformat() if first.known_on else None,
            "text_read_until": TEXT_READ_UNTIL.isoformat(),
            "text_note": first.text_note,
            "base_entry": document["base_entry"],
            "answers": document["answers"],
            "circuits": [
                control_document(one, user, kind="chip" if one.chip.slug else "figures") for one in controls
            ],
            "settings_used": [used.to_document() for used in first.settings_used],
        },
        user,
    )


def model_document(found: ModelClassification, user: User) -> dict[str, object]:
    """Return a model's answers."""
    return for_reader(
        {"kind": "model", **found.to_document(), "text_read_until": TEXT_READ_UNTIL.isoformat()}, user
    )


def without_working(document: Any) -> Any:
    """Return a document of any depth without findings and limbs that were looked at."""
    if isinstance(document, dict):
        return {
            name: without_working(inner)
            for name, inner in document.items()
            if name not in {"findings", "working"}
        }
    return [without_working(inner) for inner in document] if isinstance(document, list) else document


def _letter_for_others(letter: Any) -> dict[str, object]:
    return {**letter, **dict.fromkeys(_OF_THE_OPERATOR)}


def _explanation_for_others(letter: MakerLetter) -> str:
    return f"The maker states {letter.stated_entry} in a letter of {letter.letter_on} (file {letter.file_sha256})."
