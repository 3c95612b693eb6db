"""A published directive is to end: versions never change, so this proposes one more that says when.

Ending is as weighty as beginning (flags lapse), so a second person publishes it.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.errors import StatementRefused
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.propose_directive import propose_directive
from compliance.lawbook.questions import rule_set_of
from compliance.lawbook.write_directive import LONGEST_TITLE_CHARACTERS, write_directive
from rules.errors import RuleSetError
from rules.ruleset import RuleSet
from rules.ruleset_reader import read_rule_set
from rules.toml.lines import lines_of
from rules.toml.strict_table import LATEST_YEAR


def end_directive(*, directive: PublishedDirective, ends_on: date, by: User) -> DirectiveDraft:
    """Return the proposed draft of a version that says the same and ends: `ends_on` is the first day without it.

    The version begins the day before. Records `directive.written` and `directive.proposed`. Raises NotAllowed,
    StatementRefused (a day too early for one more version; a text in which the days cannot be set), and
    DirectiveRefused where another version is in the way.
    """
    rule_set = rule_set_of(directive)
    earliest = rule_set.effective_from + timedelta(days=2)
    if ends_on.year > LATEST_YEAR:
        raise StatementRefused(
            f"{directive.rule_set} can end in {LATEST_YEAR} at the latest, not on {ends_on}."
        )
    if ends_on < earliest:
        raise StatementRefused(
            f"{directive.rule_set} can end on {earliest} at the earliest: a version in force for a day comes between."
        )
    begins_on = ends_on - timedelta(days=1)
    days = {
        "published_on": datetime.now(UTC).date(),
        "effective_from": begins_on,
        "effective_until": ends_on,
        "compliance_from": max(rule_set.compliance_from, begins_on),
    }
    title = f"End of {directive.rule_set} on {ends_on}"[:LONGEST_TITLE_CHARACTERS]
    content = _with_days(directive.content, days)
    if not _says_the_same(content, rule_set, days):
        raise StatementRefused(
            f"The days at the head of {directive.rule_set} are written in a way that cannot be changed for you: write "
            f"its last version yourself, with effective_from = {begins_on} and effective_until = {ends_on}."
        )
    with transaction.atomic():
        draft = write_directive(title=title, content=content, by=by)
        return propose_directive(draft=draft, by=by)


def _with_days(content: str, days: dict[str, date]) -> str:
    """The text with these days at its head, in place of those it has; everything else stays to the letter.

    The caller reads the outcome: a text may be written so that its days are not found.
    """
    lines = content.split("\n")
    found = lines_of(content)
    added = []
    for key, day in days.items():
        number = found.get((key,))
        if number is None and key == "compliance_from":
            continue  # left out, it is the day of effect
        if number is None:
            added.append(f"{key} = {day.isoformat()}")
        else:
            lines[number - 1] = re.sub(
                r"=\s*\d{4}-\d{2}-\d{2}", f"= {day.isoformat()}", lines[number - 1], count=1
            )
    begins = found.get(("effective_from",), 0)
    return "\n".join([*lines[:begins], *added, *lines[begins:]])


def _says_the_same(content: str, rule_set: RuleSet, days: dict[str, date]) -> bool:
    """Whether a text is the set that it was made from but for these days."""
    try:
        read = read_rule_set(content.encode(), rule_set.reference)
    except RuleSetError:
        return False
    # When its enforcement was announced follows from the day of publication, where the text does not say it.
    return read == replace(
        rule_set,
        sha256=read.sha256,
        recorded_on=None,
        enforcement=read.enforcement,
        published_on=days["published_on"],
        effective_from=days["effective_from"],
        effective_until=days["effective_until"],
        compliance_from=days["compliance_from"],
    )
