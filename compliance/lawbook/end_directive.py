"""A published directive is to end: versions never change, so this proposes one more that says when.

Ending is as weighty as beginning (flags lapse), so a second person publishes it.
"""

import re
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.errors import StatementRefused
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.questions import rule_set_of
from compliance.lawbook.write_directive import LONGEST_TITLE_CHARACTERS, write_directive
from rules.toml.lines import lines_of


def end_directive(*, directive: PublishedDirective, ends_on: date, by: User) -> DirectiveDraft:
    """Return the proposed draft of a version that says the same and ends: `ends_on` is the first day without it.

    The version begins the day before. Records `directive.written` and `directive.proposed`. Raises NotAllowed,
    StatementRefused (a day too early for one more version), and DirectiveRefused where another version is in the way.
    """
    rule_set = rule_set_of(directive)
    begins_on = ends_on - timedelta(days=1)
    if begins_on <= rule_set.effective_from:
        earliest = rule_set.effective_from + timedelta(days=2)
        raise StatementRefused(
            f"{directive.rule_set} can end on {earliest} at the earliest: a version in force for a day comes between."
        )
    days = {"published_on": datetime.now(UTC).date(), "effective_from": begins_on, "effective_until": ends_on}
    if rule_set.compliance_from != rule_set.effective_from:
        days["compliance_from"] = max(rule_set.compliance_from, begins_on)
    title = f"End of {directive.rule_set} on {ends_on}"[:LONGEST_TITLE_CHARACTERS]
    with transaction.atomic():
        draft = write_directive(title=title, content=_with_days(directive.content, days), by=by)
        return propose_directive(draft=draft, by=by)


def _with_days(content: str, days: dict[str, date]) -> str:
    """The text with these days at its head, in place of those it has; everything else stays to the letter."""
    lines = content.split("\n")
    found = lines_of(content)
    added = []
    for key, day in days.items():
        number = found.get((key,))
        if number is None:
            added.append(f"{key} = {day.isoformat()}")
        else:
            lines[number - 1] = re.sub(
                r"=\s*\d{4}-\d{2}-\d{2}", f"= {day.isoformat()}", lines[number - 1], count=1
            )
    if added:
        lines[found[("effective_from",)] :] = [*added, *lines[found[("effective_from",)] :]]
    return "\n".join(lines)
