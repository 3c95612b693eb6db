"""The author of a draft asks for a second person to publish it."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.check_directive import require_passes
from compliance.lawbook.leaves import record_draft_event
from compliance.lawbook.models import DirectiveDraft
from compliance.lawbook.policies import check_can_propose
from compliance.lawbook.questions import law, locked_draft


def propose_directive(*, draft: DirectiveDraft, by: User) -> DirectiveDraft:
    """Return `draft`, which now waits for a second person. Records `directive.proposed`.

    Raises NotAllowed (not its author), WrongState, and DirectiveRefused with everything its check found.
    """
    with transaction.atomic():
        draft = locked_draft(draft)
        check_can_propose(by, draft)
        now = datetime.now(UTC)
        require_passes(draft.content, law(), today=now.date())
        draft.state, draft.proposed_at = DirectiveDraft.State.PROPOSED, now
        draft.save(update_fields=["state", "proposed_at"])
        record_draft_event(kind="directive.proposed", draft=draft, by=by)
    return draft
