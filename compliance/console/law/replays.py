"""Replays as pages show them: how far one has come, and what it found, in counts that a person can read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.replays.models import Replay
from compliance.replays.questions import Progress, notes_on, replay_progress, rules_of

BAR_WIDTH = 1000
CHANGES = (
    ("appears", "appear", "Appears"),
    ("disappears", "disappear", "Disappears"),
    ("changes_severity", "change severity", "Changes severity"),
    ("changes_certainty", "change certainty", "Changes certainty"),
    ("changes_severity_and_certainty", "change severity and certainty", "Changes severity and certainty"),
)
"""What may become of a flag (`rules.replay.Change`, what is listed): value, of many, of one."""
STATUS_TEXTS = {
    "met": "met",
    "undetermined": "undetermined",
    "not_met": "not met",
    "no_such_rule": "no such rule",
}
_FEW_SECONDS = 90
_MINUTE_SECONDS = 60
_HOUR_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class ReplayRow:
    """One replay in the list."""

    replay: Replay
    progress: Progress
    title: str
    against: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with what it counts. change: the filter it sets on the lines, or empty."""

    how_many: int
    label: str
    change: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: which colour, where it begins and how wide, in thousandths."""

    change: str
    begins: int
    width: int


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule with what becomes of its flags. counts: by change, those that are listed and unchanged."""

    rule: str
    title: str
    rule_set_before: str | None
    rule_set_after: str | None
    counts: Mapping[str, int]
    quiet: int
    bar: tuple[Segment, ...]

    @property
    def changes(self) -> int:
        """How many flags would be otherwise."""
        return sum(self.counts[value] for value, _, _ in CHANGES)


def replay_rows(replays: Iterable[Replay]) -> list[ReplayRow]:
    """Return the replays with how far each has come, in the order given."""
    return [ReplayRow(one, replay_progress(one.reference), title_of(one), against_of(one)) for one in replays]


def title_of(replay: Replay) -> str:
    """Return what was tried in one line."""
    if replay.mode == Replay.Mode.OTHER_DAY:
        known = f", as known on {replay.tried_known_on}" if replay.tried_known_on else ""
        return f"The law of {replay.tried_as_of}{known}"
    return replay.tried_reference


def against_of(replay: Replay) -> str:
    """Return what it is held against, as the sentence goes on."""
    law = f"the law of {replay.as_of}{f', as known on {replay.known_on}' if replay.known_on else ''}"
    match replay.mode:
        case Replay.Mode.IN_PLACE:
            return f"in place of {_version_before(replay) or 'the version in force'}, against {law}"
        case Replay.Mode.IN_ADDITION:
            return f"in addition to {law}"
        case _:
            return f"against {law}"


def _version_before(replay: Replay) -> str | None:
    """The version in whose place the set was tried, once the run has looked."""
    found = _versions(replay, "before").get(replay.tried_reference.split("@")[0])
    return found[0] if found else None


def laws_that_differ(replay: Replay) -> list[tuple[str, str, str]]:
    """Return set, version before, version after, of every set that is not the same on both sides; "" for none."""
    before, after = _versions(replay, "before"), _versions(replay, "after")
    none = ("", "")
    return [
        (name, before.get(name, none)[0], after.get(name, none)[0])
        for name in sorted(before.keys() | after.keys())
        if before.get(name, none)[1] != after.get(name, none)[1]
    ]


def _versions(replay: Replay, side: str) -> dict[str, tuple[str, str]]:
    """Set id -> reference and SHA-256, of the sets in force on one side."""
    sets: Mapping[str, str] = replay.law.get(side, {}).get("rule_sets", {})
    return {reference.split("@")[0]: (reference, digest) for reference, digest in sets.items()}


def remaining_text(replay: Replay, progress: Progress, now: datetime) -> str:
    """Return in words how long it will take; empty while nothing can be said."""
    if progress.state == "waiting":
        return "It begins as soon as a worker is free."
    if progress.state != "running" or not progress.tenants_done or replay.begun_at is None:
        return "It has only just begun."
    spent_seconds = (now - replay.begun_at).total_seconds()
    left = spent_seconds * (progress.tenants_total - progress.tenants_done) / progress.tenants_done
    if left < _FEW_SECONDS:
        return "About a minute left, or less."
    if left < _HOUR_SECONDS:
        return f"About {round(left / _MINUTE_SECONDS)} minutes left at this pace."
    return f"About {left / _HOUR_SECONDS:.1f} hours left at this pace."


def remarks_on(replay: Replay) -> list[str]:
    """Return what a reader must know, without the long list of sets that are the same: the page has it apart."""
    same = ", ".join(replay.counts.get("rule_sets_the_same", ()))
    return [one for one in notes_on(replay) if not same or same not in one]


def tiles_of(replay: Replay, rules: Iterable[RuleRow]) -> list[Tile]:
    """Return the numbers that a reader wants first; what changes in both ways is shown only where there is some."""
    changes: Mapping[str, int] = replay.counts.get("changes", {})
    shown = [Tile(changes.get(value, 0), label, value) for value, label, _ in CHANGES[:-1]]
    both, both_label, _ = CHANGES[-1]
    if changes.get(both):
        shown.append(Tile(changes[both], both_label, both))
    return [*shown, Tile(sum(one.counts["unchanged"] for one in rules), "stay as they are", "")]


def rule_rows(replay: Replay) -> list[RuleRow]:
    """Return each rule that could say something else, most changes first, its bar on the scale of the longest."""
    found = rules_of(replay)
    names = [value for value, _, _ in CHANGES] + ["unchanged"]
    longest = max((sum(one["counts"][name] for name in names) for one in found), default=0)
    return [_rule_row(one, names, longest) for one in found]


def columns_of(rules: Sequence[RuleRow]) -> list[tuple[str, str]]:
    """Return the changes that at least one of these rules has, as value and heading, and what stays."""
    some = [(value, label) for value, label, _ in CHANGES if any(one.counts[value] for one in rules)]
    return [*some, ("unchanged", "stay")]


def _rule_row(one: Mapping[str, Any], names: list[str], longest: int) -> RuleRow:
    counts = {name: one["counts"][name] for name in names}
    return RuleRow(
        rule=one["rule"],
        title=one["title"],
        rule_set_before=one["rule_set_before"],
        rule_set_after=one["rule_set_after"],
        counts=counts,
        quiet=one["counts"]["quiet"],
        bar=_bar(counts, longest),
    )


def _bar(counts: Mapping[str, int], longest: int) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    before = 0
    for change, how_many in counts.items():
        begins = BAR_WIDTH * before // longest if longest else 0
        before += how_many
        if how_many:
            # One flag among a million is still seen.
            segments.append(Segment(change, begins, max(4, BAR_WIDTH * before // longest - begins)))
    return tuple(segments)
