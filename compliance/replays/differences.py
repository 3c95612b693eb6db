"""The differences that a replay found, as lines to read: a page of them, or all, however many there are."""

from collections.abc import Iterator
from typing import NamedTuple

from compliance.replays.models import ChipChange, Replay, ReplayedRule, TenantChange
from compliance.screening.models import Flag

_LINES_AT_ONCE = 5000
_SEVERITY: dict[int | None, str | None] = {one.value: one.name.lower() for one in Flag.Severity} | {
    None: None
}
_CHANGE = {one.value: one.name.lower() for one in TenantChange.Change}
_NO_SUCH_RULE = "no_such_rule"


class TenantLine(NamedTuple):
    """One flag that would be otherwise.

    position: where it stands among the lines of its replay, to go on behind. change: `rules.replay.Change`.
    before, after: met, undetermined, not_met, no_such_rule. severity_before, severity_after: None where no flag is
    raised. rule_set_before, rule_set_after: None where there is no such rule. screening: whose facts were replayed.
    """

    position: int
    tenant: str
    provider: str
    account: str
    rule: str
    title: str
    rule_set_before: str | None
    rule_set_after: str | None
    change: str
    before: str
    after: str
    severity_before: str | None
    severity_after: str | None
    screening: str


class ChipLine(NamedTuple):
    """One chip that would be classed otherwise under one reading of the law. also: other entries it meets."""

    chip: str
    name: str
    reading: str
    before: str
    after: str
    limb_before: str | None
    limb_after: str | None
    also_before: tuple[str, ...]
    also_after: tuple[str, ...]


def chip_lines(replay: Replay) -> Iterator[ChipLine]:
    """Yield the chips that would be classed otherwise, by slug and reading."""
    for row in ChipChange.objects.filter(replay=replay).order_by("chip", "reading"):
        yield ChipLine(
            chip=row.chip,
            name=row.name,
            reading=row.reading,
            before=row.class_before,
            after=row.class_after,
            limb_before=row.limb_before or None,
            limb_after=row.limb_after or None,
            also_before=tuple(row.also_before),
            also_after=tuple(row.also_after),
        )


def tenant_lines(
    replay: Replay, *, rule: str | None = None, change: str | None = None, after: int = 0, limit: int = 100
) -> list[TenantLine]:
    """Return up to `limit` lines behind position `after`, in the order in which they were found.

    rule: of one rule id only. change: of one kind only (`rules.replay.Change`); one that is never listed has no lines.
    """
    found = TenantChange.objects.filter(replay=replay, pk__gt=after)
    if rule is not None:
        found = found.filter(rule__rule=rule)
    if change is not None:
        found = found.filter(change__in=[value for value, name in _CHANGE.items() if name == change])
    rows = found.order_by("pk").values_list(
        "pk",
        "tenant__reference",
        "tenant__provider__key",
        "tenant__account",
        "rule_id",
        "change",
        "status_before",
        "status_after",
        "severity_before",
        "severity_after",
        "screening__reference",
    )
    rules = {row.pk: row for row in ReplayedRule.objects.filter(replay=replay)}
    return [_line(rules[row[4]], *row) for row in rows[:limit]]


def _line(
    rule: ReplayedRule,
    position: int,
    tenant: str,
    provider: str,
    account: str,
    _rule_id: int,
    change: int,
    before: str,
    after: str,
    severity_before: int | None,
    severity_after: int | None,
    screening: str,
) -> TenantLine:
    return TenantLine(
        position,
        tenant,
        provider,
        account,
        rule.rule,
        rule.title,
        rule.rule_set_before or None,
        rule.rule_set_after or None,
        _CHANGE[change],
        before or _NO_SUCH_RULE,
        after or _NO_SUCH_RULE,
        _SEVERITY[severity_before],
        _SEVERITY[severity_after],
        screening,
    )


def every_tenant_line(replay: Replay) -> Iterator[TenantLine]:
    """Yield all lines, a few thousand at a time, so that millions fit."""
    reached = 0
    while page := tenant_lines(replay, after=reached, limit=_LINES_AT_ONCE):
        yield from page
        reached = page[-1].position
