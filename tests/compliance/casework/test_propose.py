"""The first of two persons proposes."""

import hashlib
import re

import pytest
from django.db import connection

from audit.ledger.origins import entity_of
from compliance.casework.answer import approve, decline
from compliance.casework.errors import PolicyError, ReasonMissing, UnknownChoice
from compliance.casework.models import Case, Decision
from compliance.casework.propose import propose
from compliance.casework.reasons import LONGEST_REASON_CHARACTERS
from tests.compliance.casework.flags import make_flag, make_tenant
from tests.compliance.casework.leaves import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

CONTENT = {
    "disposition": "true_match",
    "measure": "request_information",
    "reason": "Asked Mr Aas on the phone.",
}


@pytest.mark.parametrize("role", ["auditor", "administrator", "provider_client"])
def test_other_roles_change_and_record_nothing(cast, flag, role):
    with pytest.raises(PolicyError):
        propose(flag=flag, by=cast.persons[role], **CONTENT)
    assert not Case.objects.exists()
    assert recorded() == []


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"reason": " \r\n "}, ReasonMissing),
        ({"reason": "x" * (LONGEST_REASON_CHARACTERS + 1)}, ReasonMissing),
        ({"disposition": "guilty"}, UnknownChoice),
        ({"measure": ""}, UnknownChoice),
    ],
)
def test_an_unusable_proposal_opens_no_case(cast, flag, changed, error):
    with pytest.raises(error):
        propose(flag=flag, by=cast.officer, **(CONTENT | changed))
    assert not Case.objects.exists()


def test_a_failing_ledger_takes_the_proposal_with_it(cast, flag, monkeypatch):
    def refuse(**_event):
        raise OSError("the outbox cannot be written")

    monkeypatch.setattr("compliance.casework.leaves.record", refuse)
    with pytest.raises(OSError, match="outbox"):
        propose(flag=flag, by=cast.officer, **CONTENT)
    assert not Case.objects.exists()
    assert not Decision.objects.exists()


def test_it_opens_a_case_that_waits_for_a_second_person(cast, flag):
    decision = propose(flag=flag, by=cast.officer, **CONTENT)
    case = Case.objects.get()
    assert (case.state, case.tenant, list(case.flags.all())) == ("awaiting_approval", flag.tenant, [flag])
    assert (decision.case, decision.answer, decision.answered_by) == (case, "pending", None)


def test_both_steps_are_in_the_providers_log_and_the_reason_is_not(cast, flag):
    decision = propose(flag=flag, by=cast.officer, **CONTENT)
    opened, proposed = recorded()
    assert (opened["type"], opened["object"]) == ("case.opened", decision.case.reference)
    assert (proposed["type"], proposed["object"]) == ("decision.proposed", decision.reference)
    assert {entity_of(leaf["log"]) for leaf in (opened, proposed)} == {cast.provider.key}
    assert proposed["actor"] == cast.officer.username
    assert proposed["body"] == {
        "provider": cast.provider.key,
        "case": decision.case.reference,
        "state": "awaiting_approval",
        "tenant": flag.tenant.reference,
        "flags": [flag.reference],
        "findings": {flag.reference: flag.finding_sha256},
        "decision": decision.reference,
        "disposition": "true_match",
        "measure": "request_information",
        "reason_sha256": hashlib.sha256((decision.reason_salt + CONTENT["reason"]).encode()).hexdigest(),
        "proposer": cast.officer.username,
        "answer": "pending",
        "answerer": None,
        "answer_reason_sha256": None,
    }
    assert "Aas" not in str([opened, proposed])


def test_the_same_reason_twice_has_two_digests(cast, flag):
    other = make_flag(make_tenant(cast.provider))
    salts = {propose(flag=one, by=cast.officer, **CONTENT).reason_salt for one in (flag, other)}
    proposed = [leaf["body"] for leaf in recorded() if leaf["type"] == "decision.proposed"]
    assert len({body["reason_sha256"] for body in proposed}) == 2
    assert len(salts) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", salt) for salt in salts)
    assert not any(salt in str(recorded()) for salt in salts)


def test_reasons_and_salts_are_sealed_in_the_database(cast, flag):
    decision = propose(flag=flag, by=cast.officer, **CONTENT)
    approve(decision=decision, reason="Mr Aas was right.", by=cast.approver)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, reason_salt, answer_reason, answer_salt FROM casework_decision")
        row = " ".join(cursor.fetchone())
    kept = Decision.objects.get()
    assert (kept.reason, kept.answer_reason) == (CONTENT["reason"], "Mr Aas was right.")
    for text in ("Aas", kept.reason_salt, kept.answer_salt):
        assert text
        assert text not in row


def test_a_second_proposal_is_refused_while_one_waits(cast, flag, second_approver):
    propose(flag=flag, by=cast.officer, **CONTENT)
    with pytest.raises(PolicyError, match="must be answered before another"):
        propose(flag=flag, by=second_approver, **CONTENT)
    assert Decision.objects.count() == 1


def test_after_a_decline_the_same_case_goes_on(cast, flag):
    first = propose(flag=flag, by=cast.officer, **CONTENT)
    decline(decision=first, reason="Which register was searched?", by=cast.approver)
    second = propose(flag=flag, by=cast.officer, **CONTENT)
    assert second.case == first.case
    assert [leaf["type"] for leaf in recorded()].count("case.opened") == 1


def test_after_an_approval_a_new_case_is_opened(cast, flag):
    first = propose(flag=flag, by=cast.officer, **CONTENT)
    approve(decision=first, reason="Agreed.", by=cast.approver)
    second = propose(flag=flag, by=cast.officer, **CONTENT)
    assert second.case != first.case
    assert Case.objects.get(pk=first.case_id).state == "closed"


def test_another_flag_of_the_tenant_gets_a_case_of_its_own(cast, flag):
    other = make_flag(flag.tenant, rule="kyc_completeness.incomplete")
    first = propose(flag=flag, by=cast.officer, **CONTENT)
    second = propose(flag=other, by=cast.officer, **CONTENT)
    assert first.case != second.case


def test_cases_of_other_tenants_are_left_alone(cast, flag):
    other = make_flag(make_tenant(cast.outside_provider))
    propose(flag=flag, by=cast.officer, **CONTENT)
    propose(flag=other, by=cast.officer, **CONTENT)
    assert {entity_of(leaf["log"]) for leaf in recorded()} == {cast.provider.key, cast.outside_provider.key}
