"""Reading a TOML table strictly: every key is asked for once, by type, and what is left over is an error."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from rules.errors import RuleSetError
from rules.toml.lines import Path

LONGEST_NAME = 80
LONGEST_ID = 120
LONGEST_LINE = 200
LONGEST_TEXT = 4_000
MOST_ENTRIES = 1_000
MOST_TABLES = 200
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
# Control characters, those that only steer how others look, halves of characters, and line ends nobody sees.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_LONGEST_SHOWN = 80
_MOST_SHOWN = 20
_Choice = TypeVar("_Choice", bound=StrEnum)


class StrictTable:
    """One table of a file of law. `where` names the file and the place in it, for messages.

    lines: of the file (`rules.toml.lines`), so that messages name the line; left out, they name the place
    only. path: of this table among them.
    """

    def __init__(
        self,
        values: dict[str, object],
        where: str,
        lines: Mapping[Path, int] | None = None,
        path: Path = (),
    ) -> None:
        self._values = dict(values)
        self.where = where
        self._lines = lines or {}
        self._path = path

    def refusal(self, why: str, key: str | None = None, *, inside: Path = ()) -> RuleSetError:
        """An error that says where: file, line, place.

        key: the one at fault, where one key is. inside: the path, from here, of the table that is at fault.
        """
        path = (*self._path, *inside)
        line = self._lines.get((*path, key)) if key else None
        line = line or self._lines.get(path)
        if line is None and self._lines and not path:
            line = 1  # of the file as a whole
        at = f", line {line}" if line else ""
        return RuleSetError(f"{self.where}{at}: {why}", line=line, place=self.where)

    def text(self, key: str) -> str:
        """A text that is not empty, has no surrounding white space and no character that cannot be seen."""
        return self._text(key, LONGEST_TEXT, allowed="\n\t")

    def optional_text(self, key: str) -> str | None:
        """Like `text`, or None where the key is absent."""
        return self.text(key) if key in self._values else None

    def line(self, key: str, longest: int = LONGEST_LINE) -> str:
        """Like `text`, of one line and at most so many characters: what is shown and stored as a title is."""
        return self._text(key, longest)

    def optional_line(self, key: str, longest: int = LONGEST_LINE) -> str | None:
        """Like `line`, or None where the key is absent."""
        return self.line(key, longest) if key in self._values else None

    def address(self, key: str) -> str:
        """The address of a page, which others follow: https or http and nothing that a browser would run."""
        value = self._text(key, LONGEST_TEXT)
        try:
            parts = urlsplit(value)
        except ValueError as error:
            raise self.refusal(f"key {key!r} is {_shown(value)}: {error}", key) from error
        if parts.scheme not in {"https", "http"} or not parts.hostname or any(map(str.isspace, value)):
            raise self.refusal(
                f"key {key!r} is {_shown(value)}: write an address that begins with https:// or http://", key
            )
        return value

    def name(self, key: str, longest: int = LONGEST_NAME) -> str:
        """A text of lower-case letters, digits and underscores."""
        value = self._text(key, longest)
        if not _NAME.fullmatch(value):
            raise self.refusal(f"key {key!r} is {_shown(value)}: use a-z, 0-9 and _ only", key)
        return value

    def _text(self, key: str, longest: int, allowed: str = "") -> str:
        value = self._values.pop(key, None)
        if value is None:
            raise self.refusal(f"key {key!r} is missing")
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(f"key {key!r} must be a text, not {_shown(value)}", key)
        if value != value.strip():
            raise self.refusal(f"key {key!r} begins or ends with white space: {_shown(value)}", key)
        self._require_storable(key, value, longest, allowed)
        return value

    def _require_storable(self, key: str, value: str, longest: int, allowed: str = "") -> None:
        """Refuse what a database would not take, or a page would not show as it is."""
        if len(value) > longest:
            raise self.refusal(f"key {key!r} has {len(value)} characters and may have {longest}", key)
        for position, character in enumerate(value, 1):
            if unicodedata.category(character) in _UNSEEN and character not in allowed:
                raise self.refusal(
                    f"key {key!r} has a character that cannot be seen, U+{ord(character):04X}, in place {position}: "
                    "remove it",
                    key,
                )

    def day(self, key: str) -> date:
        """A TOML local date such as 2023-11-17, without quotes and without a time."""
        value = self._values.pop(key, None)
        if value is None:
            raise self.refusal(f"key {key!r} is missing")
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refusal(
                f"key {key!r} must be a date such as 2023-11-17 (no quotes), not {_shown(value)}", key
            )
        if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            raise self.refusal(
                f"key {key!r} is {value}: years from {EARLIEST_YEAR} to {LATEST_YEAR} are meant", key
            )
        return value

    def optional_day(self, key: str) -> date | None:
        """Like `day`, or None where the key is absent."""
        return self.day(key) if key in self._values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one, none twice."""
        value = self._values.pop(key, None)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise self.refusal(f"key {key!r} must be a list of texts with at least one in it", key)
        if len(set(value)) != len(value):
            raise self.refusal(f"key {key!r} has an entry twice", key)
        self._require_few(key, len(value), MOST_ENTRIES)
        for item in value:
            self._require_storable(key, item, LONGEST_LINE)
        return tuple(value)

    def optional_texts(self, key: str) -> tuple[str, ...]:
        """Like `texts`, or empty where the key is absent."""
        return self.texts(key) if key in self._values else ()

    def flag(self, key: str, *, otherwise: bool) -> bool:
        """true or false; `otherwise` where the key is absent."""
        value = self._values.pop(key, otherwise)
        if not isinstance(value, bool):
            raise self.refusal(f"key {key!r} must be true or false, not {_shown(value)}", key)
        return value

    def integer(self, key: str) -> int:
        """A whole number."""
        value = self._values.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refusal(f"key {key!r} must be a whole number, not {_shown(value)}", key)
        return value

    def optional_integer(self, key: str) -> int | None:
        """Like `integer`, or None where the key is absent."""
        return self.integer(key) if key in self._values else None

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """One of the values of an enumeration."""
        value = self.text(key)
        try:
            return choices(value)
        except ValueError as error:
            allowed = ", ".join(choices)
            raise self.refusal(f"key {key!r} is {_shown(value)}: it is one of {allowed}", key) from error

    def optional_choice(self, key: str, choices: type[_Choice]) -> _Choice | None:
        """Like `choice`, or None where the key is absent."""
        return self.choice(key, choices) if key in self._values else None

    def text_map(self, key: str) -> dict[str, str]:
        """A table of texts by name, such as {a = "b"}; empty where the key is absent."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self.refusal(f"key {key!r} must be a table of texts", key)
        self._require_few(key, len(value), MOST_ENTRIES)
        for name, item in value.items():
            self._require_storable(key, name, LONGEST_LINE)
            self._require_storable(key, item, LONGEST_TEXT)
        return value

    def tables(self, key: str) -> list["StrictTable"]:
        """An array of tables; empty where the key is absent."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refusal(f"key {key!r} must be written as [[{key}]] tables", key)
        self._require_few(key, len(value), MOST_TABLES)
        return [
            StrictTable(item, f"{self.where}, {key} {position}", self._lines, (*self._path, key, position))
            for position, item in enumerate(value, 1)
        ]

    def named_tables(self, key: str) -> dict[str, "StrictTable"]:
        """A table of tables, [key.NAME]; empty where the key is absent."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            raise self.refusal(f"key {key!r} must be written as [{key}.NAME] tables", key)
        self._require_few(key, len(value), MOST_TABLES)
        for name in value:
            if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
                raise self.refusal(
                    f"[{key}.{_shown(name)}]: use a-z, 0-9 and _ only in the name, and {LONGEST_NAME} at most"
                )
        return {
            name: StrictTable(item, f"{self.where}, {key}.{name}", self._lines, (*self._path, key, name))
            for name, item in value.items()
        }

    def finish(self) -> None:
        """RuleSetError for the keys that nobody asked for."""
        if self._values:
            unknown = sorted(self._values)
            named = ", ".join(_shown(key) for key in unknown[:_MOST_SHOWN])
            raise self.refusal(f"unknown key {named}: remove it, or correct its spelling", unknown[0])

    def _require_few(self, key: str, count: int, most: int) -> None:
        if count > most:
            raise self.refusal(f"key {key!r} has {count} entries and may have {most}", key)


def _shown(value: object) -> str:
    """A value as it is quoted in a message: long ones cut."""
    whole = repr(value)
    return whole if len(whole) <= _LONGEST_SHOWN else f"{whole[:_LONGEST_SHOWN]}..."
