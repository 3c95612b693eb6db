"""Switches: questions of fact about the law that the operator answers, because the texts read do not.

Whether a stay ran out or was extended is a fact somebody can look up and this software cannot know. A
switch has settings and a careful default (`switches.toml`); the operator states the setting that is true
and from when. Every answer names the settings it used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from rules.errors import SwitchError
from rules.toml.table import toml_table

SWITCHES_FILE = Path(__file__).parent / "switches.toml"


@dataclass(frozen=True, slots=True)
class Switch:
    """One question. settings: value -> what it means; `default` is one of them."""

    id: str
    question: str
    citation: str
    source_url: str
    confidence: str
    default: str
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What somebody stated of a switch for the days [applies_from, applies_until); open ends are None.

    recorded_on: the day it was stated here, from which it is known. source: where they looked it up.
    """

    switch: str
    value: str
    applies_from: date | None
    applies_until: date | None
    recorded_on: date
    stated_by: str
    source: str


@dataclass(frozen=True, slots=True)
class SettingUsed:
    """The setting an answer rests on. stated_by, source, recorded_on: None where it is the default."""

    switch: str
    value: str
    meaning: str
    is_default: bool
    stated_by: str | None
    source: str | None
    recorded_on: date | None

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "switch": self.switch,
            "value": self.value,
            "meaning": self.meaning,
            "is_default": self.is_default,
            "stated_by": self.stated_by,
            "source": self.source,
            "recorded_on": self.recorded_on.isoformat() if self.recorded_on else None,
        }


def read_switches(content: bytes, origin: str) -> Mapping[str, Switch]:
    """Switches by id from the bytes of a TOML file; RuleSetError for anything but the format."""
    table = toml_table(content, origin)
    found: dict[str, Switch] = {}
    for one in table.tables("switches"):
        switch = Switch(
            id=one.name("id"),
            question=one.text("question"),
            citation=one.text("citation"),
            source_url=one.text("source_url"),
            confidence=one.text("confidence"),
            default=one.text("default"),
            settings=MappingProxyType(one.text_map("settings")),
        )
        one.finish()
        if switch.id in found:
            raise one.refusal(f"id {switch.id!r} is used twice", "id")
        if switch.default not in switch.settings:
            raise one.refusal(
                f"default {switch.default!r} is none of the settings {', '.join(switch.settings)}", "default"
            )
        found[switch.id] = switch
    table.finish()
    return MappingProxyType(found)


SWITCHES: Mapping[str, Switch] = read_switches(SWITCHES_FILE.read_bytes(), SWITCHES_FILE.name)


def require_setting(switch: str, value: str) -> None:
    """SwitchError where there is no such switch, or the switch has no such setting."""
    if switch not in SWITCHES:
        raise SwitchError(f"there is no switch {switch!r}: there are {', '.join(SWITCHES)}")
    if value not in SWITCHES[switch].settings:
        raise SwitchError(
            f"switch {switch!r} cannot be set to {value!r}: it is one of {', '.join(SWITCHES[switch].settings)}"
        )


def setting_used(
    switch: str, settings: Iterable[Setting], day: date, known_on: date | None = None
) -> SettingUsed:
    """What is taken as true of a switch on a day: the statement recorded last that covers it, or the default.

    known_on: leave out what was stated later than this day. Order of `settings`: for two of the same day the
    later in the sequence counts.
    """
    require_setting(switch, SWITCHES[switch].default if switch in SWITCHES else "")
    newest: Setting | None = None
    for one in settings:
        covers = (one.applies_from is None or one.applies_from <= day) and (
            one.applies_until is None or day < one.applies_until
        )
        is_known = known_on is None or one.recorded_on <= known_on
        if (
            one.switch == switch
            and covers
            and is_known
            and (newest is None or newest.recorded_on <= one.recorded_on)
        ):
            newest = one
    value = newest.value if newest else SWITCHES[switch].default
    require_setting(switch, value)
    return SettingUsed(
        switch=switch,
        value=value,
        meaning=SWITCHES[switch].settings[value],
        is_default=newest is None,
        stated_by=newest.stated_by if newest else None,
        source=newest.source if newest else None,
        recorded_on=newest.recorded_on if newest else None,
    )
