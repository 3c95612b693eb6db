"""Reaching into CloudTrail records, whose parts may be absent, null, or of another shape than usual."""

from audit.intake.records import MAX_TEXT_CHARACTERS


def value_at(event: dict[str, object], *path: str) -> object:
    """Return the value at the end of `path`, or None where any step of it is missing or no object."""
    value: object = event
    for step in path:
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def text_at(event: dict[str, object], *path: str) -> str | None:
    """Return the text at the end of `path`; None when missing, empty, too long for a field, or no text."""
    value = value_at(event, *path)
    return value if isinstance(value, str) and 0 < len(value) <= MAX_TEXT_CHARACTERS else None


def items_at(event: dict[str, object], *path: str) -> list[dict[str, object]]:
    """Return the objects of an EC2 list (`{"items": [...]}`) at the end of `path`; empty when missing."""
    items = value_at(event, *path, "items")
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
