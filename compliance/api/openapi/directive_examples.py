"""An invented directive in every state that an example needs; nothing of it is in the database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.api.directive_documents import (
    check_document,
    draft_whole,
    drafts_document,
    preview_document,
    published_head,
)
from compliance.lawbook.check_directive import CheckedDirective, check_directive
from compliance.lawbook.leaves import content_sha256
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.registry.chip_book import chips_of_files
from compliance.registry.questions import figures_of
from rules.chips.preview import preview_of_chips
from rules.law import shipped_law
from rules.ruleset_reader import read_rule_set

_REGISTRY = Path(__file__).resolve().parents[3] / "fixtures" / "registry"

TITLE = "Letter about memory bandwidth"
CONTENT = """jurisdiction = "us"
name = "directive_example"
title = "Invented letter on memory bandwidth"
authority = "An invented authority"
citation = "Letter of 2026-02-20, reference 14"
source_url = "https://example.org/letters/14"
confidence = "V"
standing = "directive"
published_on = 2026-02-20
effective_from = 2026-03-01

[[enforcement]]
status = "enforced"
from = 2026-03-01
source = "the letter itself"

[[rules]]
id = "directive_example.bandwidth"
subjects = ["chip"]
severity = "high"
effect = "classification"
outcome = "directive"
title = "Memory bandwidth at or above the letter's limit"
clause = "Letter, paragraph 1"
explanation = "Memory bandwidth is {memory_bandwidth_gb_per_s} GB/s."
question = "Is a licence on file?"

[[rules.limbs]]
id = "memory"
clause = "Letter, paragraph 1(a)"
when = "memory_bandwidth_gb_per_s >= 4000.0"
"""
WRONG = CONTENT.replace("memory_bandwidth_gb_per_s >= 4000.0", "memory_bandwith >= 4000.0")
_CHIPS = ("nvidia-h20-96gb", "nvidia-h100-sxm5-80gb", "nvidia-l4")
_AUTHOR = User(username="ingrid.solheim", role=Role.OFFICER)
_SECOND = User(username="tomas.reyes", role=Role.APPROVER)
_DRAFT = "draft_01m827j3etd5esn3qftsvz"


def _at(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, 30, tzinfo=UTC)


def draft(state: str = DirectiveDraft.State.DRAFT, content: str = CONTENT) -> DirectiveDraft:
    """Return the draft in a state."""
    found = DirectiveDraft(
        reference=_DRAFT,
        title=TITLE,
        content=content,
        sha256=content_sha256(content),
        state=state,
        author=_AUTHOR,
        written_at=_at(9),
        changed_at=_at(10),
        proposed_at=None if state in {"draft", "withdrawn"} else _at(11),
    )
    if state == DirectiveDraft.State.DECLINED:
        found.answered_by, found.answered_at = _SECOND, _at(12)
        found.answer_reason = "The letter says 4,000 gigabits, not gigabytes."
    return found


def published() -> PublishedDirective:
    """Return the version that the draft became."""
    return PublishedDirective(
        reference="dir_01m827j4g8s0xbqz2v7kcw",
        rule_set="us/directive_example@2026-03-01",
        sha256=content_sha256(CONTENT),
        effective_from=datetime(2026, 3, 1, tzinfo=UTC).date(),
        draft=_DRAFT,
        proposed_by=_AUTHOR,
        proposed_at=_at(11),
        published_by=_SECOND,
        published_at=_at(12),
    )


def checked(content: str = CONTENT) -> CheckedDirective:
    """Return what a check finds."""
    return check_directive(content, shipped_law(), today=_at(9).date())


def whole(state: str = DirectiveDraft.State.DRAFT) -> dict[str, Any]:
    """Return the draft as it is answered with."""
    at_its_end = state in {DirectiveDraft.State.PUBLISHED, DirectiveDraft.State.WITHDRAWN}
    return draft_whole(draft(state), None if at_its_end else checked())


def listed() -> dict[str, Any]:
    """Return a list with a draft and a published version."""
    return drafts_document([draft("proposed")], [published()], shown=200)


def check_that_passes() -> dict[str, Any]:
    """Return the check of a sound text."""
    return check_document(checked())


def check_that_does_not() -> dict[str, Any]:
    """Return the check of a text with a slip in it."""
    return check_document(checked(WRONG))


def head() -> dict[str, Any]:
    """Return the published version as it is answered with."""
    return published_head(published())


def previewed() -> dict[str, Any]:
    """Return what the draft would say of three chips."""
    book = chips_of_files(_REGISTRY)
    chips = [figures_of(book.find(slug)) for slug in _CHIPS]
    rule_set = read_rule_set(CONTENT.encode(), "directive")
    return preview_document(preview_of_chips(rule_set, shipped_law(), chips, as_of=_at(9).date()))
