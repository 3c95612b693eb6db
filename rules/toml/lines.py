"""Where in a TOML text each table and key stands, because `tomllib` tells values and no lines.

A path names a place: ("rules", 2, "limbs", 1, "when") is the key `when` in the first [[rules.limbs]] of the
second [[rules]], counted from 1. Only tables, arrays of tables and bare keys are found: all that a rule set
is written with.
"""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.\"':\- ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_TRIPLE = re.compile(r'"""|\'\'\'')


def lines_of(text: str) -> Mapping[Path, int]:
    """Path -> line, counted from 1. Text that is no TOML gives what can be found in it."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
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
            found.setdefault((*table, key[1]), number)
        opened = _TRIPLE.findall(line)
        inside = opened[0] if len(opened) % 2 else ""
    return found


def _table_path(dotted: str, *, is_array: bool, counts: dict[Path, int]) -> Path:
    """The path of a header; a part that is an array of tables is followed by its current position."""
    path: Path = ()
    parts = [part.strip().strip("\"'") for part in dotted.split(".")]
    for position, part in enumerate(parts):
        path = (*path, part)
        if is_array and position == len(parts) - 1:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
