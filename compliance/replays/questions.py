"""Questions about replays; none of them changes anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from compliance.jobs.models import Job
from compliance.replays.models import Replay, ReplayedRule
from rules.replay import Change

JOB_KIND = "replay"


@dataclass(frozen=True)
class Progress:
    """How far a replay has come.

    state: waiting, running, finished, failed. failure: why it failed; while it waits or runs, what went wrong the last
    time, after which it is tried again; empty otherwise.
    """

    state: str
    tenants_done: int
    tenants_total: int
    failure: str

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come."""
        return self.state in {"finished", "failed"}


def replay_progress(reference: str) -> Progress:
    """Return how far the replay has come; raises Replay.DoesNotExist."""
    replay = Replay.objects.get(reference=reference)
    done = replay.counts.get("tenants", 0)
    if replay.finished_at is not None:
        state = "failed" if replay.failure else "finished"
        return Progress(state, done, replay.tenants_total, replay.failure)
    job = Job.objects.filter(kind=JOB_KIND, subject=reference).first()
    state = "waiting" if replay.begun_at is None else "running"
    return Progress(state, done, replay.tenants_total, job.failure if job else "")


def rules_of(replay: Replay) -> list[dict[str, Any]]:
    """Return each rule that could say something else with its counts, most changes first.

    Counts by `rules.replay.Change`; together they are the tenants whose facts were replayed.
    """
    rows = ReplayedRule.objects.filter(replay=replay).order_by("rule")
    documents = [
        {
            "rule": row.rule,
            "title": row.title,
            "rule_set_before": row.rule_set_before or None,
            "rule_set_after": row.rule_set_after or None,
            "counts": {str(change): getattr(row, str(change)) for change in Change},
        }
        for row in rows
    ]
    return sorted(documents, key=lambda one: -_changes(one["counts"]))


def _changes(counts: dict[str, int]) -> int:
    return sum(number for change, number in counts.items() if change not in {"unchanged", "quiet"})


def summary(replay: Replay) -> dict[str, Any]:
    """Return a replay as JSON-safe plain values: what was asked, which laws were compared, totals, what to mind."""
    return {
        "reference": replay.reference,
        "mode": replay.mode,
        "tried": replay.tried_reference or None,
        "tried_sha256": replay.tried_sha256 or None,
        "tried_as_of": _day(replay.tried_as_of),
        "tried_known_on": _day(replay.tried_known_on),
        "as_of": _day(replay.as_of),
        "known_on": _day(replay.known_on),
        "provider": replay.provider.key if replay.provider else None,
        "facts_until": _instant(replay.facts_until),
        "asked_by": replay.asked_by.username,
        "asked_at": _instant(replay.asked_at),
        "finished_at": _instant(replay.finished_at),
        "failure": replay.failure or None,
        "law": replay.law,
        "law_sha256": replay.law_sha256 or None,
        "tenants_total": replay.tenants_total,
        "counts": replay.counts,
        "differences_sha256": replay.differences_sha256 or None,
        "notes": notes_on(replay),
    }


def notes_on(replay: Replay) -> list[str]:
    """Return what a reader must know to understand the result, as sentences."""
    return list(_notes(replay))


def _notes(replay: Replay) -> Iterator[str]:
    counts = replay.counts
    yield (
        "Each tenant is judged as if for the first time, by the facts of its newest screening until "
        f"{_instant(replay.facts_until)}; flags that stand, cases and decisions are not looked at."
    )
    if replay.mode == Replay.Mode.OTHER_DAY:
        yield (
            "Country groups and settings were worked out for each side's own day, from the countries that are stored; "
            "all other facts are those that were stored."
        )
    else:
        yield "Country groups and settings are taken as the screening stored them."
    for name, number in counts.get("facts_from_law", {}).items():
        if replay.mode != Replay.Mode.OTHER_DAY:
            yield f"{number} screenings did not store {name}: it was worked out for the day of the law."
    for name, number in counts.get("facts_not_stored", {}).items():
        yield f"{number} screenings did not store {name}: it counts as unknown."
    for name, number in counts.get("facts_without_name", {}).items():
        yield f"{number} screenings stored {name}, which is no fact about a tenant any more: no rule can read it."
    for sentence, number in counts.get("unreadable_because", {}).items():
        yield f"The facts of {number} tenants cannot be read, and nothing is said of them: {sentence}."
    if counts.get("without_facts"):
        yield f"{counts['without_facts']} tenants had not been screened by then, and nothing is said of them."
    if same := counts.get("rule_sets_the_same"):
        yield f"The same on both sides, so that nothing can differ by them, and not counted: {', '.join(same)}."


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
