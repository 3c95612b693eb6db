"""A directive is written down: as a new draft, or as another text of one's own draft."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.check_directive import LONGEST_CONTENT_BYTES
from compliance.lawbook.errors import StatementRefused
from compliance.lawbook.leaves import content_sha256, record_draft_event
from compliance.lawbook.models import DirectiveDraft
from compliance.lawbook.policies import check_can_write
from compliance.lawbook.questions import locked_draft

LONGEST_TITLE_CHARACTERS = 200


def write_directive(
    *, title: str, content: str, by: User, draft: DirectiveDraft | None = None
) -> DirectiveDraft:
    """Return the draft with this title and text, saved; `draft` None makes a new one. Records `directive.written`.

    The text need not pass its check yet. A draft that was proposed or declined is a draft again: what waits for a
    second person is never changed under their eyes. Raises NotAllowed, WrongState, StatementRefused.
    """
    title = _stated_title(title)
    content = _stated_content(content)
    now = datetime.now(UTC)
    with transaction.atomic():
        draft = locked_draft(draft) if draft else None
        check_can_write(by, draft)
        if draft is None:
            draft = DirectiveDraft(author=by, written_at=now)
        draft.title, draft.content, draft.sha256 = title, content, content_sha256(content)
        draft.state, draft.changed_at, draft.proposed_at = DirectiveDraft.State.DRAFT, now, None
        draft.answered_by, draft.answered_at, draft.answer_reason = None, None, ""
        draft.save()
        record_draft_event(kind="directive.written", draft=draft, by=by)
    return draft


def _stated_title(title: str) -> str:
    title = title.strip()
    if not 0 < len(title) <= LONGEST_TITLE_CHARACTERS:
        raise StatementRefused(f"Give the directive a title of up to {LONGEST_TITLE_CHARACTERS} characters.")
    return title


def _stated_content(content: str) -> str:
    content = content.replace("\r\n", "\n")
    if not content.strip():
        raise StatementRefused("The directive has no text yet: write it as a rule set in TOML.")
    size_bytes = len(content.encode())
    if size_bytes > LONGEST_CONTENT_BYTES:
        raise StatementRefused(
            f"The text has {size_bytes} bytes and may have {LONGEST_CONTENT_BYTES}: make it two directives."
        )
    return content
