"""Directives as pages show them: drafts on their way, versions that bind, and what a person may do with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from compliance.accounts.models import User
from compliance.accounts.roles import Act
from compliance.lawbook.check_directive import CheckedDirective, check_directive
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.policies import (
    check_can_answer,
    check_can_propose,
    check_can_write,
    passes,
)
from compliance.lawbook.questions import law
from compliance.registry.preview import preview
from rules.chips.preview import Preview
from rules.errors import RulesError

SHOWN = 100


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft in the list. waits_for_me: this person may answer it."""

    draft: DirectiveDraft
    waits_for_me: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft with its check. may_*: what the policies let this person do."""

    draft: DirectiveDraft
    checked: CheckedDirective
    preview: Preview | None
    may_write: bool
    may_propose: bool
    may_answer: bool
    may_replay: bool


def draft_rows(user: User) -> list[DraftRow]:
    """Return the drafts, those that wait for a second person first, then newest changes first."""
    drafts = DirectiveDraft.objects.select_related("author", "answered_by").order_by("-changed_at")[:SHOWN]
    rows = [DraftRow(one, passes(check_can_answer, user, one)) for one in drafts]
    return sorted(rows, key=lambda row: row.draft.state != DirectiveDraft.State.PROPOSED)


def published() -> Sequence[PublishedDirective]:
    """Return the versions that were published, newest first."""
    versions = PublishedDirective.objects.select_related("proposed_by", "published_by")
    return list(versions.order_by("-published_at")[:SHOWN])


def check(content: str) -> CheckedDirective:
    """Return what a check finds of a text, against the law of this moment."""
    return check_directive(content, law(), today=datetime.now(UTC).date())


def preview_of(checked: CheckedDirective) -> Preview | None:
    """Return what a text would say of every chip today.

    None where it does not pass, and where it cannot be tried, which the page says.
    """
    if checked.rule_set is None or checked.complaints:
        return None
    try:
        return preview(checked.rule_set, law(), as_of=datetime.now(UTC).date())
    except RulesError:
        return None


def draft_page(draft: DirectiveDraft, user: User) -> DraftPage:
    """Return the draft with everything the page says of it. A published one is not held against itself."""
    is_open = draft.state not in {DirectiveDraft.State.PUBLISHED, DirectiveDraft.State.WITHDRAWN}
    checked = check(draft.content) if is_open else CheckedDirective(None, ())
    return DraftPage(
        draft=draft,
        checked=checked,
        preview=preview_of(checked),
        may_write=passes(check_can_write, user, draft),
        may_propose=passes(check_can_propose, user, draft),
        may_answer=passes(check_can_answer, user, draft),
        may_replay=user.may(Act.REPLAY),
    )


def beginning() -> str:
    """Return the text a new directive begins with: valid as it stands, about a chip fact, to be written over."""
    today = datetime.now(UTC).date()
    return f"""# A letter to this operator, as a rule set. Everything below is an example: write over it.
# The facts a rule may name are listed at the end of docs/rules.md.

jurisdiction = "us"
name = "directive_example"
title = "What the letter is about, in one line"
authority = "Who wrote the letter"
citation = "Letter of {today}, reference number"
source_url = "https://example.org/where-it-is-kept"
confidence = "V"
standing = "directive"
published_on = {today}
effective_from = {today}

[[enforcement]]
status = "enforced"
from = {today}
source = "The letter itself"

[[rules]]
id = "directive_example.bandwidth"
subjects = ["chip"]
severity = "high"
effect = "classification"
outcome = "directive"
title = "Memory bandwidth at or above the letter's limit"
clause = "Letter, paragraph 1"
explanation = "Memory bandwidth is {{memory_bandwidth_gb_per_s}} GB/s."
question = "Is a licence on file?"

[[rules.limbs]]
id = "memory"
clause = "Letter, paragraph 1(a)"
when = "memory_bandwidth_gb_per_s >= 4000.0"
"""
