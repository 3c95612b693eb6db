"""Switches and statements about them as JSON-safe plain values, as a reader may see them."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.api.law_answers import OPERATOR, dates_document, day_text
from compliance.lawbook.models import SwitchStatement
from rules.law import Law, LawOnDay
from rules.switches import SWITCHES, Switch


def switches_document(
    law: Law, on_day: LawOnDay, statements: Sequence[SwitchStatement], user: User
) -> dict[str, object]:
    """Return every switch with the setting in use that day. law: that `user` may read. statements: newest first."""
    dates = dates_document(on_day, user, on_day.settings_used)
    used: Any = dates.pop("settings_used")
    by_switch = {one["switch"]: one for one in used}
    return dates | {
        "switches": [
            _switch(switch)
            | {
                "used": by_switch[switch.id],
                "rule_sets": [
                    one.reference
                    for one in law.rule_sets
                    if any(period.switch == switch.id for period in one.enforcement)
                ],
                "statements": [
                    statement_document(one, user) for one in statements if one.switch == switch.id
                ],
            }
            for switch in SWITCHES.values()
        ]
    }


def statement_document(statement: SwitchStatement, user: User) -> dict[str, object]:
    """Return a statement; who made it is told to the operator's own people."""
    may_know = user.may(Act.READ_LEDGER)
    return {
        "reference": statement.reference,
        "switch": statement.switch,
        "value": statement.value,
        "applies_from": day_text(statement.applies_from),
        "applies_until": day_text(statement.applies_until),
        "source": statement.source,
        "stated_by": statement.stated_by.get_username() if may_know else OPERATOR,
        "stated_at": statement.stated_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
    }


def _switch(switch: Switch) -> dict[str, object]:
    return {
        "id": switch.id,
        "question": switch.question,
        "citation": switch.citation,
        "source_url": switch.source_url,
        "confidence": switch.confidence,
        "default": switch.default,
        "settings": dict(switch.settings),
    }
