"""Reading a TOML table strictly: every key is asked for once, by type, and what is left over is an error."""

import re
from datetime import date, datetime

from rules.errors import RuleSetError

_NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


class StrictTable:
    """One table of a rule set file. `where` names the file and the place in it, for messages."""

    def __init__(self, values: dict[str, object], where: str) -> None:
        self._values = dict(values)
        self.where = where

    def refusal(self, why: str) -> RuleSetError:
        """An error that says where."""
        return RuleSetError(f"{self.where}: {why}")

    def text(self, key: str) -> str:
        """A text that is not empty and has no surrounding white space."""
        value = self._values.pop(key, None)
        if value is None:
            raise self.refusal(f"key {key!r} is missing")
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(f"key {key!r} must be a text, not {value!r}")
        if value != value.strip():
            raise self.refusal(f"key {key!r} begins or ends with white space: {value!r}")
        return value

    def optional_text(self, key: str) -> str | None:
        """Like `text`, or None where the key is absent."""
        return self.text(key) if key in self._values else None

    def name(self, key: str) -> str:
        """A text of lower-case letters, digits and underscores."""
        value = self.text(key)
        if not _NAME.fullmatch(value):
            raise self.refusal(f"key {key!r} is {value!r}: use a-z, 0-9 and _ only")
        return value

    def day(self, key: str) -> date:
        """A TOML local date such as 2023-11-17, without quotes and without a time."""
        value = self._values.pop(key, None)
        if value is None:
            raise self.refusal(f"key {key!r} is missing")
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refusal(f"key {key!r} must be a date such as 2023-11-17 (no quotes), not {value!r}")
        return value

    def optional_day(self, key: str) -> date | None:
        """Like `day`, or None where the key is absent."""
        return self.day(key) if key in self._values else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, at least one, none twice."""
        value = self._values.pop(key, None)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise self.refusal(f"key {key!r} must be a list of texts with at least one in it")
        if len(set(value)) != len(value):
            raise self.refusal(f"key {key!r} has an entry twice")
        return tuple(value)

    def tables(self, key: str) -> list["StrictTable"]:
        """An array of tables; empty where the key is absent."""
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refusal(f"key {key!r} must be written as [[{key}]] tables")
        return [
            StrictTable(item, f"{self.where}, {key} {position}") for position, item in enumerate(value, 1)
        ]

    def named_tables(self, key: str) -> dict[str, "StrictTable"]:
        """A table of tables, [key.NAME]; empty where the key is absent."""
        value = self._values.pop(key, {})
        if not isinstance(value, dict) or not all(isinstance(item, dict) for item in value.values()):
            raise self.refusal(f"key {key!r} must be written as [{key}.NAME] tables")
        for name in value:
            if not _NAME.fullmatch(name):
                raise self.refusal(f"[{key}.{name}]: use a-z, 0-9 and _ only in the name")
        return {name: StrictTable(item, f"{self.where}, {key}.{name}") for name, item in value.items()}

    def finish(self) -> None:
        """RuleSetError for the keys that nobody asked for."""
        if self._values:
            unknown = ", ".join(repr(key) for key in sorted(self._values))
            raise self.refusal(f"unknown key {unknown}: remove it, or correct its spelling")
