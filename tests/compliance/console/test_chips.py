"""The pages of chips."""

from decimal import Decimal

import pytest
from django.urls import reverse

from compliance.console.law.chips import shown_number
from compliance.console.law.makers import MOST_ROWS_UNFOLDED
from tests.compliance.console.objects import make_chip

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def chips(browser, **query):
    return browser.get(reverse("console:chips"), query).content.decode()


def chip(browser, slug, **query):
    return browser.get(reverse("console:chip", args=[slug]), query)


def test_an_empty_registry_says_how_to_fill_it(officer):
    assert "manage.py load_registry" in chips(officer)


def test_before_any_text_nothing_is_classed(officer):
    make_chip()
    page = chips(officer, as_of="2022-10-20")
    assert "No text known" in page
    assert "H20 of a test" not in page
    answer = chip(officer, "test-h20", as_of="2022-10-20")
    assert answer.status_code == 200
    assert "No text known" in answer.content.decode()


def test_an_h20_is_in_no_paragraph_of_3a090_and_that_is_not_free(officer):
    make_chip()
    page = chip(officer, "test-h20", as_of="2026-07-01").content.decode()
    assert "not 3A090" in page
    assert "3A991.p" in page
    assert "not free of control" in page
    assert "2,368" in page
    assert "other reading: 3A090.b" in chips(officer, as_of="2026-07-01")


def test_a_figure_near_a_line_is_said_with_the_line(officer):
    make_chip()
    page = chip(officer, "test-h20").content.decode()
    assert "just below" in page
    assert "2,400" in page


def test_a_chip_without_rates_is_undetermined_and_names_what_is_missing(officer):
    make_chip("test-silent", name="Silent", fp8_tops=None, fp16_tops=None, fp32_tops=None)
    page = chip(officer, "test-silent").content.decode()
    assert "undetermined" in page
    assert "<code>tpp</code>" in page
    assert "No source states a rate" in page


def test_its_class_over_the_years(officer):
    make_chip(
        "test-a100",
        name="A100 of a test",
        fp8_tops=None,
        fp16_tops=Decimal(312),
        die_area_mm2=Decimal(826),
        interconnect_gbs=Decimal(600),
    )
    page = chip(officer, "test-a100").content.decode()
    assert "no text known" in page
    assert "cp-band-class-a" in page


def test_a_status_leaves_only_its_chips_and_the_counts_stay(officer):
    make_chip()
    make_chip("test-h100", name="H100 of a test", fp8_tops=Decimal(1979))
    answer = officer.get(
        reverse("console:chips"), {"status": "3A090.a", "as_of": "2026-07-01"}, headers={"HX-Request": "true"}
    ).content.decode()
    table = answer[answer.index("<tbody") :]
    assert "H100 of a test" in table
    assert "H20 of a test" not in table
    assert "<html" not in answer


def test_a_few_chips_are_unfolded_and_many_lie_under_their_makers(officer):
    make_chip()
    assert '<details class="cp-maker" open>' in officer.get(reverse("console:chips")).content.decode()
    for number in range(MOST_ROWS_UNFOLDED):
        make_chip(f"test-{number}", name=f"Chip {number}", vendor="Auroch" if number % 3 else "Zebu")
    page = officer.get(reverse("console:chips")).content.decode()
    assert '<details class="cp-maker">' in page
    assert '<details class="cp-maker" open>' not in page
    assert page.count('data-row="test-') == MOST_ROWS_UNFOLDED + 1
    places = [page.index(f"<strong>{maker}</strong>") for maker in ("Auroch", "Zebu", "NVIDIA")]
    assert places == sorted(places)


def test_a_number_is_cut_and_never_rounded_up_to_a_threshold():
    assert shown_number(Decimal("5.919999")) == "5.91…"
    assert shown_number(Decimal("2.9090909")) == "2.90…"
    assert shown_number(Decimal("15832")) == "15,832"
    assert shown_number(None) == "\N{EN DASH}"
