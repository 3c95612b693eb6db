"""One part of a replay's tenants: their answers, and the rows and counts that commit together."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import transaction

from compliance.replays.asking import Answer, Asking, Listed
from compliance.replays.errors import TakenOver
from compliance.replays.models import Replay, ReplayedRule, TenantChange
from compliance.replays.stored import StoredFacts
from compliance.replays.tally import Tally
from compliance.screening.models import Flag
from rules.replay import Change
from rules.ruleset import Severity

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
        else:
            read = asking.read(one.facts, one.facts_sha256)
            answered.append((one.tenant_id, one.screening_id, read.answer))
            tally.facts_without_name.update(read.without_name)
    of_each = Counter(answer for _, _, answer in answered)
    for answer, count in of_each.items():
        tally.add(answer, count)
    rules = {row.rule: row for row in ReplayedRule.objects.filter(replay=replay).defer("title")}
    _count_by_rule(of_each, rules)
    columns = _columns_by_answer(of_each, rules)
    rows = (
        TenantChange(replay_id=replay.pk, tenant_id=tenant_id, screening_id=screening_id, **each)
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


def _columns(one: Listed) -> dict[str, object]:
    return {
        "change": TenantChange.Change[one.change.upper()],
        "status_before": str(one.status_before or ""),
        "status_after": str(one.status_after or ""),
        "severity_before": _severity(one.severity_before),
        "severity_after": _severity(one.severity_after),
    }


def _severity(severity: Severity | None) -> Flag.Severity | None:
    return Flag.Severity[severity.upper()] if severity else None


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
