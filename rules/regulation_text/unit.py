"""A unit of regulation text: a section, a supplement, or an entry of the Commerce Control List."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


def normalised(text: str) -> str:
    """Return text with what no reader sees made the same: Unicode form NFC, one space for each run of white space.

    Lines stay lines, empty ones go. Whatever is visible stays as it is, quotation marks and dashes too.
    """
    lines = (" ".join(_INVISIBLE.sub("", line).split()) for line in text.splitlines())
    return "\n".join(unicodedata.normalize("NFC", line) for line in lines if line)


@dataclass(frozen=True)
class Unit:
    """One unit. `text` has a paragraph a line, without the heading; a row of a table is a line, its cells between |."""

    part: str
    """Number of the part, for example "742"."""
    unit_id: str
    """"742.6" for a section, "740 Supplement No. 1" for a supplement, "3A090" for an entry."""
    heading: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Return the paragraphs, normalised."""
        return tuple(normalised(self.text).splitlines())

    @property
    def sha256(self) -> str:
        """Return the SHA-256, in hexadecimal digits, of heading and text once normalised."""
        return hashlib.sha256(f"{normalised(self.heading)}\n\n{normalised(self.text)}".encode()).hexdigest()
