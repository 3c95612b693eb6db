"""A chip's classification over the years: one for each span of days in which nothing changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rules.chips.classification import Classification, classify_under, require_text
from rules.chips.figures import ChipFigures
from rules.chips.law import ChipLaw, ChipStages
from rules.errors import NoTextKnown
from rules.law import TEXT_READ_UNTIL, Law

TIMELINE_FROM = date(2022, 1, 1)
TIMELINE_UNTIL = date(2028, 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days [applies_from, applies_until) with one answer, made for the first of them.

    classification: None where no text was known; no_text_known then says so in a sentence.
    """

    applies_from: date
    applies_until: date
    classification: Classification | None
    no_text_known: str | None

    def to_document(self) -> dict[str, object]:
        """As JSON-safe plain values."""
        return {
            "applies_from": self.applies_from.isoformat(),
            "applies_until": self.applies_until.isoformat(),
            "classification": self.classification.to_document() if self.classification else None,
            "no_text_known": self.no_text_known,
        }


def timeline(figures: ChipFigures, law: Law, known_on: date | None = None) -> tuple[Span, ...]:
    """The chip's spans from 2022 to the end of 2027, without gaps."""
    return next(timelines([figures], law, known_on))


def timelines(
    chips: Iterable[ChipFigures], law: Law, known_on: date | None = None
) -> Iterator[tuple[Span, ...]]:
    """The same for many chips; the law of each day is looked up once for all of them."""
    days = _days(law, known_on)
    for figures in chips:
        yield tuple(_spans(figures, days))


@dataclass(frozen=True, slots=True)
class _Day:
    first: date
    law: ChipLaw
    no_text_known: str | None


def _days(law: Law, known_on: date | None) -> list[_Day]:
    """The days on which an answer may change, each with its law."""
    starts = {TIMELINE_FROM, TEXT_READ_UNTIL + timedelta(days=1)}
    starts |= {day for day in law.change_days() if TIMELINE_FROM < day < TIMELINE_UNTIL}
    days = []
    for first in sorted(starts):
        chip_law = ChipLaw(law.on(first, known_on))
        try:
            require_text(law, chip_law)
        except NoTextKnown as error:
            days.append(_Day(first, chip_law, str(error)))
        else:
            days.append(_Day(first, chip_law, None))
    return days


def _spans(figures: ChipFigures, days: list[_Day]) -> Iterator[Span]:
    stages = ChipStages(figures)
    begun, sameness = days[0], _sameness(days[0], figures)
    for day in days[1:]:
        changed = _sameness(day, figures)
        if changed != sameness:
            yield _span(stages, begun, day.first)
            begun, sameness = day, changed
    yield _span(stages, begun, TIMELINE_UNTIL)


def _sameness(day: _Day, figures: ChipFigures) -> tuple[object, ...]:
    """Whatever the answer rests on but the chip; text is known or not, and was read or not."""
    if day.no_text_known:
        return ("no text",)
    groups = day.law.groups_of(figures.designer_headquarters_countries)
    return (day.law.sameness, groups, day.first > TEXT_READ_UNTIL)


def _span(stages: ChipStages, day: _Day, until: date) -> Span:
    if day.no_text_known:
        return Span(day.first, until, None, day.no_text_known)
    return Span(day.first, until, classify_under(stages, day.law), None)
