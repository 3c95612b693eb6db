"""A chip's classification as text for a person at a terminal, with all of its working."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from compliance.registry.maker_letters import ChipControl
from rules.chips.classification import Classification
from rules.decimals import decimal_text
from rules.sentences import readable

NOT_ADVICE = (
    "Software, not legal advice: a proposal from published figures; the maker's own word outranks it."
)


def print_control(console: Console, control: ChipControl) -> None:
    """Print the answer for one chip and what led to it."""
    for part in _parts(control):
        console.print(part)


def print_all(console: Console, found: Sequence[Classification], rows: Sequence[dict[str, object]]) -> None:
    """Print one line for each chip; rows as `--format json` gives them."""
    day = found[0].as_of if found else ""
    table = Table(*("chip", "TPP", "density", "status", "limb", "also", "missing"), title=f"Chips on {day}")
    for classification, row in zip(found, rows, strict=True):
        table.add_row(
            str(row["slug"]),
            _shown(classification.tpp),
            _shown(classification.performance_density),
            str(row["status"]),
            str(row["limb"] or ""),
            _joined(row["also"]),
            _joined(row["undetermined_facts"]),
        )
    console.print(table)
    console.print(NOT_ADVICE)


def _parts(control: ChipControl) -> Iterator[RenderableType]:
    found = control.computed
    known = f", as known on {found.known_on}" if found.known_on else ""
    yield Text(f"{control.chip.name} ({control.chip.slug}), as of {found.as_of}{known}", style="bold")
    yield Text(f"{control.status}: {control.explanation}")
    if control.letter:
        yield Text(f"Computed from published figures all the same: {control.computed_status}.")
    yield _rates(found)
    yield _figures(control)
    yield _limbs(found)
    yield _answers(found)
    yield from _consequences(found)
    yield from _doubts(found)
    yield _sources(found)
    yield Text("\n".join(_closing(control)))


def _rates(found: Classification) -> RenderableType:
    table = Table("format", "bits", "dense TOPS", "TOPS x bit", "", title="Rates (dense)")
    for named in found.figures.modes:
        decides = named.number_format == found.figures.decisive_format
        table.add_row(
            named.number_format,
            str(named.mode.bits),
            decimal_text(named.mode.dense_tera_operations_per_second),
            decimal_text(named.mode.total_processing_performance),
            "highest: the TPP" if decides else "",
        )
    return table if found.figures.modes else Text("No rate is known.")


def _figures(control: ChipControl) -> RenderableType:
    found = control.computed
    figures = found.figures
    table = Table("figure", "value", "unit", title="Figures")
    for name, value, unit in (
        ("total processing performance (TPP)", _shown(found.tpp), "TOPS x bit"),
        ("applicable die area", _area(figures.applicable_die_area_mm2), "mm2"),
        ("performance density", _density(found), "TOPS x bit / mm2"),
        ("for datacenters", _yes_or_no(figures.marketed_for_datacenter), ""),
        ("inputs and outputs, both ways", _shown(figures.aggregate_bidirectional_io_gb_per_s), "GB/s"),
        ("memory bandwidth", _shown(figures.memory_bandwidth_gb_per_s), "GB/s"),
        (
            "designer's headquarters",
            " and ".join(figures.designer_headquarters_countries or ()) or "unknown",
            "",
        ),
        ("confidence of the figures", control.chip.confidence, ""),
    ):
        table.add_row(name, value, unit)
    return table


def _limbs(found: Classification) -> RenderableType:
    table = Table("clause", "test", "values", "outcome", title="Limbs and notes")
    for limb in found.working():
        values = ", ".join(
            f"{name} = {_cut(value) if value is not None else 'unknown'}"
            for name, value in limb.values.items()
        )
        outcome = limb.status.replace("_", " ")
        clause = f"{limb.clause} (leads out)" if limb.is_carve_out else limb.clause
        table.add_row(clause, limb.expression, values, outcome)
    return table


def _answers(found: Classification) -> RenderableType:
    table = Table("answer", "status", "limb", "also", "by", title="Three answers")
    for reading, answer in found.answers.items():
        table.add_row(
            str(reading),
            str(answer.status),
            answer.limb or "",
            ", ".join(answer.also),
            answer.rule_set_reference or "",
        )
    return table


def _consequences(found: Classification) -> Iterator[RenderableType]:
    for one in found.eligibility:
        yield Text(f"Licence exception {one.exception}, by the item alone: {one.status.replace('_', ' ')}.")
    if found.gp10:
        yield Text(f"General Prohibition 10: {found.gp10.status.replace('_', ' ')}. {found.gp10.explanation}")


def _doubts(found: Classification) -> Iterator[RenderableType]:
    for near in found.near_thresholds:
        side = "below" if near.is_below else "at or above"
        effect = "the answer would change across it" if near.changes_status else "the answer would not change"
        yield Text(
            f"Within 3 percent: {near.fact} is {_shown(near.value)}, {side} {decimal_text(near.threshold)} "
            f"({near.clauses[0]}); {effect}. Read the figure again at its source."
        )
    for one in found.readings:
        effect = "this matters" if one.changes_status else "this changes nothing"
        limb = f" by {one.limb}" if one.limb else ""
        yield Text(
            f"Other reading: {one.explanation} TPP {_shown(one.tpp)}, density {_shown(one.performance_density)}: "
            f"{one.status}{limb}; {effect}."
        )


def _sources(found: Classification) -> RenderableType:
    table = Table("rule set", "citation", "seen", "address", title="Sources of law")
    for one in found.rule_sets:
        table.add_row(one.reference, one.citation, str(one.confidence), one.source_url)
    return table


def _closing(control: ChipControl) -> Iterator[str]:
    found = control.computed
    yield f"Source of the figures: {control.chip.source}"
    used = "; ".join(f"{one.switch} = {one.value}" for one in found.settings_used)
    yield f"Settings of switches used: {used or 'none'}."
    if found.text_note:
        yield found.text_note
    yield NOT_ADVICE


def _area(area_mm2: Decimal | None) -> str:
    return "0: every logic die is planar" if area_mm2 == 0 else _shown(area_mm2)


def _density(found: Classification) -> str:
    if found.figures.applicable_die_area_mm2 == 0:
        return "does not exist"
    return _shown(found.performance_density)


def _shown(number: Decimal | None) -> str:
    return readable(number)


def _cut(value: str) -> str:
    """A quotient has 50 digits: as many as a reader needs."""
    return readable(Decimal(value)) if value.replace(".", "", 1).isdigit() else value


def _yes_or_no(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[answer]


def _joined(values: object) -> str:
    return ", ".join(map(str, values)) if isinstance(values, list) else ""
