"""The second of two persons does not publish what the first proposed."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.errors import StatementRefused
from compliance.lawbook.leaves import record_draft_event
from compliance.lawbook.models import DirectiveDraft
from compliance.lawbook.policies import check_can_answer
from compliance.lawbook.questions import locked_draft

LONGEST_REASON_CHARACTERS = 4000


def decline_directive(*, draft: DirectiveDraft, reason: str, by: User) -> DirectiveDraft:
    """Return `draft` declined; its author may change it and propose it again. Records `directive.declined`.

    Raises NotAllowed and WrongState as publishing does, and StatementRefused without a reason.
    """
    reason = reason.replace("\r\n", "\n").strip()
    if not 0 < len(reason) <= LONGEST_REASON_CHARACTERS:
        raise StatementRefused(
            f"Write down why, in up to {LONGEST_REASON_CHARACTERS} characters: its author has only that to go by."
        )
    with transaction.atomic():
        draft = locked_draft(draft)
        check_can_answer(by, draft)
        draft.state, draft.answered_by = DirectiveDraft.State.DECLINED, by
        draft.answered_at, draft.answer_reason = datetime.now(UTC), reason
        draft.save(update_fields=["state", "answered_by", "answered_at", "answer_reason"])
        record_draft_event(kind="directive.declined", draft=draft, by=by)
    return draft
