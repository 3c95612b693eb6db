"""Chips: every chip of the shipped registry on every day of six years, beside asking for each day by itself."""

import time
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from compliance.bench.figures import Figure
from compliance.registry.files import read_registry
from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from rules.chips.classification import Classification, classify
from rules.chips.figures import ChipFigures
from rules.chips.timeline import TIMELINE_FROM, TIMELINE_UNTIL, Span, timelines
from rules.clocks import Reading
from rules.law import shipped_law

_REGISTRY = Path(__file__).resolve().parent.parent.parent / "fixtures" / "registry"
_DAYS = [TIMELINE_FROM + timedelta(days=number) for number in range((TIMELINE_UNTIL - TIMELINE_FROM).days)]
_DAYS_ASKED_SINGLY = [date(2022, 10, 21), date(2024, 6, 1), date(2027, 12, 31)]
_GOAL_SECONDS = 1.0


def measure() -> list[Figure]:
    """Classify all chips on all days; the registry and the law have been read before."""
    law = shipped_law()
    chips = [figures_of(Chip(**dict(values))) for values in read_registry(_REGISTRY).chips.rows.values()]
    begun = time.process_time()
    spans = list(timelines(chips, law))
    answers = [[_on(of_chip, day) for day in _DAYS] for of_chip in spans]
    seconds = time.process_time() - begun
    begun = time.process_time()
    singly = [[classify(figures, law, as_of=day) for day in _DAYS_ASKED_SINGLY] for figures in chips]
    rate_singly = len(chips) * len(_DAYS_ASKED_SINGLY) / (time.process_time() - begun)
    _require_same_answers(chips, answers, singly)
    chip_days = sum(map(len, answers))
    what = f"{len(chips)} chips on each of {len(_DAYS):,} days, in seconds of one core"
    goal = f"under {_GOAL_SECONDS:.0f} s"
    return [
        Figure("rules", what, seconds, "s", goal=goal, met=seconds < _GOAL_SECONDS),
        Figure(
            "rules",
            "chips and days so classified",
            chip_days / seconds,
            "1/s",
            "each day asked for by itself",
            chip_days / seconds / rate_singly,
        ),
    ]


def _on(spans: Sequence[Span], day: date) -> Classification | None:
    """What the span of a day says; None where no text was known."""
    return spans[bisect_right(spans, day, key=lambda span: span.applies_from) - 1].classification


def _require_same_answers(
    chips: Sequence[ChipFigures],
    answers: Sequence[Sequence[Classification | None]],
    singly: Sequence[Sequence[Classification]],
) -> None:
    for figures, of_chip, one_by_one in zip(chips, answers, singly, strict=True):
        for day, alone in zip(_DAYS_ASKED_SINGLY, one_by_one, strict=True):
            found = of_chip[(day - TIMELINE_FROM).days]
            if found is None or any(_said(found, reading) != _said(alone, reading) for reading in Reading):
                raise SystemExit(
                    f"bench: {figures.chip} on {day} is classified otherwise when asked for by itself: a figure "
                    "would mean nothing"
                )


def _said(classification: Classification, reading: Reading) -> tuple[object, ...]:
    answer = classification.under(reading)
    return answer.status, answer.limb, answer.also, answer.missing_facts
