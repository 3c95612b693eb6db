"""Ending a published directive at the desk: proposed by one person, published by another."""

import pytest
from django.urls import reverse

from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from tests.compliance.console.test_directives import answer_to
from tests.compliance.lawbook.letters import letter, published

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

SHIPPED = "us/3a090@2023-11-17"


@pytest.fixture
def directive(cast, bells) -> PublishedDirective:
    return published(cast)


def end(browser, reference: str, ends_on: str):
    return browser.post(reverse("console:end-directive", args=[reference]), {"ends_on": ends_on})


def page(browser, reference: str) -> str:
    return browser.get(reverse("console:rule-set", args=[reference])).content.decode()


def test_the_button_is_for_directives_and_for_who_writes_them(cast, browser_of, officer, directive):
    assert "Propose its end" in page(officer, directive.rule_set)
    assert "Propose its end" not in page(officer, SHIPPED)
    assert "Propose its end" not in page(browser_of(cast.auditor), directive.rule_set)


def test_shipped_law_is_not_ended(officer, directive):
    assert end(officer, SHIPPED, "2027-01-31").status_code == 404
    assert not DirectiveDraft.objects.filter(state="proposed").exists()


def test_an_auditor_ends_nothing(cast, browser_of, directive):
    assert end(browser_of(cast.auditor), directive.rule_set, "2027-01-31").status_code == 403
    assert not DirectiveDraft.objects.filter(state="proposed").exists()


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "2026-03-09", "9999-99-99"])
def test_a_day_that_cannot_be_is_refused_in_words(officer, directive, day):
    answer = end(officer, directive.rule_set, day)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not DirectiveDraft.objects.filter(state="proposed").exists()


def test_from_the_button_to_the_end(officer, approver, directive):
    answer = end(officer, directive.rule_set, "2027-01-31")
    draft = DirectiveDraft.objects.get(state="proposed")
    assert answer.url == reverse("console:directive", args=[draft.reference])
    assert answer_to(approver, draft, "publish").status_code == 302
    last = PublishedDirective.objects.order_by("-id").first()
    assert last.effective_until.isoformat() == "2027-01-31"
    assert "Propose its end" not in page(officer, last.rule_set)


def test_the_check_names_what_a_directive_stands_instead_of(officer, bells):
    content = letter(('clause = "third', 'instead_of = ["3a090.a"]\nclause = "third'))
    answer = officer.post(reverse("console:check-directive"), {"content": content}).content.decode()
    assert "It stands instead of other law." in answer
    assert "<code>3a090.a</code> of" in answer
    assert SHIPPED in answer


def test_a_directive_beside_other_law_is_said_to_stand_instead_of_none(officer, bells):
    answer = officer.post(reverse("console:check-directive"), {"content": letter()}).content.decode()
    assert "Passes." in answer
    assert "stands instead" not in answer
