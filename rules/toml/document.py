"""Bytes to TOML values, within limits: whoever hands in a text cannot make reading it dear, nor break it.

`tomllib` costs the square of the parts of a dotted key, goes one call deeper with every bracket, and gives errors of
its own kinds for numbers too long for it. A file of law needs none of that, so it is refused by line.
"""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal

from rules.errors import RuleSetError
from rules.toml.lines import Path, lines_of

LONGEST_LINE_CHARACTERS = 6_000
MOST_KEY_PARTS = 8
LONGEST_DIGITS = 100
LARGEST_INTEGER = 2**63 - 1
DEEPEST_NESTING = 12

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\]|\\.)*+"|'[^']*+')"""
# A key stands at the beginning of a line, in a header, or in an inline table.
_LONG_KEY = re.compile(
    rf"(?:^|[{{,])[ \t]*+\[?+\[?+[ \t]*+{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_KEY_PARTS}}}"
)
_LONG_NUMBER = re.compile(rf"[0-9][0-9_]{{{LONGEST_DIGITS}}}")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def toml_document(content: bytes, origin: str) -> tuple[dict[str, object], Mapping[Path, int]]:
    """The values, and where each stands; `origin` names the file in messages.

    Fractions are read as Decimal, never as floats. Raises RuleSetError, with the line where one is to blame, for bytes
    that are not TOML in UTF-8 and for what no file of law has: very long lines, numbers and keys, and deep nesting.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RuleSetError(f"{origin}: not a TOML file in UTF-8: {error}") from error
    _require_short_lines(text, origin)
    try:
        values = tomllib.loads(text, parse_float=_fraction)
    except RecursionError as error:
        raise RuleSetError(f"{origin}: brackets stand too deep within each other") from error
    except ValueError as error:
        raise RuleSetError(
            f"{origin}: not a TOML file in UTF-8: {error}", line=_line_of(str(error), text)
        ) from error
    _require_small(values, origin)
    return values, lines_of(text)


def _line_of(message: str, text: str) -> int | None:
    """The line that a message of `tomllib` names."""
    if "(at end of document)" in message:
        return text.count("\n") + 1
    found = _AT_LINE.search(message)
    return int(found[1]) if found else None


def _fraction(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except ArithmeticError as error:
        raise ValueError(f"{digits} is no number that can be held") from error


def _require_short_lines(text: str, origin: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE_CHARACTERS:
            why = f"has {len(line)} characters and may have {LONGEST_LINE_CHARACTERS}: break it"
        elif _LONG_NUMBER.search(line):
            why = f"has a number of more than {LONGEST_DIGITS} digits"
        elif _LONG_KEY.search(line):
            why = f"has a key of more than {MOST_KEY_PARTS} parts joined by dots"
        else:
            continue
        raise RuleSetError(f"{origin}, line {number}: the line {why}", line=number, place=origin)


def _require_small(values: dict[str, object], origin: str) -> None:
    """No integer beyond 64 bits (in base 16 it may have thousands of digits) and no deep nesting."""
    waiting: list[tuple[object, int]] = [(values, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST_NESTING:
            raise RuleSetError(f"{origin}: brackets stand too deep within each other")
        if isinstance(value, dict):
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
        elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
            raise RuleSetError(f"{origin}: a whole number is larger than {LARGEST_INTEGER}")
