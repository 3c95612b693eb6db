"""Opening a TOML file of law: bytes in, one strict table out, whose messages name file and line."""

from rules.toml.document import toml_document
from rules.toml.strict_table import StrictTable


def toml_table(content: bytes, origin: str) -> StrictTable:
    """The outermost table; `origin` names the file in messages.

    Fractions are read as Decimal, never as floats. Raises RuleSetError for what `toml_document` does not read.
    """
    values, lines = toml_document(content, origin)
    return StrictTable(values, origin, lines)
