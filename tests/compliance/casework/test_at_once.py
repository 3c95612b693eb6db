"""Two persons who press at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from compliance.casework.answer import approve, decline
from compliance.casework.errors import PolicyError
from compliance.casework.models import Case, Decision
from compliance.casework.propose import propose

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engines]

CONTENT = {"disposition": "true_match", "measure": "report", "reason": "Seen."}


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Take the steps in threads that start together; return what became of each, sorted."""
    start = Barrier(len(steps))

    def take(step: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            step()
        except PolicyError:
            return "refused"
        finally:
            connection.close()
        return "taken"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(take, steps))


def test_of_two_proposals_one_is_taken_and_one_case_is_opened(cast, flag, second_approver):
    outcomes = at_once(
        lambda: propose(flag=flag, by=cast.officer, **CONTENT),
        lambda: propose(flag=flag, by=second_approver, **CONTENT),
    )
    assert outcomes == ["refused", "taken"]
    assert (Case.objects.count(), Decision.objects.count()) == (1, 1)


def test_of_an_approval_and_a_refusal_one_is_taken(cast, flag, second_approver):
    decision = propose(flag=flag, by=cast.officer, **CONTENT)
    outcomes = at_once(
        lambda: approve(decision=decision, reason="Yes.", by=cast.approver),
        lambda: decline(decision=decision, reason="No.", by=second_approver),
    )
    decision.refresh_from_db()
    assert outcomes == ["refused", "taken"]
    assert (decision.answer == "approved") == (decision.case.state == "closed")
