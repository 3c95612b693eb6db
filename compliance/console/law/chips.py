"""Chips as pages show them: their class on a day, the plane of performance and density, their years."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from compliance.console.law.bands import Line, Period, line_of
from compliance.registry.models import Chip
from compliance.registry.questions import figures_of
from rules.chips.classification import Classification, classify_under
from rules.chips.law import ChipLaw, ChipStages
from rules.chips.timeline import timeline
from rules.clocks import Reading
from rules.decimals import decimal_text
from rules.law import Law, LawOnDay

STATUS_TEXTS = {
    "3A090.a": "3A090.a",
    "3A090.b": "3A090.b",
    "3A090.c": "3A090.c",
    "not_3A090": "not 3A090",
    "undetermined": "undetermined",
}
KINDS = {
    "3A090.a": "class-a",
    "3A090.b": "class-b",
    "3A090.c": "class-b",
    "not_3A090": "class-none",
    "undetermined": "class-open",
}


@dataclass(frozen=True, slots=True)
class ChipRow:
    """One chip in the list. status: the careful answer. differs: the three answers are not the same."""

    chip: Chip
    classification: Classification
    status: str
    differs: bool

    @property
    def limb(self) -> str | None:
        """The paragraph met under the careful answer."""
        return self.classification.under(Reading.CONSERVATIVE).limb

    @property
    def also(self) -> tuple[str, ...]:
        """Other entries that describe it."""
        return self.classification.under(Reading.CONSERVATIVE).also


@dataclass(frozen=True, slots=True)
class Rate:
    """One format's rate as drawn: `share` of the longest bar, in thousandths."""

    number_format: str
    bits: int
    tera_operations_per_second: Decimal
    tpp: Decimal
    share: int
    decides: bool


@dataclass(frozen=True, slots=True)
class Years:
    """A chip's class over the years under one reading."""

    reading: Reading
    line: Line


def chip_rows(on_day: LawOnDay, chips: Iterable[Chip]) -> list[ChipRow]:
    """Return each chip with its classification on the day, whose law has a text of 3A090, in the order given."""
    chip_law = ChipLaw(on_day)
    rows = []
    for chip in chips:
        found = classify_under(ChipStages(figures_of(chip)), chip_law)
        statuses = {str(found.under(reading).status) for reading in Reading}
        rows.append(
            ChipRow(
                chip=chip,
                classification=found,
                status=str(found.under(Reading.CONSERVATIVE).status),
                differs=len(statuses) > 1,
            )
        )
    return rows


def count_by_status(rows: Iterable[ChipRow]) -> list[tuple[str, str, int]]:
    """Return (status, what it is called, how many) for every status that chips have or could have."""
    counts = Counter(row.status for row in rows)
    return [
        (status, label, counts[status])
        for status, label in STATUS_TEXTS.items()
        if counts[status] or status != "3A090.c"
    ]


def plane_document(rows: Sequence[ChipRow], chosen: str = "") -> dict[str, object]:
    """Return what the plane draws: total processing performance across, density up; floats are for the eye only.

    A chip whose density is unknown or does not exist has no point and is counted instead.
    """
    points, without = [], 0
    for row in rows:
        tpp, density = row.classification.tpp, row.classification.performance_density
        if not tpp or not density:
            without += 1
            continue
        points.append(
            {
                "slug": row.chip.slug,
                "name": row.chip.name,
                "status": row.status,
                "limb": row.limb or "",
                "tpp": float(tpp),
                "density": float(density),
                "chosen": row.chip.slug == chosen,
            }
        )
    return {"points": points, "without": without}


def rates_of(classification: Classification) -> list[Rate]:
    """Return the known rates, the one with the highest total first."""
    modes = sorted(
        classification.figures.modes,
        key=lambda named: named.mode.total_processing_performance,
        reverse=True,
    )
    highest = modes[0].mode.total_processing_performance if modes else Decimal(1)
    return [
        Rate(
            number_format=named.number_format,
            bits=named.mode.bits,
            tera_operations_per_second=named.mode.dense_tera_operations_per_second,
            tpp=named.mode.total_processing_performance,
            share=int(1000 * named.mode.total_processing_performance / highest) if highest else 0,
            decides=named.number_format == classification.figures.decisive_format,
        )
        for named in modes
    ]


def years_of(chip: Chip, law: Law, today: date) -> list[Years]:
    """Return the chip's class over 2022 to 2027, one line for each of the three answers."""
    spans = timeline(figures_of(chip), law)
    lines = []
    for reading in Reading:
        periods: list[Period] = []
        for span in spans:
            kind, label = _said(span.classification, reading)
            if periods and periods[-1].label == label:
                periods[-1] = Period(periods[-1].begins_on, span.applies_until, kind, label)
            else:
                periods.append(Period(span.applies_from, span.applies_until, kind, label))
        lines.append(Years(reading, line_of(periods, today)))
    return lines


def _said(classification: Classification | None, reading: Reading) -> tuple[str, str]:
    if classification is None:
        return "class-silent", "no text known"
    answer = classification.under(reading)
    also = f"; also {', '.join(answer.also)}" if answer.also else ""
    return KINDS[str(answer.status)], f"{answer.limb or STATUS_TEXTS[str(answer.status)]}{also}"


def shown_number(number: Decimal | None, decimals: int = 2) -> str:
    """Return a figure for reading, cut and never rounded: 5.9199 must not be read as 5.92. A dash for unknown."""
    if number is None:
        return "\N{EN DASH}"
    whole, _, fraction = decimal_text(number).partition(".")
    cut = "…" if len(fraction) > decimals else ""
    shown = fraction[:decimals] if cut else fraction.rstrip("0")
    return f"{int(whole):,}" + (f".{shown}" if shown else "") + cut
