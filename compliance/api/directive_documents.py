"""Directives as JSON-safe plain values."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from compliance.api.lawbook_refusals import complaint_document
from compliance.lawbook.check_directive import CheckedDirective
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from rules.chips.preview import Preview


def draft_head(draft: DirectiveDraft) -> dict[str, object]:
    """Return what a list shows of a draft."""
    return {
        "reference": draft.reference,
        "title": draft.title,
        "state": draft.state,
        "sha256": draft.sha256,
        "author": draft.author.get_username(),
        "written_at": _instant(draft.written_at),
        "changed_at": _instant(draft.changed_at),
        "proposed_at": _instant(draft.proposed_at),
        "answered_by": draft.answered_by.get_username() if draft.answered_by else None,
        "answered_at": _instant(draft.answered_at),
        "answer_reason": draft.answer_reason or None,
    }


def drafts_document(
    drafts: Sequence[DirectiveDraft], published: Sequence[PublishedDirective], *, shown: int
) -> dict[str, object]:
    """Return the list of both, up to `shown` of each; `is_complete` says whether that is all."""
    return {
        "drafts": [draft_head(one) for one in drafts[:shown]],
        "published": [published_head(one) for one in published[:shown]],
        "is_complete": max(len(drafts), len(published)) <= shown,
    }


def draft_whole(draft: DirectiveDraft, checked: CheckedDirective | None) -> dict[str, object]:
    """Return a draft with its text and what a check finds of it; None: it is at its end, and is not checked."""
    return draft_head(draft) | {
        "content": draft.content,
        "check": check_document(checked) if checked else None,
    }


def published_head(directive: PublishedDirective) -> dict[str, object]:
    """Return what a list shows of a published version; its text is that of the rule set."""
    return {
        "reference": directive.reference,
        "rule_set": directive.rule_set,
        "sha256": directive.sha256,
        "effective_from": directive.effective_from.isoformat(),
        "effective_until": _day(directive.effective_until),
        "draft": directive.draft,
        "proposed_by": directive.proposed_by.get_username(),
        "proposed_at": _instant(directive.proposed_at),
        "published_by": directive.published_by.get_username(),
        "published_at": _instant(directive.published_at),
    }


def check_document(checked: CheckedDirective) -> dict[str, object]:
    """Return what a check found: whether it passes, every complaint, and which rule set it is."""
    rule_set = checked.rule_set
    return {
        "passes": rule_set is not None and not checked.complaints,
        "rule_set": rule_set.reference if rule_set else None,
        "complaints": [complaint_document(one) for one in checked.complaints],
    }


def preview_document(preview: Preview) -> dict[str, object]:
    """Return what a draft would say of the chips of the registry."""
    return {
        "as_of": preview.as_of.isoformat(),
        "chips": preview.chips,
        "rules": [
            {
                "rule": one.rule.id,
                "title": one.rule.title,
                "met": list(one.met),
                "undetermined": [
                    {"chip": chip.chip, "missing_facts": list(chip.missing_facts)}
                    for chip in one.undetermined
                ],
            }
            for one in preview.rules
        ],
        "other_rules": [rule.id for rule in preview.other_rules],
    }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
