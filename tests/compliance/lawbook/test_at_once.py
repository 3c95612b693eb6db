"""Two persons who press at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from audit.ledger.models import OutboxEntry
from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.lawbook.decline_directive import decline_directive
from compliance.lawbook.errors import DirectiveRefused, WrongState
from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.lawbook.publish_directive import publish_directive
from tests.compliance.lawbook.letters import letter, proposed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]


@pytest.fixture
def second_approver() -> User:
    return User.objects.create_user("lin.wei", role=Role.APPROVER, full_name="Lin Wei")


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Take the steps in threads that start together; return what became of each, sorted."""
    start = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            step()
        except (WrongState, DirectiveRefused):
            return "refused"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(take, steps))


def test_of_a_publication_and_a_refusal_one_is_taken(cast, second_approver):
    draft = proposed(cast)
    outcomes = at_once(
        lambda: publish_directive(draft=draft, sha256=draft.sha256, by=cast.approver),
        lambda: decline_directive(draft=draft, reason="No.", by=second_approver),
    )
    draft.refresh_from_db()
    assert outcomes == ["refused", "taken"]
    assert PublishedDirective.objects.exists() == (draft.state == DirectiveDraft.State.PUBLISHED)


def test_of_two_texts_for_one_version_one_is_published(cast, second_approver):
    first, second = proposed(cast), proposed(cast, letter(("> 100", "> 200")))
    outcomes = at_once(
        lambda: publish_directive(draft=first, sha256=first.sha256, by=cast.approver),
        lambda: publish_directive(draft=second, sha256=second.sha256, by=second_approver),
    )
    assert outcomes == ["refused", "taken"]
    assert OutboxEntry.objects.filter(kind="directive.published").count() == 1


def test_of_two_versions_that_overlap_one_is_published(cast, second_approver):
    first = proposed(cast, letter(("effective_from", "effective_until = 2026-06-01\neffective_from")))
    second = proposed(cast, letter(("2026-03-09 #", "2026-05-01 #")))
    outcomes = at_once(
        lambda: publish_directive(draft=first, sha256=first.sha256, by=cast.approver),
        lambda: publish_directive(draft=second, sha256=second.sha256, by=second_approver),
    )
    assert outcomes == ["refused", "taken"]
