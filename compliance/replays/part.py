"""One part of a replay's tenants: their answers, and the rows and counts that commit together."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction

from compliance.replays.asking import Answer, Asking
from compliance.replays.errors import TakenOver
from compliance.replays.models import Replay, ReplayedRule, TenantChange
from compliance.replays.stored import StoredFacts
from compliance.replays.tally import Tally
from compliance.screening.models import Flag
from rules.findings import Finding
from rules.replay import Change, Difference

_RAISED_BEFORE = frozenset(Change) - {Change.APPEARS, Change.QUIET}
_RAISED_AFTER = frozenset(Change) - {Change.DISAPPEARS, Change.QUIET}
_ROWS_AT_ONCE = 2000


def do_part(replay: Replay, asking: Asking, tenants: list[StoredFacts]) -> None:
    """Replay these tenants, the next ones in order, and commit what becomes of them.

    Raises TakenOver where another worker has done so meanwhile.
    """
    tally = Tally.of(replay.counts)
    tally.tenants += len(tenants)
    answered: list[tuple[int, int, Answer]] = []
    for one in tenants:
        if one.screening_id is None:
            tally.without_facts += 1
        elif one.document is None:
            tally.add_unreadable(one.damage)
        else:
            answered.append((one.tenant_id, one.screening_id, asking.answer(one.document)))
            tally.add_names(tuple(one.document))
    of_each = Counter(answer for _, _, answer in answered)
    for answer, count in of_each.items():
        tally.add(answer, count)
    rules = {row.rule: row for row in ReplayedRule.objects.filter(replay=replay)}
    _count_by_rule(of_each, rules)
    columns = _columns_by_answer(of_each, rules)
    rows = (
        TenantChange(replay=replay, tenant_id=tenant_id, screening_id=screening_id, **each)
        for tenant_id, screening_id, answer in answered
        for each in columns[answer]
    )
    _commit(replay, tenants[-1].tenant_id, replay.counts | tally.to_document(), rows, rules)


def _count_by_rule(of_each: Mapping[Answer, int], rules: Mapping[str, ReplayedRule]) -> None:
    for answer, count in of_each.items():
        for rule, change in answer.changes.items():
            row = rules[rule]
            setattr(row, str(change), getattr(row, str(change)) + count)


def _columns_by_answer(
    of_each: Mapping[Answer, int], rules: Mapping[str, ReplayedRule]
) -> dict[Answer, list[dict[str, object]]]:
    return {
        answer: [_columns(one) | {"rule_id": rules[one.rule_id].pk} for one in answer.listed]
        for answer in of_each
    }


def _columns(one: Difference) -> dict[str, object]:
    before, after = one.before, one.after
    return {
        "change": TenantChange.Change[one.change.upper()],
        "status_before": str(before.status) if before else "",
        "status_after": str(after.status) if after else "",
        "severity_before": _severity(before) if one.change in _RAISED_BEFORE else None,
        "severity_after": _severity(after) if one.change in _RAISED_AFTER else None,
    }


def _severity(finding: Finding | None) -> Flag.Severity | None:
    return Flag.Severity[finding.severity.upper()] if finding else None


def _commit(
    replay: Replay,
    reached_tenant_id: int,
    counts: dict[str, object],
    rows: Iterable[TenantChange],
    rules: Mapping[str, ReplayedRule],
) -> None:
    with transaction.atomic():
        still_ours = Replay.objects.filter(
            pk=replay.pk,
            finished_at=None,
            law_sha256=replay.law_sha256,
            reached_tenant_id=replay.reached_tenant_id,
        )
        if not still_ours.update(reached_tenant_id=reached_tenant_id, counts=counts):
            raise TakenOver(f"Another worker went on with {replay.reference}.")
        TenantChange.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
        ReplayedRule.objects.bulk_update(rules.values(), [str(change) for change in Change])
    replay.reached_tenant_id, replay.counts = reached_tenant_id, counts
