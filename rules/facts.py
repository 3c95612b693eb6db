"""The catalogue: every fact a rule may name, with its type, unit, meaning and the subjects it describes.

A fact's value is exact (Decimal, int, bool, str, a tuple of str, an aware datetime) or unknown (None, or
left out). Unknown never means zero, false or empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from rules.decimals import decimal_text
from rules.errors import FactError

FactValue = Decimal | int | bool | str | tuple[str, ...] | datetime

_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
# CEL integers are signed 64-bit; a decimal fact beyond 10^100 is a slip, not a quantity.
_LARGEST_INTEGER = 2**63 - 1
_LARGEST_DECIMAL_EXPONENT = 100
_LONGEST_SHOWN = 80


class FactType(StrEnum):
    """How a fact is held here and in CEL (decimal: double, see exact_doubles; text_list: list of string)."""

    DECIMAL = "decimal"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT = "text"
    TEXT_LIST = "text_list"
    TIMESTAMP = "timestamp"


_WRITTEN_AS = {
    FactType.DECIMAL: "a number such as 4800 or 5.92",
    FactType.INTEGER: "a whole number such as 12",
    FactType.BOOLEAN: "true or false",
    FactType.TEXT: "a text",
    FactType.TEXT_LIST: "a list of texts",
    FactType.TIMESTAMP: "an instant such as 2026-01-31T00:00:00+00:00",
}


class Subject(StrEnum):
    """What a rule judges.

    A system is a computer, board or cluster with chips in it. A model is the weights of a trained one. A
    transfer moves an item between places or parties; access lets somebody use it from afar and moves
    nothing. A group is several tenants believed to act as one.
    """

    CHIP = "chip"
    SYSTEM = "system"
    MODEL = "model"
    TRANSFER = "transfer"
    ACCESS = "access"
    TENANT = "tenant"
    GROUP = "group"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the catalogue.

    unit: of the number, or "" where there is none. vocabulary: the only texts allowed, or () for any text.
    is_country: the text is an ISO 3166-1 alpha-2 code. least: the smallest number there can be, in the unit: 0 of all
    that is counted or measured; None where there is none.
    """

    name: str
    type: FactType
    unit: str
    meaning: str
    subjects: frozenset[Subject]
    vocabulary: tuple[str, ...] = ()
    is_country: bool = False
    least: int | None = 0

    def parse(self, value: object) -> FactValue:
        """The value in the catalogue's exact form, or FactError saying what is wrong with it.

        An int is taken for a decimal (it is exact), a float for nothing; text lists come back sorted,
        without duplicates, because their order says nothing.
        """
        match self.type, value:
            case FactType.BOOLEAN, bool():
                return value
            case FactType.INTEGER, int() if not isinstance(value, bool) and abs(value) <= _LARGEST_INTEGER:
                self._require_least(value)
                return value
            case FactType.DECIMAL, int() | Decimal() if not isinstance(value, bool):
                return self._parse_decimal(Decimal(value))
            case FactType.TEXT, str():
                self.require_allowed_text(value)
                return value
            case FactType.TEXT_LIST, list() | tuple() | set() | frozenset():
                return self._parse_texts(list(value))
            case FactType.TIMESTAMP, datetime() if value.tzinfo is not None:
                return value.astimezone(UTC)
        raise FactError(
            f"fact {self.name!r} is of type {self.type}, and {_shown(value)} ({type(value).__name__}) is not: "
            "give an exact value of that type, or None where it is unknown"
        )

    def parse_text(self, stored: object) -> FactValue:
        """The value from its stored form (text; booleans and lists as JSON has them), or FactError."""
        try:
            match self.type, stored:
                case FactType.DECIMAL, str():
                    return self.parse(Decimal(stored))
                case FactType.INTEGER, str():
                    return self.parse(int(stored))
                case FactType.TIMESTAMP, str():
                    return self.parse(datetime.fromisoformat(stored))
                case ((FactType.BOOLEAN | FactType.TEXT | FactType.TEXT_LIST), _):
                    return self.parse(stored)
        except (ArithmeticError, ValueError) as error:
            raise FactError(
                f"fact {self.name!r} cannot be read from {_shown(stored)}: write {_WRITTEN_AS[self.type]}"
            ) from error
        raise FactError(f"fact {self.name!r} of type {self.type} is stored as text, not as {_shown(stored)}")

    def _parse_decimal(self, number: Decimal) -> Decimal:
        if not number.is_finite() or (number and abs(number.adjusted()) > _LARGEST_DECIMAL_EXPONENT):
            raise FactError(
                f"fact {self.name!r} cannot be {_shown(number)}: give a finite number, or None for unknown"
            )
        self._require_least(number)
        # A zero has no size, but may carry an exponent whose digits would fill the memory once written out.
        return number or Decimal(0)

    def _require_least(self, number: Decimal | int) -> None:
        if self.least is not None and number < self.least:
            raise FactError(
                f"fact {self.name!r} cannot be {_shown(number)}: it is {self.least} or more, or None for unknown"
            )

    def _parse_texts(self, values: list[object]) -> tuple[str, ...]:
        texts: set[str] = set()
        for value in values:
            if not isinstance(value, str):
                raise FactError(
                    f"fact {self.name!r} is a list of texts, and {_shown(value)} in it is not a text"
                )
            self.require_allowed_text(value)
            texts.add(value)
        return tuple(sorted(texts))

    def require_allowed_text(self, text: str) -> None:
        """FactError where the catalogue does not allow this text (in a value, and in a rule's constants)."""
        if self.vocabulary and text not in self.vocabulary:
            raise FactError(
                f"fact {self.name!r} cannot be {_shown(text)}: it is one of {', '.join(self.vocabulary)}"
            )
        if self.is_country and not _COUNTRY_CODE.fullmatch(text):
            raise FactError(
                f"fact {self.name!r} cannot be {_shown(text)}: it is a country code of two capitals (ISO 3166-1)"
            )


def _shown(value: object) -> str:
    """A value as a message quotes it: a long one cut, and an integer of thousands of digits only named."""
    try:
        whole = str(value) if isinstance(value, Decimal) else repr(value)
    except ValueError:
        return "a number of very many digits"
    return whole if len(whole) <= _LONGEST_SHOWN else f"{whole[:_LONGEST_SHOWN]}..."


def value_text(value: FactValue) -> str:
    """A fact's value as text, exact and always the same: for findings, documents and digests."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return decimal_text(value)
        case tuple():
            return ", ".join(value)
        case datetime():
            return value.isoformat()
        case _:
            return str(value)


def parse_facts(
    catalogue: Mapping[str, Fact], subject: Subject, values: Mapping[str, object]
) -> dict[str, FactValue | None]:
    """The facts of one subject, each parsed; every fact of that subject is a key, unknown ones are None.

    Raises FactError for a name the catalogue does not have, or has for another kind of subject only.
    """
    for name in values:
        if name not in catalogue:
            raise FactError(f"no fact is named {name!r}: see rules/catalogue for the names there are")
        if subject not in catalogue[name].subjects:
            owners = ", ".join(sorted(catalogue[name].subjects))
            raise FactError(f"fact {name!r} describes a {owners}, not a {subject}")
    return {
        name: None if values.get(name) is None else fact.parse(values[name])
        for name, fact in catalogue.items()
        if subject in fact.subjects
    }
