"""Imported texts beside rule sets, and changes nobody has looked at."""

from datetime import date

import pytest
from django.urls import reverse

from compliance.lawbook.import_regulation_text import import_regulation_text
from compliance.lawbook.models import RegulationNotice
from tests.rules.regulation_text.invented import CONTROL_LIST

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

SET = "us/3a090@2023-11-17"


def take(xml, day):
    return import_regulation_text(xml=xml, part=774, issue_date=day, by="setup")


def text_page(browser):
    return browser.get(reverse("console:texts")).content.decode()


def test_where_nothing_was_imported_the_page_says_how(officer):
    page = text_page(officer)
    assert "manage.py import_rules_text" in page
    assert "not imported" in officer.get(reverse("console:rule-set", args=[SET])).content.decode()


def test_the_words_stand_beside_the_rule(officer):
    take(CONTROL_LIST, date(2026, 5, 1))
    page = officer.get(reverse("console:rule-set", args=[SET])).content.decode()
    assert "The words of the regulation" in page
    assert "2026-05-01" in page


def test_a_changed_clause_waits_for_somebody_to_look(officer, approver):
    take(CONTROL_LIST, date(2026, 5, 1))
    take(CONTROL_LIST.replace(b"A tail of 7.", b"A tail of 8."), date(2026, 6, 1))
    page = text_page(officer)
    assert "I have looked" not in page
    assert "3A090" in page
    assert SET in page
    assert "nobody has looked" in officer.get(reverse("console:rule-set", args=[SET])).content.decode()
    for notice in RegulationNotice.objects.all():
        assert approver.post(reverse("console:see-notice"), {"notice": notice.pk}).status_code == 302
    assert "None." in text_page(approver)


@pytest.mark.parametrize("number", ["", "first", "-1", "9" * 19, "7" * 5000])
def test_a_number_of_no_notice_is_refused_in_words(approver, number):
    answer = approver.post(reverse("console:see-notice"), {"notice": number})
    assert answer.status_code == 422
    assert "Say which change was looked at." in answer.content.decode()
