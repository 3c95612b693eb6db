"""Keeps which directives an auditor reads: an audit is evidence too. Called when the page is given out."""

from collections.abc import Iterable

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


def record_rule_sets_read(*, references: Iterable[str], by: User) -> None:
    """Record `directive.read` for each rule set among `references` that is a directive, if `by` is an auditor."""
    if by.role != Role.AUDITOR:
        return
    for directive in PublishedDirective.objects.filter(rule_set__in=set(references)).order_by("id"):
        record_directive_read(directive=directive, by=by)
