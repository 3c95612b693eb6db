"""The pages of rule sets."""

from decimal import Decimal

import pytest
from django.urls import reverse

from compliance.screening.models import Flag
from tests.compliance.casework.flags import make_flag, make_tenant
from tests.compliance.console.objects import make_chip

pytestmark = [pytest.mark.django_db, pytest.mark.engines]

SET = "us/3a090@2023-11-17"


def page(browser, name, *args, **query):
    return browser.get(reverse(f"console:{name}", args=args), query)


def test_before_any_text_the_list_says_so(officer):
    assert (
        "No text is known here for 1999-01-01"
        in page(officer, "rule-sets", as_of="1999-01-01").content.decode()
    )


def test_a_date_that_is_none_is_said_and_today_is_shown(officer):
    answer = page(officer, "rule-sets", as_of="yesterday").content.decode()
    assert "&#x27;yesterday&#x27; is no date" in answer
    assert SET in answer


def test_the_list_shows_the_version_of_the_day(officer):
    answer = page(officer, "rule-sets", as_of="2023-11-17").content.decode()
    assert SET in answer
    assert "2023-10-25" in answer


def test_what_was_not_published_yet_is_not_known(officer):
    answer = page(officer, "rule-sets", as_of="2023-11-17", known_on="2023-10-24").content.decode()
    assert SET not in answer


def test_a_search_leaves_only_what_has_the_words(officer):
    answer = officer.get(
        reverse("console:rule-sets"),
        {"text": "3A090.b.2", "as_of": "2024-01-01"},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in answer
    answer = page(officer, "rule-sets", text="no such words anywhere").content.decode()
    assert "No set, rule or clause has these words." in answer


def test_one_set_with_its_dates_limbs_and_enforcement(officer):
    answer = page(officer, "rule-set", SET).content.decode()
    assert "3A090.a.2" in answer
    assert "performance_density &gt;= 5.92" in answer
    assert "cp-band-enforced" in answer
    assert "2023-10-25" in answer


def test_an_unknown_set_is_not_found(officer):
    assert page(officer, "rule-set", "us/nothing@2023-11-17").status_code == 404


def test_who_is_caught_today(cast, officer):
    flag = make_flag(make_tenant(cast.provider))
    Flag.objects.filter(pk=flag.pk).update(rule="kyc_completeness.incomplete", status="met")
    answer = page(officer, "rule-set", "project/kyc_completeness@2024-01-29").content.decode()
    assert "<strong>1</strong> caught today" in answer
    assert reverse("console:flag", args=[flag.reference]) in answer


def test_a_role_without_casework_sees_no_tenant(cast, browser_of):
    flag = make_flag(make_tenant(cast.provider))
    Flag.objects.filter(pk=flag.pk).update(rule="kyc_completeness.incomplete", status="met")
    answer = page(
        browser_of(cast.administrator), "rule-set", "project/kyc_completeness@2024-01-29"
    ).content.decode()
    assert flag.tenant.account not in answer
    assert "caught today" not in answer


def test_the_chips_a_set_describes_on_the_day(officer):
    make_chip()
    make_chip("test-h100", name="H100 of a test", fp8_tops=Decimal(1979))
    answer = page(officer, "rule-set", SET, as_of="2024-01-01").content.decode()
    assert "<strong>1</strong> chip" in answer
    assert "H100 of a test" in answer
    assert "H20 of a test" not in answer


def test_only_settings_that_a_listed_set_rests_on_are_named(officer):
    assert "affiliates_rule" not in page(officer, "rule-sets", as_of="2023-11-17").content.decode()
    assert "affiliates_rule" in page(officer, "rule-sets", as_of="2026-11-22").content.decode()
