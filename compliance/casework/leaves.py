"""What the ledger keeps of casework: references, choices and digests; never a reason's text, which may name people.

A reason is held by `reasons.reason_sha256`, over its salt and its text. Salt and text are shown in the history of the
flag, to those who may read it; with both, anybody can check that this is the text that was written at the time:

    printf '%s%s' "$SALT" "$TEXT" | sha256sum

Without the salt the digest says nothing about the text, and if both are erased one day, nobody can go back.
"""

from collections.abc import Mapping

from audit.ledger.record import record
from compliance.accounts.models import User
from compliance.casework.models import Case, Decision
from compliance.casework.reasons import reason_sha256


def record_case_event(*, kind: str, case: Case, by: User) -> None:
    """Record that a case was opened or closed: its reference, state, tenant and flags."""
    _record(case, kind=kind, subject=case.reference, by=by, body=_case_body(case))


def record_decision_event(*, kind: str, decision: Decision, by: User) -> None:
    """Record a step of a decision.

    The body holds the case, the flags with the digest of the finding each had at that moment, the disposition,
    the measure, both persons, the answer, and the salted digest of each reason (null while there is no answer).
    """
    body = _case_body(decision.case) | {
        "decision": decision.reference,
        "disposition": decision.disposition,
        "measure": decision.measure,
        "reason_sha256": reason_sha256(decision.reason_salt, decision.reason),
        "proposer": decision.proposed_by.username,
        "answer": decision.answer,
        "answerer": decision.answered_by.username if decision.answered_by else None,
        "answer_reason_sha256": (
            reason_sha256(decision.answer_salt, decision.answer_reason) if decision.answered_by else None
        ),
    }
    _record(decision.case, kind=kind, subject=decision.reference, by=by, body=body)


def _case_body(case: Case) -> dict[str, object]:
    findings = dict(case.flags.order_by("reference").values_list("reference", "finding_sha256"))
    return {
        "provider": case.tenant.provider.key,
        "case": case.reference,
        "state": case.state,
        "tenant": case.tenant.reference,
        "flags": list(findings),
        "findings": findings,
    }


def _record(case: Case, *, kind: str, subject: str, by: User, body: Mapping[str, object]) -> None:
    record(entity=case.tenant.provider.key, kind=kind, by=by.username, subject=subject, body=body)
