"""The second of two persons approves or declines what the first proposed."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.casework.leaves import record_case_event, record_decision_event
from compliance.casework.models import Case, Decision
from compliance.casework.policies import check_can_answer
from compliance.casework.reasons import new_salt, stated_reason
from compliance.casework.states import Step, state_after


def approve(*, decision: Decision, reason: str, by: User) -> Decision:
    """Return `decision` approved, its case closed; records `decision.approved` and `case.closed`.

    Raises PolicyError (the proposer, a role that does not answer, or an answer given before) and ReasonMissing.
    """
    with transaction.atomic():
        decision = _answer(decision, Decision.Answer.APPROVED, Step.APPROVE, reason, by)
        record_decision_event(kind="decision.approved", decision=decision, by=by)
        record_case_event(kind="case.closed", case=decision.case, by=by)
    return decision


def decline(*, decision: Decision, reason: str, by: User) -> Decision:
    """Return `decision` declined, its case back in review; records `decision.declined`. Raises as `approve` does."""
    with transaction.atomic():
        decision = _answer(decision, Decision.Answer.DECLINED, Step.DECLINE, reason, by)
        record_decision_event(kind="decision.declined", decision=decision, by=by)
    return decision


def _answer(decision: Decision, answer: Decision.Answer, step: Step, reason: str, by: User) -> Decision:
    text = stated_reason(reason)
    # Read again under a lock: of two approvers who press at once, the second must see that it is answered.
    decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("case", "proposed_by")
        .get(pk=decision.pk)
    )
    check_can_answer(by, decision)
    now = datetime.now(UTC)
    decision.answer, decision.answered_by, decision.answered_at = answer, by, now
    decision.answer_reason, decision.answer_salt = text, new_salt()
    decision.save(update_fields=["answer", "answered_by", "answered_at", "answer_reason", "answer_salt"])
    _move(decision.case, step, now)
    return decision


def _move(case: Case, step: Step, now: datetime) -> None:
    case.state = state_after(case.state, step)
    case.closed_at = now if case.state == Case.State.CLOSED else None
    case.save(update_fields=["state", "closed_at"])
