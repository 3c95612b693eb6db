"""Rule sets as pages show them: which there are, their dates, their rules, and whom they catch today."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from compliance.console.law.bands import Line, Period, line_of
from compliance.console.law.chips import chip_rows
from compliance.console.rule_texts import CONFIDENCE_TEXTS, STANDING_TEXTS
from compliance.registry.models import Chip
from compliance.screening.models import Flag
from rules.clocks import Reading, status_on
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.law import Law, LawOnDay
from rules.ruleset import EnforcementStatus, Rule, RuleSet

STATUS_TEXTS = {
    EnforcementStatus.ENFORCED: "enforced",
    EnforcementStatus.NOT_ENFORCED: "not enforced",
    EnforcementStatus.STAYED: "stayed",
    None: "status not known",
}


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set in the list. readings: under which of the three answers it applies that day. met: flags."""

    rule_set: RuleSet
    standing: str
    status: str
    readings: frozenset[str]
    is_in_force: bool
    met: int


@dataclass(frozen=True, slots=True)
class CaughtRule:
    """One rule with those it catches. flags: met today, newest first, not more than the page shows.

    chips: met on the day asked about, of a rule about chips.
    """

    rule: Rule
    met: int
    undetermined: int
    flags: tuple[Flag, ...]
    chips: tuple[Chip, ...]
    chips_undetermined: int


def rows(law: Law, on_day: LawOnDay, *, text: str, is_all: bool) -> list[SetRow]:
    """Return the sets, by id and newest version first: those in force on the day, or all versions of all."""
    met = Counter(_met_by_set())
    in_force = {one.reference for one in on_day.under(Reading.CONSERVATIVE)}
    wanted = text.casefold().split()
    return [
        SetRow(
            rule_set=one,
            standing=str(one.standing),
            status=STATUS_TEXTS[on_day.status_of(one)],
            readings=frozenset(reading.value for reading in Reading if one in on_day.under(reading)),
            is_in_force=one.reference in in_force,
            met=met[one.reference],
        )
        for one in sorted(law.rule_sets, key=lambda one: (one.id, -one.effective_from.toordinal()))
        if (is_all or one.reference in in_force) and _has_words(one, wanted)
    ]


def _has_words(rule_set: RuleSet, words: Iterable[str]) -> bool:
    hay = " ".join(
        (
            rule_set.reference,
            rule_set.title,
            rule_set.citation,
            *(f"{rule.id} {rule.title} {rule.clause}" for rule in rule_set.rules),
        )
    ).casefold()
    return all(word in hay for word in words)


def _met_by_set() -> Mapping[str, int]:
    met = Flag.objects.filter(status=Flag.Status.MET).values("rule_set")
    return {row["rule_set"]: row["how_many"] for row in met.annotate(how_many=Count("id"))}


def find(law: Law, reference: str) -> RuleSet | None:
    """Return the version with this reference, or None."""
    return next((one for one in law.rule_sets if one.reference == reference), None)


def versions_of(law: Law, rule_set: RuleSet) -> list[RuleSet]:
    """Return every version of the same set, newest first."""
    same = [one for one in law.rule_sets if one.id == rule_set.id]
    return sorted(same, key=lambda one: one.effective_from, reverse=True)


def enforcement_line(law: Law, rule_set: RuleSet, today: date) -> Line:
    """Return the set's life: published, effective and not yet due, then its enforcement, until the next version."""
    later = [
        one.effective_from
        for one in versions_of(law, rule_set)
        if one.effective_from > rule_set.effective_from
    ]
    ends_on = min([*later, *([rule_set.effective_until] if rule_set.effective_until else [])], default=None)
    periods = []
    if rule_set.published_on < rule_set.effective_from:
        periods.append(
            Period(rule_set.published_on, rule_set.effective_from, "published", "published, not in force")
        )
    begins = rule_set.effective_from
    days = sorted({begins, *_status_days(law, rule_set, begins, ends_on)})
    for day, until in zip(days, [*days[1:], ends_on], strict=True):
        kind, label = _state(law, rule_set, day)
        periods.append(Period(day, until, kind, label))
    return line_of(periods, today)


def _state(law: Law, rule_set: RuleSet, day: date) -> tuple[str, str]:
    status = status_on(rule_set, day, settings=law.settings)
    if status is EnforcementStatus.ENFORCED and day < rule_set.compliance_from:
        return "pending", f"in force, to be complied with from {rule_set.compliance_from}"
    return (status or "unknown"), STATUS_TEXTS[status]


def _status_days(law: Law, rule_set: RuleSet, begins: date, ends_on: date | None) -> set[date]:
    days = {rule_set.compliance_from}
    for period in rule_set.enforcement:
        days |= {period.applies_from} | ({period.applies_until} if period.applies_until else set())
    for setting in law.settings:
        days |= {day for day in (setting.applies_from, setting.applies_until) if day}
    return {day for day in days if begins < day and (ends_on is None or day < ends_on)}


def caught(rule_set: RuleSet, on_day: LawOnDay, *, shown: int) -> list[CaughtRule]:
    """Return each rule of the set with the flags it raised (the first `shown`) and the chips it describes that day."""
    ids = [rule.id for rule in rule_set.rules]
    counts: Counter[tuple[str, str]] = Counter()
    for row in Flag.objects.filter(rule__in=ids).values("rule", "status").annotate(how_many=Count("id")):
        counts[row["rule"], row["status"]] = row["how_many"]
    chips = _chips_by_rule(rule_set, on_day)
    return [
        CaughtRule(
            rule=rule,
            met=counts[rule.id, Flag.Status.MET],
            undetermined=counts[rule.id, Flag.Status.UNDETERMINED],
            flags=_newest_flags(rule, shown) if counts[rule.id, Flag.Status.MET] else (),
            chips=tuple(chips[rule.id, FindingStatus.MET]),
            chips_undetermined=len(chips[rule.id, FindingStatus.UNDETERMINED]),
        )
        for rule in rule_set.rules
    ]


def _newest_flags(rule: Rule, shown: int) -> tuple[Flag, ...]:
    met = Flag.objects.filter(rule=rule.id, status=Flag.Status.MET).select_related("tenant__provider")
    return tuple(met.order_by("-raised_at")[:shown])


def _chips_by_rule(rule_set: RuleSet, on_day: LawOnDay) -> Mapping[tuple[str, FindingStatus], list[Chip]]:
    """The chips of the registry by what the set's rules say of them, where the set applies that day."""
    found: dict[tuple[str, FindingStatus], list[Chip]] = defaultdict(list)
    applies = rule_set in on_day.under(Reading.CONSERVATIVE)
    if not applies or not any(Subject.CHIP in rule.subjects for rule in rule_set.rules):
        return found
    for row in chip_rows(on_day, Chip.objects.order_by("vendor", "name")):
        for finding in row.classification.findings:
            if finding.rule_set_reference == rule_set.reference:
                found[finding.rule_id, finding.status].append(row.chip)
    return found


def standing_text(rule_set: RuleSet) -> str:
    """Return what kind of text it is, and how it was seen."""
    return f"{STANDING_TEXTS[rule_set.standing]}; {CONFIDENCE_TEXTS[rule_set.confidence]} ({rule_set.confidence})"
