"""The first of two persons says what should be decided on a flag."""

from datetime import UTC, datetime

from django.db import transaction

from compliance.accounts.models import User
from compliance.casework.errors import UnknownChoice
from compliance.casework.leaves import record_case_event, record_decision_event
from compliance.casework.models import Case, Decision
from compliance.casework.policies import check_can_propose
from compliance.casework.questions import open_case_of, pending_decision_of
from compliance.casework.reasons import new_salt, stated_reason
from compliance.casework.states import Step, state_after
from compliance.screening.models import Flag


def propose(*, flag: Flag, disposition: str, measure: str, reason: str, by: User) -> Decision:
    """Return the decision on `flag` that now waits for a second person; opens a case where none is open.

    disposition, measure: values of `Decision.Disposition` and `Decision.Measure`. reason: why, in the proposer's words.
    Records `case.opened` (if one was) and `decision.proposed` in the provider's log, in the same transaction.

    Raises PolicyError (role, or a decision on this flag is pending), UnknownChoice, ReasonMissing.
    """
    _require_choices(disposition, measure)
    text = stated_reason(reason)
    with transaction.atomic():
        # The flag's row is the lock: two officers who propose at once must not open two cases.
        flag = Flag.objects.select_for_update().get(pk=flag.pk)
        check_can_propose(by, pending_decision_of(flag))
        now = datetime.now(UTC)
        case = open_case_of(flag) or _open_case(flag, by, now)
        case.state = state_after(case.state, Step.PROPOSE)
        case.save(update_fields=["state"])
        decision = Decision.objects.create(
            case=case,
            disposition=disposition,
            measure=measure,
            reason=text,
            reason_salt=new_salt(),
            proposed_by=by,
            proposed_at=now,
        )
        record_decision_event(kind="decision.proposed", decision=decision, by=by)
    return decision


def _open_case(flag: Flag, by: User, now: datetime) -> Case:
    case = Case.objects.create(tenant=flag.tenant, opened_at=now, opened_by=by)
    case.flags.add(flag)
    record_case_event(kind="case.opened", case=case, by=by)
    return case


def _require_choices(disposition: str, measure: str) -> None:
    if disposition not in Decision.Disposition.values:
        offer = ", ".join(Decision.Disposition.values)
        raise UnknownChoice(f"There is no disposition {disposition!r}: choose one of {offer}.")
    if measure not in Decision.Measure.values:
        raise UnknownChoice(
            f"There is no measure {measure!r}: choose one of {', '.join(Decision.Measure.values)}."
        )
