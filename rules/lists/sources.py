"""Where lists of restricted parties come from (`sources.toml`), and which sources are live on a day.

A source that was closed often goes on answering with the file of its last day. Whoever loads it screens
against the past and sees no error, so asking for a closed source is one, and names its successor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.errors import ListError, SourceClosed
from rules.lists.effects import list_effects
from rules.ruleset import Confidence
from rules.toml.strict_table import StrictTable
from rules.toml.table import toml_table

LIST_SOURCES_FILE = Path(__file__).parent / "sources.toml"


class Access(StrEnum):
    """How a list is had: fetched from its address, or brought by a person."""

    DOWNLOAD = "download"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class ListSource:
    """One source, live on [live_from, closed_on); None is an open end.

    provides: codes of the lists in it. address: None for manual sources. successor: id of the source that
    took its place. stale_after_days: days without a new version after which an alarm is due. fewest_rows: a
    file with fewer is broken; None where no figure is known. unstable: what is known to fail.
    """

    id: str
    title: str
    publisher: str
    provides: tuple[str, ...]
    access: Access
    address: str | None
    other_addresses: tuple[str, ...]
    live_from: date | None
    closed_on: date | None
    successor: str | None
    stale_after_days: int
    fewest_rows: int | None
    unstable: str | None
    citation: str
    confidence: Confidence

    def is_live_on(self, day: date) -> bool:
        """Whether the publisher keeps it up on a day; on the day of closing it no longer is."""
        return (self.live_from is None or self.live_from <= day) and (
            self.closed_on is None or day < self.closed_on
        )

    def is_stale(self, newest_version_on: date, day: date) -> bool:
        """Whether the newest version held is too old on a day."""
        return (day - newest_version_on).days > self.stale_after_days

    def has_enough_rows(self, rows: int) -> bool:
        """Whether a file of so many rows can be whole, as far as a figure is known."""
        return self.fewest_rows is None or rows >= self.fewest_rows


def read_list_sources(content: bytes, origin: str) -> Mapping[str, ListSource]:
    """Sources by id from the bytes of a TOML file.

    Raises RuleSetError for anything but the format: a code without an effect, a closed source whose
    successor is missing, unknown or closed before it.
    """
    table = toml_table(content, origin)
    found: dict[str, ListSource] = {}
    places: dict[str, StrictTable] = {}
    for one in table.tables("sources"):
        source = _read_source(one)
        if source.id in found:
            raise one.refusal(f"id {source.id!r} is used twice", "id")
        found[source.id], places[source.id] = source, one
    table.finish()
    for source in found.values():
        _require_successor(source, found, places[source.id])
    return MappingProxyType(found)


def _read_source(table: StrictTable) -> ListSource:
    source = ListSource(
        id=table.name("id"),
        title=table.text("title"),
        publisher=table.text("publisher"),
        provides=table.texts("provides"),
        access=table.choice("access", Access),
        address=table.optional_text("address"),
        other_addresses=table.optional_texts("other_addresses"),
        live_from=table.optional_day("live_from"),
        closed_on=table.optional_day("closed_on"),
        successor=table.optional_text("successor"),
        stale_after_days=table.integer("stale_after_days"),
        fewest_rows=table.optional_integer("fewest_rows"),
        unstable=table.optional_text("unstable"),
        citation=table.text("citation"),
        confidence=table.choice("confidence", Confidence),
    )
    table.finish()
    unknown = [code for code in source.provides if code not in list_effects()]
    if unknown:
        raise table.refusal(f"provides {', '.join(unknown)}, of which effects.toml says nothing", "provides")
    if (source.access is Access.DOWNLOAD) != (source.address is not None):
        raise table.refusal("a download has an address, a manual source has none", "access")
    if source.stale_after_days < 1 or (source.fewest_rows is not None and source.fewest_rows < 1):
        raise table.refusal("stale_after_days and fewest_rows are 1 or more")
    if source.live_from and source.closed_on and source.closed_on <= source.live_from:
        raise table.refusal("'closed_on' must be later than 'live_from'", "closed_on")
    return source


def _require_successor(source: ListSource, found: Mapping[str, ListSource], table: StrictTable) -> None:
    if (source.successor is None) != (source.closed_on is None):
        raise table.refusal("a closed source names its successor, and only a closed one does")
    if source.closed_on is None or source.successor is None:
        return
    heir = found.get(source.successor)
    if heir is None or not heir.is_live_on(source.closed_on):
        raise table.refusal(
            f"successor {source.successor!r} is no source that is live on {source.closed_on}", "successor"
        )


@cache
def list_sources() -> Mapping[str, ListSource]:
    """The shipped sources by id."""
    return read_list_sources(LIST_SOURCES_FILE.read_bytes(), LIST_SOURCES_FILE.name)


def sources_live_on(day: date) -> tuple[ListSource, ...]:
    """The shipped sources that are kept up on a day, in the order of the file."""
    return tuple(source for source in list_sources().values() if source.is_live_on(day))


def live_source(source_id: str, day: date) -> ListSource:
    """One source for use on a day.

    Raises SourceClosed where it is closed by then, naming the source to use instead; ListError where there
    is no such source, or it is not published yet.
    """
    source = list_sources().get(source_id)
    if source is None:
        raise ListError(f"there is no list source {source_id!r}: there are {', '.join(list_sources())}")
    if source.is_live_on(day):
        return source
    if source.closed_on is None or day < source.closed_on:
        raise ListError(f"{source.title} ({source_id}) is published from {source.live_from} only")
    heir = _live_heir(source, day)
    raise SourceClosed(
        f"{source.title} ({source_id}) was closed on {source.closed_on}, and what still answers at its address "
        f"is frozen: use {heir.title} ({heir.id}) at {heir.address or 'no address: a person brings it'}",
        successor=heir.id,
    )


def _live_heir(source: ListSource, day: date) -> ListSource:
    """The successor, or its successor, that is live on a day. Each is closed later than the one before it, so
    this ends.
    """
    while source.successor is not None and not source.is_live_on(day):
        source = list_sources()[source.successor]
    return source
