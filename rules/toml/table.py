"""Opening a TOML file of law: bytes in, one strict table out, whose messages name file and line."""

import tomllib
from decimal import Decimal

from rules.errors import RuleSetError
from rules.toml.lines import lines_of
from rules.toml.strict_table import StrictTable


def toml_table(content: bytes, origin: str) -> StrictTable:
    """The outermost table; `origin` names the file in messages.

    Fractions are read as Decimal, never as floats. Raises RuleSetError for bytes that are not TOML in UTF-8.
    """
    try:
        text = content.decode("utf-8")
        values = tomllib.loads(text, parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleSetError(f"{origin}: not a TOML file in UTF-8: {error}") from error
    return StrictTable(values, origin, lines_of(text))
