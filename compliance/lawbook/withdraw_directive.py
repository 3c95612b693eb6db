"""The author of a draft takes it back for good. What is published is never taken back: `end_directive` ends it."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.leaves import record_draft_event
from compliance.lawbook.models import DirectiveDraft
from compliance.lawbook.policies import check_can_write
from compliance.lawbook.questions import locked_draft


def withdraw_directive(*, draft: DirectiveDraft, by: User) -> DirectiveDraft:
    """Return `draft` withdrawn. Records `directive.withdrawn`. Raises NotAllowed (not its author) and WrongState."""
    with transaction.atomic():
        draft = locked_draft(draft)
        check_can_write(by, draft)
        draft.state, draft.changed_at = DirectiveDraft.State.WITHDRAWN, datetime.now(UTC)
        draft.answered_by, draft.answered_at = None, None
        draft.save(update_fields=["state", "changed_at", "answered_by", "answered_at"])
        record_draft_event(kind="directive.withdrawn", draft=draft, by=by)
    return draft
