"""Where in a TOML text each table and key stands, because `tomllib` tells values and no lines.

A path names a place: ("rules", 2, "limbs", 1, "when") is the key `when` in the first [[rules.limbs]] of the
second [[rules]], counted from 1. Only tables, arrays of tables and keys of one part, bare or between quotes, are
found: all that a rule set is written with.
"""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

# Possessive throughout: the time such a pattern takes grows with the line and not with a power of it.
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\\]*+"|'[^']*+')"""
_PARTS = re.compile(_PART)
_HEADER = re.compile(rf"\s*+(\[\[?+)\s*+({_PART}(?:\s*+\.\s*+{_PART})*+)\s*+\]\]?+\s*+(?:#.*)?$")
_KEY = re.compile(rf"\s*+({_PART})\s*+=")
_TRIPLE = re.compile(r'"""|\'\'\'')


def lines_of(text: str) -> Mapping[Path, int]:
    """Path -> line, counted from 1. Text that is no TOML gives what can be found in it.

    Lines end where TOML's do: a line separator of Unicode within a text ends none.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        header = _HEADER.match(line)
        if header:
            table = _table_path(header[2], is_array=header[1] == "[[", counts=counts)
            found.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key:
            found.setdefault((*table, _bare(key[1])), number)
        opened = _TRIPLE.findall(line)
        inside = opened[0] if len(opened) % 2 else ""
    return found


def _table_path(dotted: str, *, is_array: bool, counts: dict[Path, int]) -> Path:
    """The path of a header; a part that is an array of tables is followed by its current position."""
    path: Path = ()
    parts = [_bare(part) for part in _PARTS.findall(dotted)]
    for position, part in enumerate(parts):
        path = (*path, part)
        if is_array and position == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _bare(part: str) -> str:
    return part[1:-1] if part[0] in "\"'" else part
