"""What the ledger keeps of a directive: references, digests, days and persons; never its text or its title."""

import hashlib

from audit.ledger.origins import OPERATOR
from audit.ledger.record import record
from compliance.accounts.models import User
from compliance.lawbook.models import DirectiveDraft, PublishedDirective


def content_sha256(content: str) -> str:
    """SHA-256 of a directive's text in UTF-8, hexadecimal: what `sha256sum` says of the same file."""
    return hashlib.sha256(content.encode()).hexdigest()


def record_draft_event(*, kind: str, draft: DirectiveDraft, by: User) -> None:
    """Record a step of a draft: its state, the digest of its text, its author."""
    body = {"state": draft.state, "sha256": draft.sha256, "author": draft.author.username}
    record(entity=OPERATOR, kind=kind, by=by.username, subject=draft.reference, body=body)


def record_publication(*, directive: PublishedDirective, by: User) -> None:
    """Record `directive.published`: which rule set, its digest, its days, and both persons."""
    until = directive.effective_until
    body = {
        "rule_set": directive.rule_set,
        "sha256": directive.sha256,
        "effective_from": directive.effective_from.isoformat(),
        "effective_until": until.isoformat() if until else None,
        "draft": directive.draft,
        "proposer": directive.proposed_by.username,
        "publisher": directive.published_by.username,
    }
    record(
        entity=OPERATOR, kind="directive.published", by=by.username, subject=directive.reference, body=body
    )


def record_directive_reading(*, reference: str, sha256: str, by: User) -> None:
    """Record `directive.read`: who read which text."""
    record(entity=OPERATOR, kind="directive.read", by=by.username, subject=reference, body={"sha256": sha256})
