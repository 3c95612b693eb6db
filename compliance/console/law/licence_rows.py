"""Rows of a licence answer that the three readings share: exceptions beside one another, and checklists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rules.clocks import Reading
from rules.findings import ConditionReading
from rules.licensing import ReadingAnswer
from rules.licensing.exceptions import ExceptionAnswer
from rules.licensing.review import PolicyAnswer


@dataclass(frozen=True, slots=True)
class Why:
    """One explanation of an exception, and the answers that give it."""

    readings: tuple[Reading, ...]
    found: ExceptionAnswer


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """An exception, or several of which the same is said, under the three answers.

    statuses: None where an answer does not speak of it.
    """

    names: tuple[str, ...]
    statuses: tuple[str | None, ...]
    whys: tuple[Why, ...]

    @property
    def by_reading(self) -> tuple[tuple[str, str | None], ...]:
        """The statuses, each with the word for its answer."""
        return tuple(zip(("codified", "enforced", "careful"), self.statuses, strict=True))

    @property
    def is_open(self) -> bool:
        """Whether under some answer it may be used or is undetermined: what a reader looks for first."""
        return any(status in {"eligible", "undetermined", "not_examined"} for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Checklist:
    """A review policy with its conditions, and the answers under which it holds or is open."""

    readings: tuple[Reading, ...]
    found: PolicyAnswer

    @property
    def conditions(self) -> tuple[ConditionReading, ...]:
        """What must be shown."""
        return self.found.finding.conditions


def exception_rows(answers: Iterable[ReadingAnswer]) -> list[ExceptionRow]:
    """Return a row for each exception. Of two ways into one exception the more favourable status stands in the row."""
    by_name: dict[str, dict[Reading, list[ExceptionAnswer]]] = {}
    for one in answers:
        for found in one.exceptions:
            by_name.setdefault(found.name, {}).setdefault(one.reading, []).append(found)
    rows = [
        ExceptionRow(
            (name,), tuple(_most_favourable(found.get(reading, ())) for reading in Reading), _whys(found)
        )
        for name, found in by_name.items()
    ]
    return _together(rows)


def _together(rows: Iterable[ExceptionRow]) -> list[ExceptionRow]:
    """Exceptions of which the same is said share a row: the gate closes a dozen with one sentence."""
    said: dict[tuple[object, ...], ExceptionRow] = {}
    for row in rows:
        key = (
            row.statuses,
            *((why.readings, why.found.explanation, why.found.conditions) for why in row.whys),
        )
        same = said.get(key)
        said[key] = replace(same, names=(*same.names, *row.names)) if same else row
    return list(said.values())


_FAVOURABLE = ("eligible", "undetermined", "not_examined", "not_offered", "not_available", "gated_out")


def _most_favourable(found: Iterable[ExceptionAnswer]) -> str | None:
    return min((str(one.status) for one in found), key=_FAVOURABLE.index, default=None)


def _whys(found: Mapping[Reading, Iterable[ExceptionAnswer]]) -> tuple[Why, ...]:
    together: dict[tuple[object, ...], tuple[list[Reading], ExceptionAnswer]] = {}
    for reading, ones in found.items():
        for one in ones:
            key = (one.status, one.clause, one.explanation, one.conditions, one.missing_facts)
            together.setdefault(key, ([], one))[0].append(reading)
    return tuple(Why(tuple(readings), one) for readings, one in together.values())


def checklists(answers: Iterable[ReadingAnswer]) -> tuple[Checklist, ...]:
    """Return each review policy once, with the answers under which the same is said of it."""
    together: dict[tuple[object, ...], tuple[list[Reading], PolicyAnswer]] = {}
    for one in answers:
        for policy in one.review.policies if one.review else ():
            key = (policy.finding.rule_id, policy.finding.status, policy.finding.conditions, policy.otherwise)
            together.setdefault(key, ([], policy))[0].append(one.reading)
    return tuple(Checklist(tuple(readings), policy) for readings, policy in together.values())
