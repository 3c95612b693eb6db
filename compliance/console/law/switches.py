"""Switches as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from compliance.accounts.models import User
from compliance.console.forms import SwitchForm
from compliance.lawbook.models import SwitchStatement
from compliance.lawbook.questions import law_for
from rules.ruleset import RuleSet
from rules.switches import SWITCHES, SettingUsed, Switch, setting_used


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """One switch. used: today's setting. statements: newest first. sets: those whose enforcement hangs on it."""

    switch: Switch
    used: SettingUsed
    statements: Sequence[SwitchStatement]
    sets: tuple[RuleSet, ...]
    form: SwitchForm


def switch_rows(user: User, refused: SwitchForm | None = None) -> list[SwitchRow]:
    """Return every switch as of today, with the sets `user` may read.

    `refused` is a form to show again in the place of its switch.
    """
    whole, today = law_for(user), datetime.now(UTC).date()
    asked_about = refused.data.get("switch") if refused else None
    statements = SwitchStatement.objects.select_related("stated_by").order_by("-id")
    return [
        SwitchRow(
            switch=switch,
            used=setting_used(switch.id, whole.settings, today),
            statements=[one for one in statements if one.switch == switch.id],
            sets=tuple(
                one
                for one in whole.rule_sets
                if any(period.switch == switch.id for period in one.enforcement)
            ),
            form=refused
            if refused and asked_about == switch.id
            else SwitchForm(initial={"switch": switch.id}),
        )
        for switch in SWITCHES.values()
    ]
