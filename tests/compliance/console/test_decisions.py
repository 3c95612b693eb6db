"""Four eyes, as two persons meet it in the browser."""

import pytest
from django.urls import reverse

from compliance.casework.models import Case, Decision
from compliance.casework.propose import propose
from tests.compliance.casework.flags import make_flag, make_tenant
from tests.compliance.casework.leaves import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

CONTENT = {
    "disposition": "true_match",
    "measure": "request_information",
    "reason": "Far above the threshold.",
}


def propose_as(browser, flag, **changed):
    return browser.post(reverse("console:propose", args=[flag.reference]), CONTENT | changed)


def answer_as(browser, flag, answer="approve", reason="Agreed.", decision=None):
    decision = decision or Decision.objects.latest("id")
    address = reverse("console:answer", args=[flag.reference, decision.reference])
    return browser.post(address, {"answer": answer, "reason": reason})


def page_of(browser, flag) -> str:
    return browser.get(reverse("console:flag", args=[flag.reference])).content.decode()


def test_two_persons_close_a_case(cast, flag, officer, approver):
    assert propose_as(officer, flag).status_code == 302
    assert "Needs a second person" in page_of(approver, flag)
    assert answer_as(approver, flag).status_code == 302
    assert Case.objects.get().state == "closed"
    page = page_of(officer, flag)
    assert "Tomás Reyes approved: true match, request information." in page
    assert "Far above the threshold." in page
    decision = Decision.objects.get()
    assert decision.reason_salt in page
    assert decision.answer_salt in page
    assert [leaf["type"] for leaf in recorded()] == [
        "case.opened",
        "decision.proposed",
        "decision.approved",
        "case.closed",
    ]


def test_the_proposer_sees_no_button_and_is_refused_without_one(cast, flag, approver):
    propose_as(approver, flag)
    page = page_of(approver, flag)
    assert "You proposed this decision; a different person must approve or decline it." in page
    assert 'value="approve"' not in page
    refused = answer_as(approver, flag)
    assert refused.status_code == 403
    assert "You proposed this decision" in refused.content.decode()
    assert Decision.objects.get().answer == "pending"


def test_an_officer_is_told_who_may_answer(cast, flag, officer):
    propose_as(officer, flag)
    assert 'value="approve"' not in page_of(officer, flag)
    assert answer_as(officer, flag).status_code == 403
    assert Decision.objects.get().answer == "pending"


def test_an_auditor_sees_everything_and_no_form(cast, flag, browser_of, officer):
    auditor = browser_of(cast.auditor)
    assert "An auditor reads flags and proposes nothing" in page_of(auditor, flag)
    propose_as(officer, flag)
    page = page_of(auditor, flag)
    assert "Needs a second person" in page
    assert reverse("console:propose", args=[flag.reference]) not in page
    assert 'value="approve"' not in page


def test_what_was_typed_survives_a_refusal(flag, officer):
    response = propose_as(officer, flag, reason="   ", measure="suspend_access")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write down why" in page
    assert '<option value="suspend_access" selected>' in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("changed", [{"disposition": "guilty"}, {"measure": ""}, {"reason": "a\x00b"}])
def test_a_broken_form_is_sent_back(flag, officer, changed):
    assert propose_as(officer, flag, **changed).status_code == 422
    assert not Case.objects.exists()


@pytest.mark.parametrize("answer", ["", "maybe"])
def test_an_answer_is_yes_or_no(cast, flag, officer, approver, answer):
    propose_as(officer, flag)
    assert answer_as(approver, flag, answer=answer).status_code == 422
    assert Decision.objects.get().answer == "pending"


def test_a_decline_sends_it_back_and_another_proposal_can_follow(cast, flag, officer, approver):
    propose_as(officer, flag)
    answer_as(approver, flag, answer="decline", reason="Which contract?")
    page = page_of(officer, flag)
    assert "Declined, in review" in page
    assert "Which contract?" in page
    assert propose_as(officer, flag).status_code == 302


def test_of_two_approvers_the_second_is_told(cast, flag, officer, approver, browser_of, second_approver):
    propose_as(officer, flag)
    answer_as(approver, flag)
    late = answer_as(browser_of(second_approver), flag, answer="decline")
    assert late.status_code == 403
    assert "approved by Tomás Reyes; it is answered once" in late.content.decode()


def test_a_decision_is_answered_on_its_own_flag_only(cast, flag, approver):
    other = make_flag(make_tenant(cast.provider))
    decision = propose(flag=other, by=cast.officer, **CONTENT)
    assert answer_as(approver, flag, decision=decision).status_code == 404


def test_a_reason_is_text(cast, flag, officer, approver):
    propose_as(officer, flag, reason="<script>alert(1)</script>\nsecond line")
    page = page_of(approver, flag)
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in page
