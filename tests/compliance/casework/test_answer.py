"""The second of two persons answers; the verb and the database refuse one person in both places."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from compliance.casework.answer import approve, decline
from compliance.casework.errors import PolicyError, ReasonMissing
from compliance.casework.models import Case, Decision
from compliance.casework.propose import propose
from compliance.casework.reasons import reason_sha256
from tests.compliance.casework.leaves import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

CONTENT = {"disposition": "false_positive", "measure": "none", "reason": "Weather ensemble under contract."}


@pytest.fixture
def decision(cast, flag) -> Decision:
    return propose(flag=flag, by=cast.officer, **CONTENT)


def assert_untouched(decision: Decision) -> None:
    decision.refresh_from_db()
    assert (decision.answer, decision.answered_by, decision.case.state) == (
        "pending",
        None,
        "awaiting_approval",
    )
    assert recorded()[-1]["type"] == "decision.proposed"


@pytest.mark.parametrize("verb", [approve, decline])
@pytest.mark.parametrize("role", ["officer", "auditor", "administrator", "provider_client"])
def test_only_an_approver_answers(cast, decision, verb, role):
    with pytest.raises(PolicyError):
        verb(decision=decision, reason="No.", by=cast.persons[role])
    assert_untouched(decision)


@pytest.mark.parametrize("verb", [approve, decline])
def test_an_approver_does_not_answer_their_own_proposal(cast, flag, verb):
    own = propose(flag=flag, by=cast.approver, **CONTENT)
    with pytest.raises(PolicyError, match="a different person"):
        verb(decision=own, reason="I agree with myself.", by=cast.approver)
    assert_untouched(own)


def test_the_database_refuses_one_person_in_both_places(decision):
    answered = {"answer": "approved", "answered_by": decision.proposed_by, "answered_at": datetime.now(UTC)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**answered)
    assert_untouched(decision)


@pytest.mark.parametrize("half", [{"answer": "approved"}, {"answered_at": datetime(2026, 11, 3, tzinfo=UTC)}])
def test_the_database_refuses_half_an_answer(decision, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(**half)


@pytest.mark.parametrize("verb", [approve, decline])
def test_an_answer_needs_a_reason(cast, decision, verb):
    with pytest.raises(ReasonMissing):
        verb(decision=decision, reason="  ", by=cast.approver)
    assert_untouched(decision)


@pytest.mark.parametrize("verb", [approve, decline])
def test_a_failing_ledger_takes_the_answer_with_it(cast, decision, verb, monkeypatch):
    def refuse(**_event):
        raise OSError("the outbox cannot be written")

    with monkeypatch.context() as broken:
        broken.setattr("compliance.casework.leaves.record", refuse)
        with pytest.raises(OSError, match="outbox"):
            verb(decision=decision, reason="Agreed.", by=cast.approver)
    assert_untouched(decision)


def test_a_second_approver_with_an_old_page_changes_nothing(cast, decision, second_approver):
    old_page = Decision.objects.get(pk=decision.pk)
    approve(decision=decision, reason="Agreed.", by=cast.approver)
    with pytest.raises(PolicyError, match="it is answered once"):
        decline(decision=old_page, reason="I disagree.", by=second_approver)
    decision.refresh_from_db()
    assert (decision.answer, decision.answered_by) == ("approved", cast.approver)


def test_approving_closes_the_case(cast, decision):
    approve(decision=decision, reason="Contract seen.", by=cast.approver)
    case = Case.objects.get()
    assert (case.state, case.closed_at is not None) == ("closed", True)
    approved, closed = recorded()[-2:]
    answered = Decision.objects.get()
    assert (approved["type"], closed["type"]) == ("decision.approved", "case.closed")
    assert approved["body"]["answerer"] == cast.approver.username
    assert approved["body"]["proposer"] == cast.officer.username
    assert approved["body"]["answer"] == "approved"
    assert approved["body"]["answer_reason_sha256"] == reason_sha256(answered.answer_salt, "Contract seen.")
    assert answered.answer_salt != answered.reason_salt
    assert approved["body"]["reason_sha256"] == reason_sha256(answered.reason_salt, CONTENT["reason"])
    assert closed["body"]["state"] == "closed"


def test_declining_sends_the_case_back_to_review(cast, decision):
    decline(decision=decision, reason="Show the contract.", by=cast.approver)
    case = Case.objects.get()
    assert (case.state, case.closed_at) == ("in_review", None)
    assert [leaf["type"] for leaf in recorded()] == ["case.opened", "decision.proposed", "decision.declined"]
    assert recorded()[-1]["body"]["state"] == "in_review"


def test_an_approvers_proposal_is_answered_by_another(cast, flag, second_approver):
    own = propose(flag=flag, by=cast.approver, **CONTENT)
    approve(decision=own, reason="Agreed.", by=second_approver)
    own.refresh_from_db()
    assert own.answered_by == second_approver
