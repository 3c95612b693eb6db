"""How an expression is quoted in a message: whole where it is short, else around the place that is meant."""

_LONGEST_WHOLE = 120
_AROUND = 50


def excerpt(source: str, offset: int = 0) -> str:
    """`source` between quotes, with "..." where something was left out; offset: of the place meant, from 0."""
    if len(source) <= _LONGEST_WHOLE:
        return repr(source)
    start, end = max(0, offset - _AROUND), offset + _AROUND
    before = "..." if start else ""
    after = "..." if end < len(source) else ""
    return f"{before}{source[start:end]!r}{after}"


def offset_of(source: str, line: int, column: int) -> int:
    """The offset in characters, from 0, of a line and column that count from 1."""
    return sum(len(one) + 1 for one in source.split("\n")[: line - 1]) + column - 1
