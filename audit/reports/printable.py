"""Text that is safe to print: no character that reorders, hides or cannot be drawn.

Bidirectional controls are dropped (U+202E in an account's name did reorder a line in trials). What the embedded fonts
cannot draw is written as its code point: PDF/A refuses a document with a missing glyph, and a blank would hide it.
"""

import re

_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Latin, Greek and Cyrillic as far as both embedded typefaces have them; then single marks.
_DRAWABLE = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x17F),
    (0x386, 0x386),
    (0x388, 0x38A),
    (0x38C, 0x38C),
    (0x38E, 0x3A1),
    (0x3A3, 0x3CE),
    (0x400, 0x45F),
)
_MARKS = "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u2020\u2021\u2192\u2264\u2265"
_UNDRAWABLE = re.compile(
    "[^" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _DRAWABLE) + _MARKS + "]"
)
_LONG_WORD = re.compile(r"\S{25,}")
_BREAK_EVERY_CHARACTERS = 8
COPIED_WHOLE = frozenset({"reference", "sha256", "report_sha256", "root", "origin"})
_BREAK = "\N{ZERO WIDTH SPACE}"


def printable(text: str) -> str:
    """Return `text` as one line of characters that can be drawn; others appear as <U+XXXX>."""
    plain = _BIDI_CONTROLS.sub("", text)
    return _UNDRAWABLE.sub(lambda found: " " if found[0] in "\r\n\t" else f"<U+{ord(found[0]):04X}>", plain)


def breakable(text: str) -> str:
    """Return `text` with places to break in its long words, so that no name runs out of its column."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(found: re.Match[str]) -> str:
    word, step = found[0], _BREAK_EVERY_CHARACTERS
    return _BREAK.join(word[start : start + step] for start in range(0, len(word), step))


def printable_tree(value: object, *, name: str = "") -> object:
    """Return plain data with every text in it made printable, and breakable unless it is there to be copied.

    name: key under which `value` stands.
    """
    if isinstance(value, str):
        return printable(value) if name in COPIED_WHOLE else breakable(printable(value))
    if isinstance(value, dict):
        return {key: printable_tree(item, name=key) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_tree(item, name=name) for item in value]
    return value
