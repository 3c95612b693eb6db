"""Running a replay, turn by turn. Reads screenings and the registry; writes replays and nothing else.

A turn may be killed at any point: a part of the tenants, its differences and how far the run has come commit together,
so that the next turn goes on behind them. Where the law has changed meanwhile, the run begins anew under the new one.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Max

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record, written
from compliance.lawbook.questions import law
from compliance.replays.asking import Asking
from compliance.replays.chips import chip_changes
from compliance.replays.differences_csv import csv_digest
from compliance.replays.models import ChipChange, Replay, ReplayedRule, TenantChange
from compliance.replays.part import do_part
from compliance.replays.sides import Sides, sides_of
from compliance.replays.stored import next_tenants, tenants_of
from compliance.replays.tally import Tally
from rules.errors import RulesError
from rules.library import all_sets

log = logging.getLogger(__name__)

TURN_SECONDS = 10.0
"""After so long a turn ends, and whatever else waits for a worker has its own."""
TENANTS_PER_PART = 1000


def run_replay(
    reference: str, *, show: Callable[[int, int], None], turn_seconds: float = TURN_SECONDS
) -> bool:
    """Go on with a replay for one turn; return whether it is finished.

    show: told how many tenants are done, of how many. Records `replay.finished` in the operator's log.
    """
    replay = Replay.objects.select_related("provider", "asked_by").get(reference=reference)
    if replay.finished_at is not None:
        return True
    ends = time.monotonic() + turn_seconds
    try:
        sides = sides_of(replay, law())
        asking = Asking(sides)
        if replay.law_sha256 != sides.digest():
            _begin(replay, sides, asking)
        is_done = _go_on(replay, asking, show, ends)
    except RulesError as error:
        _end(replay, failure=f"{error}.")
        return True
    if is_done:
        _end(replay, failure="")
    return is_done


def _begin(replay: Replay, sides: Sides, asking: Asking) -> None:
    """Forget what an earlier run under another law has found, and set out: rules, chips, who takes part."""
    changed, counts = chip_changes(replay, sides)
    tenants = tenants_of(replay)
    last_tenant_id = tenants.aggregate(last=Max("pk"))["last"] or 0
    with transaction.atomic():
        _forget_differences(replay)
        ReplayedRule.objects.bulk_create(
            ReplayedRule(replay=replay, rule=rule, title=title, rule_set_before=before, rule_set_after=after)
            for rule, (title, before, after) in asking.rules().items()
        )
        ChipChange.objects.bulk_create(changed)
        replay.law, replay.law_sha256 = sides.described(), sides.digest()
        replay.begun_at = datetime.now(UTC)
        replay.reached_tenant_id, replay.last_tenant_id = 0, last_tenant_id
        replay.tenants_total = tenants.filter(pk__lte=last_tenant_id).count()
        replay.counts = (
            Tally().to_document() | counts.to_document() | {"rule_sets_the_same": list(asking.left_out())}
        )
        replay.save()


def _go_on(replay: Replay, asking: Asking, show: Callable[[int, int], None], ends: float) -> bool:
    while tenants := next_tenants(replay, TENANTS_PER_PART):
        do_part(replay, asking, tenants)
        show(replay.counts["tenants"], replay.tenants_total)
        if time.monotonic() >= ends:
            return False
    return True


def _end(replay: Replay, *, failure: str) -> None:
    """Mark the replay as finished, with its digest, or as failed, without any row; once, whoever comes first."""
    digest = "" if failure else csv_digest(replay)
    with transaction.atomic():
        ended = Replay.objects.filter(pk=replay.pk, finished_at=None, law_sha256=replay.law_sha256).update(
            finished_at=datetime.now(UTC), failure=failure, differences_sha256=digest
        )
        if not ended:
            return
        replay.refresh_from_db()
        if failure:
            _forget_differences(replay)
            log.warning("replay %s ended without a result; its page says why", replay.reference)
        record(
            entity=OPERATOR,
            kind="replay.failed" if failure else "replay.finished",
            by="worker",
            subject=replay.reference,
            body=_recorded(replay),
        )


def _recorded(replay: Replay) -> dict[str, object]:
    """What the ledger keeps: what was tried, against which law and over which facts, and digests of what came of it.

    A directive or a draft has its digest here and no name: that a letter exists is often part of what it forbids to
    tell.
    """
    is_shipped = any(one.sha256 == replay.tried_sha256 for one in all_sets())
    return {
        "asked_by": replay.asked_by.username,
        "mode": replay.mode,
        "tried": replay.tried_reference if is_shipped else None,
        "tried_sha256": replay.tried_sha256 or None,
        "provider": replay.provider.key if replay.provider else None,
        "facts_until": written(replay.facts_until),
        "law_sha256": replay.law_sha256,
        "tenants": replay.counts.get("tenants", 0),
        "changes": replay.counts.get("changes", {}),
        "differences_sha256": replay.differences_sha256 or None,
    }


def _forget_differences(replay: Replay) -> None:
    TenantChange.objects.filter(replay=replay).delete()
    ReplayedRule.objects.filter(replay=replay).delete()
    ChipChange.objects.filter(replay=replay).delete()
