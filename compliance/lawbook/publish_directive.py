"""The second of two persons publishes a directive: from now on it binds here.

Called through `compliance.pipeline`, which asks for everybody to be screened again in the same transaction.
"""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.lawbook.check_directive import require_passes
from compliance.lawbook.errors import WrongState
from compliance.lawbook.leaves import record_publication
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.policies import check_can_answer
from compliance.lawbook.questions import law, locked_draft


def publish_directive(*, draft: DirectiveDraft, sha256: str, by: User) -> PublishedDirective:
    """Return the version that `draft` has become. Records `directive.published` in the operator's log.

    sha256: of the text that `by` has read: if the author changed it meanwhile, nothing is published. The text is
    checked again, against the law of this moment. Raises NotAllowed (the author, or a role that does not publish),
    WrongState, DirectiveRefused.
    """
    with transaction.atomic():
        _one_at_a_time()
        draft = locked_draft(draft)
        check_can_answer(by, draft)
        if draft.sha256 != sha256:
            raise WrongState("The text was changed after you read it; read it again before you publish it.")
        now = datetime.now(UTC)
        rule_set = require_passes(draft.content, law(), today=now.date())
        directive = PublishedDirective.objects.create(
            rule_set=rule_set.reference,
            content=draft.content,
            sha256=rule_set.sha256,
            effective_from=rule_set.effective_from,
            effective_until=rule_set.effective_until,
            draft=draft.reference,
            proposed_by=draft.author,
            proposed_at=draft.proposed_at or now,  # the database has no proposed draft without
            published_by=by,
            published_at=now,
        )
        draft.state, draft.answered_by, draft.answered_at = DirectiveDraft.State.PUBLISHED, by, now
        draft.save(update_fields=["state", "answered_by", "answered_at"])
        record_publication(directive=directive, by=by)
    return directive


def _one_at_a_time() -> None:
    """Lock everything that could be published: of two at once, the later is checked against the earlier too."""
    waiting = DirectiveDraft.objects.filter(state=DirectiveDraft.State.PROPOSED).order_by("id")
    list(waiting.select_for_update().values_list("pk", flat=True))
