"""Replays as JSON-safe plain values."""

from collections.abc import Sequence

from compliance.replays.models import Replay
from compliance.replays.questions import Progress, replay_progress, rules_of, summary


def replay_document(replay: Replay) -> dict[str, object]:
    """Return what was asked, how far it has come, and, once it is finished, what it found rule by rule."""
    progress = replay_progress(replay.reference)
    return summary(replay) | {
        "progress": _progress(progress),
        "rules": rules_of(replay) if progress.state == "finished" else [],
    }


def list_document(replays: Sequence[Replay], *, shown: int) -> dict[str, object]:
    """Return the heads of up to `shown` replays; `is_complete` says whether these are all."""
    return {
        "replays": [_head(one) for one in replays[:shown]],
        "is_complete": len(replays) <= shown,
    }


def _head(replay: Replay) -> dict[str, object]:
    whole = summary(replay)
    names = (
        "reference",
        "mode",
        "tried",
        "tried_as_of",
        "as_of",
        "known_on",
        "provider",
        "asked_by",
        "asked_at",
    )
    return {name: whole[name] for name in names} | {"progress": _progress(replay_progress(replay.reference))}


def _progress(progress: Progress) -> dict[str, object]:
    return {
        "state": progress.state,
        "tenants_done": progress.tenants_done,
        "tenants_total": progress.tenants_total,
        "failure": progress.failure or None,
    }
