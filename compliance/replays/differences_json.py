"""A replay with all its differences as one JSON document, written piece by piece."""

import json
from collections.abc import Iterable, Iterator, Mapping

from compliance.replays.differences import chip_lines, every_tenant_line
from compliance.replays.models import Replay
from compliance.replays.questions import rules_of, summary

_LINES_A_PIECE = 1000


def json_pieces(replay: Replay) -> Iterator[bytes]:
    """Yield {"replay", "rules", "chips", "tenants"} in pieces. `replay` is the summary; the rest are arrays."""
    yield f'{{"replay":{_text(summary(replay))},"rules":{_text(rules_of(replay))},"chips":['.encode()
    yield from _items({**line._asdict()} for line in chip_lines(replay))
    yield b'],"tenants":['
    yield from _items(_without_position(line._asdict()) for line in every_tenant_line(replay))
    yield b"]}\n"


def _without_position(line: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in line.items() if name != "position"}


def _items(lines: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    """Yield the lines with commas between them, many at a time."""
    waiting, comma = [], ""
    for line in lines:
        waiting.append(f"{comma}\n{_text(line)}")
        comma = ","
        if len(waiting) >= _LINES_A_PIECE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def _text(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
