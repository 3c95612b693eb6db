"""The reason that every step of a decision must carry."""

from compliance.casework.errors import ReasonMissing

LONGEST_REASON_CHARACTERS = 4000


def stated_reason(reason: str) -> str:
    """Return `reason` trimmed and with plain line ends; raises ReasonMissing when it is empty or too long."""
    text = reason.replace("\r\n", "\n").strip()
    if not text:
        raise ReasonMissing("Write down why: whoever reads this decision later will have only that.")
    if len(text) > LONGEST_REASON_CHARACTERS:
        raise ReasonMissing(
            f"The reason has {len(text)} characters and may have {LONGEST_REASON_CHARACTERS}: shorten it."
        )
    return text
