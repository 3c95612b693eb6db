"""Somebody has looked at a changed unit, and at whether the rule sets still say what it says."""

from datetime import UTC, datetime

from django.db import transaction

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.errors import WrongState
from compliance.lawbook.models import RegulationNotice
from compliance.lawbook.policies import check_may


def see_notice(*, notice: RegulationNotice, by: User) -> RegulationNotice:
    """Return `notice` as seen by `by`. Records `regulation_notice.seen`. Raises NotAllowed; WrongState where it was."""
    check_may(by, Act.STATE_LAW)
    with transaction.atomic():
        notice = (
            RegulationNotice.objects.select_for_update(of=("self",))
            .select_related("earlier", "later", "seen_by")
            .get(pk=notice.pk)
        )
        if notice.seen_by is not None:
            raise WrongState(f"{notice.seen_by} has looked at this change already.")
        notice.seen_by, notice.seen_at = by, datetime.now(UTC)
        notice.save(update_fields=["seen_by", "seen_at"])
        body = {
            "part": notice.later.part,
            "unit": notice.unit,
            "change": notice.change,
            "earlier": notice.earlier.issue_date.isoformat(),
            "later": notice.later.issue_date.isoformat(),
        }
        subject = f"title-15/part-{notice.later.part}/{notice.unit}"
        record(entity=OPERATOR, kind="regulation_notice.seen", by=by.username, subject=subject, body=body)
    return notice
