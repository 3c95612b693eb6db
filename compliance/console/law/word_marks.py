"""Two texts side by side, with the words marked that only one of them has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\d{4}-\d{2}-\d{2}|\d+(?:[.-]\d+)*|\w+|\s+|[^\w\s]")
_ALIKE = 0.4
"""Below this share of common words two texts are shown as wholly other: marks here and there would only confuse."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one text. is_other: the other text does not have it here."""

    text: str
    is_other: bool


def marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both texts in pieces; the pieces of each, put together, are the text."""
    earlier, later = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return (Piece(before, is_other=True),), (Piece(after, is_other=True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        _append(left, earlier[i1:i2], is_other=tag != "equal")
        _append(right, later[j1:j2], is_other=tag != "equal")
    return tuple(left), tuple(right)


def _append(pieces: list[Piece], words: Sequence[str], *, is_other: bool) -> None:
    if words:
        pieces.append(Piece("".join(words), is_other))
