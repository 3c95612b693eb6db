"""Reading a TOML table strictly: every key is asked for once, by type, and what is left over is an error."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from rules.errors import RuleSetError
from rules.toml.lines import Path

_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
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

    def refusal(self, why: str, key: str | None = None) -> RuleSetError:
        """An error that says where: file, line, place. key: the one at fault, where one key is."""
        line = self._lines.get((*self._path, key)) if key else None
        line = line or self._lines.get(self._path)
        at = f", line {line}" if line else ""
        return RuleSetError(f"{self.where}{at}: {why}", line=line, place=self.where)

    def text(self, key: str) -> str:
        """A text that is not empty and has no surrounding white space."""
        value = self._values.pop(key, None)
        if value is None:
            raise self.refusal(f"key {key!r} is missing")
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(f"key {key!r} must be a text, not {value!r}", key)
        if value != value.strip():
            raise self.refusal(f"key {key!r} begins or ends with white space: {value!r}", key)
        return value

    def optional_text(self, key: str) -> str | None:
        """Like `text`, or None where the key is absent."""
        return self.text(key) if key in self._values else None

    def name(self, key: str) -> str:
        """A text of lower-case letters, digits and underscores."""
        value = self.text(key)
        if not _NAME.fullmatch(value):
            raise self.refusal(f"key {key!r} is {value!r}: use a-z, 0-9 and _ only", key)
        return value

    def day(self, key: str) -> date:
        """A TOML local date such as 2023-11-17, without quotes and without a time."""
        value = self._values.pop(key, None)
        if value is None:
            raise self.refusal(f"key {key!r} is missing")
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refusal(
                f"key {key!r} must be a date such as 2023-11-17 (no quotes), not {value!r}", key
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
        return tuple(value)

    def optional_texts(self, key: str) -> tuple[str, ...]:
        """Like `texts`, or empty where the key is absent."""
        return self.texts(key) if key in self._values else ()

    def flag(self, key: str, *, otherwise: bool) -> bool:
        """true or false; `otherwise` where the key is absent."""
        value = self._values.pop(key, otherwise)
        if not isinstance(value, bool):
            raise self.refusal(f"key {key!r} must be true or false, not {value!r}", key)
        return value

    def integer(self, key: str) -> int:
        """A whole number."""
        value = self._values.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refusal(f"key {key!r} must be a whole number, not {value!r}", key)
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
            raise self.refusal(f"key {key!r} is {value!r}: it is one of {allowed}", key) from error

    def optional_choice(self, key: str, choices: type[_Choice]) -> _Choice | None:
        """Like `choice`, or None where the key is absent."""
        return self.choice(key, choices) if key in self._values else None

    def text_map(self, key: str) -> dict[str, str]:
        """A table of texts by name, such as {a = "b"}; empty where the key is absent."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self.refusal(f"key {key!r} must be a table of texts", key)
        return value

    def tables(self, key: str) -> list["StrictTable"]:
        """An array of tables; empty where the key is absent."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refusal(f"key {key!r} must be written as [[{key}]] tables", key)
        return [
            StrictTable(item, f"{self.where}, {key} {position}", self._lines, (*self._path, key, position))
            for position, item in enumerate(value, 1)
        ]

    def named_tables(self, key: str) -> dict[str, "StrictTable"]:
        """A table of tables, [key.NAME]; empty where the key is absent."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            raise self.refusal(f"key {key!r} must be written as [{key}.NAME] tables", key)
        for name in value:
            if not _NAME.fullmatch(name):
                raise self.refusal(f"[{key}.{name}]: use a-z, 0-9 and _ only in the name")
        return {
            name: StrictTable(item, f"{self.where}, {key}.{name}", self._lines, (*self._path, key, name))
            for name, item in value.items()
        }

    def finish(self) -> None:
        """RuleSetError for the keys that nobody asked for."""
        if self._values:
            unknown = sorted(self._values)
            named = ", ".join(repr(key) for key in unknown)
            raise self.refusal(f"unknown key {named}: remove it, or correct its spelling", unknown[0])
