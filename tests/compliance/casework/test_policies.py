"""Who may propose, who may answer, and what they are told when they may not."""

import pytest

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.casework.errors import PolicyError
from compliance.casework.models import Decision
from compliance.casework.policies import (
    can_answer,
    can_propose,
    check_can_answer,
    check_can_propose,
    is_reading_recorded,
)


def person(pk: int, role: Role, *, is_active: bool = True) -> User:
    return User(pk=pk, username=f"p{pk}", full_name=f"Person {pk}", role=role, is_active=is_active)


def pending_by(user: User) -> Decision:
    return Decision(proposed_by=user, answer=Decision.Answer.PENDING)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.PROVIDER_CLIENT])
def test_roles_that_decide_nothing(role):
    other = person(2, Role.OFFICER)
    assert not can_propose(person(1, role), None)
    assert not can_answer(person(1, role), pending_by(other))
    with pytest.raises(PolicyError, match=role.label.lower()):
        check_can_propose(person(1, role), None)


def test_an_officer_answers_nothing():
    with pytest.raises(PolicyError, match="An officer does not answer decisions"):
        check_can_answer(person(1, Role.OFFICER), pending_by(person(2, Role.OFFICER)))


def test_nobody_answers_their_own_proposal():
    ben = person(1, Role.APPROVER)
    with pytest.raises(PolicyError, match="You proposed this decision"):
        check_can_answer(ben, pending_by(ben))


def test_an_answered_decision_is_not_answered_again():
    decision = Decision(
        proposed_by=person(1, Role.OFFICER), answered_by=person(2, Role.APPROVER), answer="declined"
    )
    with pytest.raises(PolicyError, match="declined by Person 2"):
        check_can_answer(person(3, Role.APPROVER), decision)


def test_one_proposal_at_a_time():
    with pytest.raises(PolicyError, match="Person 2 has proposed"):
        check_can_propose(person(1, Role.OFFICER), pending_by(person(2, Role.OFFICER)))


def test_a_closed_account_does_nothing():
    assert not can_propose(person(1, Role.OFFICER, is_active=False), None)
    assert not can_answer(person(1, Role.APPROVER, is_active=False), pending_by(person(2, Role.OFFICER)))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER])
def test_who_may_propose(role):
    assert can_propose(person(1, role), None)


@pytest.mark.parametrize("proposer", [Role.OFFICER, Role.APPROVER])
def test_who_may_answer(proposer):
    assert can_answer(person(1, Role.APPROVER), pending_by(person(2, proposer)))


@pytest.mark.parametrize("role", list(Role))
def test_only_an_auditors_reading_is_recorded(role):
    assert is_reading_recorded(person(1, role)) == (role == Role.AUDITOR)
