"""Keeps which directives an auditor reads: an audit is evidence too. Called when the page is given out."""

from django.db import transaction

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.lawbook.leaves import record_directive_reading
from compliance.lawbook.models import DirectiveDraft, PublishedDirective


def record_directive_read(*, directive: DirectiveDraft | PublishedDirective, by: User) -> None:
    """Record `directive.read` if `by` is an auditor; otherwise nothing."""
    if by.role != Role.AUDITOR:
        return
    with transaction.atomic():
        record_directive_reading(reference=directive.reference, sha256=directive.sha256, by=by)
