"""The unified difference of two texts, line by line, each with its kind."""

from dataclasses import dataclass
from difflib import unified_diff


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line with its sign. kind: added, removed, place (where it is) or same."""

    kind: str
    text: str


def text_diff(before: str, after: str, name_before: str, name_after: str) -> list[DiffLine]:
    """Return the lines of the unified difference, three lines of context, without the two that name the files."""
    found = unified_diff(before.splitlines(), after.splitlines(), name_before, name_after, lineterm="")
    return [DiffLine(_kind(line), line) for line in list(found)[2:]]


def _kind(line: str) -> str:
    match line[:1]:
        case "+":
            return "added"
        case "-":
            return "removed"
        case "@":
            return "place"
    return "same"
