"""Pieces of Markdown: text of the data files as text, tables, code."""

from collections.abc import Iterable, Sequence

_ESCAPED = {"\\": "\\\\", "*": "\\*", "<": "&lt;", "`": "\\`", "[": "\\[", "]": "\\]", "|": "\\|"}


def plain(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    return "".join(_ESCAPED.get(letter, letter) for letter in " ".join(text.split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown already, and hold no line ends."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(text: str) -> str:
    """A block of code, as it stands."""
    return f"```\n{text.strip()}\n```"


def word(text: object) -> str:
    """A name of the data files."""
    return f"`{text}`"


def words(texts: Iterable[object]) -> str:
    """Names, separated by commas."""
    return ", ".join(word(text) for text in texts)


def anchor(heading: str) -> str:
    """Where a heading can be linked to."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in "_- ")
    return f"#{kept.replace(' ', '-')}"


def paragraphs(*pieces: str | None) -> str:
    """Pieces with an empty line between; None and empty ones are left out."""
    return "\n\n".join(piece for piece in pieces if piece)
