"""Somebody who looked says what is true of a switch.

Called through `compliance.pipeline`, which asks for everybody to be screened again in the same transaction.
"""

from datetime import UTC, date, datetime

from django.db import transaction

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.errors import StatementRefused
from compliance.lawbook.models import SwitchStatement
from compliance.lawbook.policies import check_may
from rules.errors import SwitchError
from rules.switches import require_setting

LONGEST_SOURCE_CHARACTERS = 1000


def state_switch(
    *, switch: str, value: str, applies_from: date | None, applies_until: date | None, source: str, by: User
) -> SwitchStatement:
    """Return the statement that `switch` is set to `value` on the days [applies_from, applies_until); None is open.

    source: where it was looked up; it stands in the ledger, so it names publications and not persons. What was stated
    before stays and counts where this one does not reach. Records `switch.stated` in the operator's log.

    Raises NotAllowed, and StatementRefused for a switch, value, source or order of days that cannot be.
    """
    check_may(by, Act.STATE_LAW)
    source = source.strip()
    _require_sound(switch, value, applies_from, applies_until, source)
    with transaction.atomic():
        statement = SwitchStatement.objects.create(
            switch=switch,
            value=value,
            applies_from=applies_from,
            applies_until=applies_until,
            source=source,
            stated_by=by,
            stated_at=datetime.now(UTC),
        )
        body = {
            "switch": switch,
            "value": value,
            "applies_from": applies_from.isoformat() if applies_from else None,
            "applies_until": applies_until.isoformat() if applies_until else None,
            "source": source,
        }
        record(entity=OPERATOR, kind="switch.stated", by=by.username, subject=statement.reference, body=body)
    return statement


def _require_sound(
    switch: str, value: str, applies_from: date | None, applies_until: date | None, source: str
) -> None:
    try:
        require_setting(switch, value)
    except SwitchError as error:
        raise StatementRefused(f"{error}.") from error
    if not 0 < len(source) <= LONGEST_SOURCE_CHARACTERS:
        raise StatementRefused(
            f"Say where it was looked up, in up to {LONGEST_SOURCE_CHARACTERS} characters: a citation, an address."
        )
    if applies_from and applies_until and applies_until <= applies_from:
        raise StatementRefused(
            f"The setting would end on {applies_until}, before it begins on {applies_from}: it holds on some day."
        )
