"""Directives and switches at the desk: written, checked, proposed by one person, published by another."""

import pytest
from django.urls import reverse

from compliance.console.law import directives
from compliance.console.law.directives import beginning
from compliance.lawbook.models import DirectiveDraft, PublishedDirective, SwitchStatement
from rules.errors import RulesError

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def write(browser, content, title="A letter"):
    answer = browser.post(reverse("console:write-directive"), {"title": title, "content": content})
    return answer, DirectiveDraft.objects.order_by("-id").first()


def change(browser, draft, step, content=None):
    fields = {"title": draft.title, "content": content or draft.content, "step": step}
    return browser.post(reverse("console:change-directive", args=[draft.reference]), fields)


def answer_to(browser, draft, what, **more):
    fields = {"answer": what, "sha256": draft.sha256, "reason": "Read it."} | more
    return browser.post(reverse("console:answer-directive", args=[draft.reference]), fields)


def test_an_empty_desk_refuses_in_words(officer):
    answer, draft = write(officer, "")
    assert answer.status_code == 422
    assert "write it as a rule set in TOML" in answer.content.decode()
    assert draft is None


def test_the_example_passes_its_own_check(officer):
    page = officer.post(reverse("console:check-directive"), {"content": beginning()}).content.decode()
    assert "Passes." in page


def test_a_check_names_every_complaint_with_its_line(officer):
    content = beginning().replace(">= 4000.0", ">= 4000").replace('severity = "high"', 'severity = "huge"')
    page = officer.post(reverse("console:check-directive"), {"content": content}).content.decode()
    lines = content.split("\n")
    for needle in ("memory_bandwidth_gb_per_s >= 4000", 'severity = "huge"'):
        number = next(at for at, line in enumerate(lines, 1) if needle in line)
        assert f'data-line="{number}"' in page


def test_what_does_not_pass_is_not_proposed(officer):
    _, draft = write(officer, beginning().replace('standing = "directive"', 'standing = "codified"'))
    answer = change(officer, draft, "propose")
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_from_the_desk_to_the_law(officer, approver):
    _, draft = write(officer, beginning())
    assert change(officer, draft, "propose").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "proposed"
    assert "Waits for you" in approver.get(reverse("console:directives")).content.decode()
    published = answer_to(approver, draft, "publish")
    assert published.status_code == 302
    page = approver.get(published.url).content.decode()
    assert "letter to this operator, confidential" in page
    assert PublishedDirective.objects.get().sha256 == draft.sha256


def test_the_author_does_not_publish_their_own(approver):
    _, draft = write(approver, beginning())
    change(approver, draft, "propose")
    draft.refresh_from_db()
    answer = answer_to(approver, draft, "publish")
    assert answer.status_code == 422
    assert "a different person must publish" in answer.content.decode()
    assert not PublishedDirective.objects.exists()


def test_a_text_changed_after_it_was_read_is_not_published(officer, approver):
    _, draft = write(officer, beginning())
    change(officer, draft, "propose")
    answer = answer_to(approver, draft, "publish", sha256="0" * 64)
    assert "changed after you read it" in answer.content.decode()
    assert not PublishedDirective.objects.exists()


def test_declining_needs_a_reason_which_the_author_reads(officer, approver):
    _, draft = write(officer, beginning())
    change(officer, draft, "propose")
    assert answer_to(approver, draft, "decline", reason=" ").status_code == 422
    assert answer_to(approver, draft, "decline", reason="Wrong paragraph.").status_code == 302
    page = officer.get(reverse("console:directive", args=[draft.reference])).content.decode()
    assert "Declined: Wrong paragraph." in page


def test_a_directive_is_hidden_from_who_has_no_need_of_it(cast, browser_of, officer, approver):
    _, draft = write(officer, beginning())
    change(officer, draft, "propose")
    answer_to(approver, DirectiveDraft.objects.get(), "publish")
    reference = PublishedDirective.objects.get().rule_set
    administrator = browser_of(cast.administrator)
    assert reference not in administrator.get(reverse("console:rule-sets")).content.decode()
    assert administrator.get(reverse("console:rule-set", args=[reference])).status_code == 404
    assert reference in officer.get(reverse("console:rule-sets")).content.decode()


def test_every_switch_shows_its_careful_default(officer):
    page = officer.get(reverse("console:switches")).content.decode()
    assert "affiliates_rule = returned_unless_extended" in page
    assert "default, nobody has stated it" in page
    assert "State a setting" not in page


def test_a_setting_is_stated_with_its_source(approver):
    fields = {
        "switch": "affiliates_rule",
        "value": "stayed",
        "applies_from": "2026-11-10",
        "applies_until": "",
    }
    refused = approver.post(reverse("console:state-switch"), fields)
    assert refused.status_code == 422
    assert "Say where it was looked up" in refused.content.decode()
    stated = approver.post(reverse("console:state-switch"), fields | {"source": "91 FR 1"})
    assert stated.status_code == 302
    assert SwitchStatement.objects.get().value == "stayed"
    assert "affiliates_rule = stayed" in approver.get(reverse("console:switches")).content.decode()


def test_a_preview_that_cannot_be_worked_out_is_said(officer, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise RulesError("no text known")

    page = officer.post(reverse("console:check-directive"), {"content": beginning()}).content.decode()
    assert "could not be worked out" not in page
    monkeypatch.setattr(directives, "preview", refuse)
    page = officer.post(reverse("console:check-directive"), {"content": beginning()}).content.decode()
    assert "What it would say of the chips could not be worked out" in page
