"""The files of the repository that are written by the code: one entry each, and nothing else to do.

The text must follow from the repository alone: no database, no clock, no variable of the machine.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from compliance.api.openapi.document import openapi_text
from compliance.api.openapi_file import PLACE as OPENAPI
from rules.rules_page import rules_page

GENERATED: Mapping[str, Callable[[], str]] = {
    OPENAPI: openapi_text,
    "docs/rules.md": rules_page,
}
"""Path from the root of the repository -> what its text is made by."""


def out_of_date(root: Path, generated: Mapping[str, Callable[[], str]] = GENERATED) -> list[str]:
    """Return the paths below `root` whose file is not there or says something else than it would be generated as."""
    return [place for place, text_of in generated.items() if _text_at(root / place) != text_of()]


def renew(root: Path, generated: Mapping[str, Callable[[], str]] = GENERATED) -> list[str]:
    """Write what is out of date, and return its paths."""
    stale = out_of_date(root, generated)
    for place in stale:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(generated[place](), encoding="utf-8", newline="\n")
    return stale


def _text_at(path: Path) -> str | None:
    try:
        return path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
