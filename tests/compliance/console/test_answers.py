"""Answers of law at the desk: the question stands in the address, and unknown is never taken for no."""

import html
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from compliance.console.law.country_names import COUNTRY_NAMES
from compliance.console.law.fact_fields import fact_of, stated
from compliance.console.law.question_forms import AccessForm, TransferForm, names_in
from rules.catalogue import CATALOGUE
from rules.country_codes import COUNTRY_CODES
from rules.facts import FactType, Subject
from tests.compliance.console.objects import make_chip, make_letter

PART = {"HX-Request": "true"}
pages = [pytest.mark.django_db, pytest.mark.engines]


def transfer(browser, headers=None, **query):
    return browser.get(reverse("console:licence-answers"), query, headers=headers)


def access(browser, headers=None, **query):
    return browser.get(reverse("console:access-answers"), query, headers=headers)


def text(answer):
    return html.unescape(answer.content.decode())


def entry(name="3A090.a", to="CN", **more):
    return {"item": "entry", "entry": name, "destination": to, "as_of": "2026-07-01"} | more


def column(page, reading):
    return page.split(f'id="reading-{reading}"')[1].split("</section>")[0]


def test_every_country_has_a_name():
    assert set(COUNTRY_NAMES) == COUNTRY_CODES
    assert len(set(COUNTRY_NAMES.values())) == len(COUNTRY_NAMES)


@pytest.mark.parametrize(
    ("form", "subject"), [(TransferForm, Subject.TRANSFER), (AccessForm, Subject.ACCESS)]
)
def test_every_fact_is_a_field_or_worked_out(form, subject):
    fields = set(form.base_fields) | {fact.name for fact in form.facts}
    asked = {"destination_country": "destination", "origin_country": "origin", "item_entry": "entry"}
    asked |= {"transfer_kind": "kind", "destination_region": "region"}
    for name, fact in CATALOGUE.items():
        is_worked_out = name.startswith("setting_") or name.endswith("_groups") or name in {"item_level"}
        if subject not in fact.subjects or is_worked_out or name == "access_is_remote":
            continue
        if name.endswith("headquarters_country"):
            assert {"headquarters", "parent"} <= fields
        else:
            assert asked.get(name, name) in fields


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("party_is_sdn", "", None),
        ("party_is_sdn", "no", False),
        ("party_is_sdn", "yes", True),
        ("tpp", "15,824.50", Decimal("15824.50")),
        ("nac_notified_calendar_days_before", "25", 25),
        ("end_user_nationalities", "sg, my", ("MY", "SG")),
        ("end_use_country", "cn", "CN"),
        ("transfer_purposes", [], None),
        ("transfer_purposes", ["software_update"], ("software_update",)),
    ],
)
def test_facts_are_read_exactly_and_empty_is_unknown(name, typed, value):
    assert fact_of(CATALOGUE[name], typed) == value
    assert stated([CATALOGUE[name]], {name: typed}) == ({} if value is None else {name: value})


def test_a_line_of_chips_is_cut_at_commas():
    assert names_in(" H100, A100,, H100 ") == ["H100", "A100"]
    assert names_in("") == []


@pytest.mark.django_db
@pytest.mark.engines
class TestTransfer:
    """An item that moves."""

    def test_before_anything_is_asked_there_are_examples(self, officer):
        page = text(transfer(officer))
        assert "Ask about one item, one destination, one day." in page
        assert "Licence required" not in page

    def test_a_requirement_with_its_limbs_clauses_and_citation(self, officer):
        page = text(transfer(officer, **entry(headquarters="CN", parent="CN")))
        for reading in ("codified", "enforced", "conservative"):
            assert "licence required" in column(page, reading)
            assert "us/licence_region@" in column(page, reading)
        assert "742.6(a)(6)(iii)" in page
        assert "read in the text itself" in page

    def test_where_text_and_enforcement_differ_the_columns_differ(self, officer):
        page = text(transfer(officer, **entry(to="NO", headquarters="NO", parent="NO")))
        assert "licence required" in column(page, "codified")
        assert "licence required" not in column(page, "enforced")
        assert "not enforced" in column(page, "codified")

    def test_unknown_headquarters_are_to_be_found_out_and_are_not_no(self, officer):
        page = text(transfer(officer, **entry(to="NO")))
        assert "undetermined" in column(page, "enforced")
        assert 'href="#id_headquarters"' in page
        assert 'href="#id_parent"' in page

    def test_a_fact_is_stated_by_following_its_link(self, officer):
        asked = entry(to="AE", headquarters="AE", parent="AE", as_of="2026-08-01")
        page = text(transfer(officer, **asked))
        assert "undetermined" in column(page, "enforced")
        yes = next(
            part.split('"')[0]
            for part in page.split('href="?')[1:]
            if part.split('"')[0].endswith("recipient_is_approved_uae_entity=yes")
        )
        after = text(officer.get(f"{reverse('console:licence-answers')}?{yes}"))
        assert "licence required" not in column(after, "enforced")
        assert "1 stated" in after

    def test_what_is_stated_besides_can_be_taken_back(self, officer):
        page = text(transfer(officer, **entry(tpp="15824", party_is_sdn="no")))
        stated_besides = page.split('aria-label="Stated besides"')[1].split("</ul>")[0]
        assert "<strong>15824</strong>" in stated_besides
        without = stated_besides.split('href="?')[1].split('"')[0]
        assert "tpp" not in without
        assert "party_is_sdn=no" in without

    def test_groups_of_the_day_stand_beside_the_answer(self, officer):
        before = text(transfer(officer, **entry(to="AE", as_of="2026-07-09")))
        since = text(transfer(officer, **entry(to="AE", as_of="2026-07-15")))
        assert '<span class="cp-group">D:4</span>' in before
        assert '<span class="cp-group">A:5</span>' in since
        assert "counted as China" in text(transfer(officer, **entry(to="HK")))
        assert "named beside D:5" in text(transfer(officer, **entry(to="MO")))

    def test_exceptions_review_tests_and_settings_are_there(self, officer):
        page = text(transfer(officer, **entry(headquarters="CN", parent="CN")))
        rows = [part.split("</th>")[0] for part in page.split('<th scope="row">')[1:]]
        names = [name for row in rows for name in row.split(", ")]
        assert {"NAC", "ACA", "GOV", "LVS"} <= set(names)
        assert len(names) == len(set(names))
        assert "gated out" in page
        assert "How an application is looked at" in page
        assert "Tests of the parties, each by itself" in page
        assert "affiliates_rule = " in page
        assert "Text read until" in page
        assert "Software, not legal advice" in page

    def test_a_chip_is_asked_about_by_its_class(self, officer):
        make_chip("test-h800", name="H800 of a test", fp8_tops=Decimal(1979))
        page = text(transfer(officer, chip="test-h800", destination="CN", as_of="2026-07-01"))
        assert "NVIDIA H800 of a test" in page
        assert "Item: <strong>3A090.a</strong>" in column(page, "codified")
        assert "computed from published figures" in page
        assert reverse("console:chip", args=["test-h800"]) in page

    def test_a_makers_letter_outranks_what_is_computed(self, cast, officer):
        chip = make_chip("test-h800", name="H800 of a test", fp8_tops=Decimal(1979))
        make_letter(chip, cast, stated_entry="3A991.p", letter_on=date(2026, 1, 5))
        page = text(transfer(officer, chip="test-h800", destination="CN", as_of="2026-07-01"))
        assert "letter of 2026-01-05 states 3A991.p" in page
        assert "Item: <strong>3A991.p</strong>" in column(page, "codified")
        earlier = text(transfer(officer, chip="test-h800", destination="CN", as_of="2026-01-04"))
        assert "Item: <strong>3A090.a</strong>" in column(earlier, "codified")

    def test_a_system_is_asked_about_by_its_chips(self, officer):
        make_chip("test-h800", name="H800 of a test", fp8_tops=Decimal(1979))
        make_chip()
        asked = {
            "item": "system",
            "circuits": "test-h20, test-h800",
            "destination": "CN",
            "as_of": "2026-07-01",
        }
        page = text(transfer(officer, **asked, base_entry="none"))
        assert "Item: <strong>4A090.a</strong>" in column(page, "conservative")
        assert "Item: <strong>z_a</strong>" in column(
            text(transfer(officer, **asked, base_entry="5A992")), "enforced"
        )
        open_page = text(transfer(officer, **asked))
        assert "entry undetermined" in column(open_page, "conservative")
        assert 'href="#id_base_entry"' in open_page

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ({"item": "chip", "destination": "CN"}, "Name a chip of the registry"),
            ({"chip": "h999", "destination": "CN"}, "No one chip of the registry goes by the name 'h999'."),
            ({"item": "system", "destination": "CN"}, "Name at least one chip that is in it."),
            (entry(to="ZZ"), "'ZZ' is no country code"),
            (entry(to="UK"), "GB was probably meant"),
            (entry(as_of="soon"), "This is no date"),
            (entry(name="9X999"), "Select a valid choice"),
            (entry(origin="SG"), "An export from the United States does not leave SG"),
            (entry(region="crimea"), "is a region of Ukraine"),
            (entry(tpp="lots"), "cannot be read from 'lots'"),
        ],
    )
    def test_a_question_that_will_not_do_is_refused_with_its_reason(self, officer, query, sentence):
        answer = transfer(officer, **query)
        assert answer.status_code == 422
        assert sentence.casefold() in text(answer).casefold()
        assert "Licence exceptions</h2>" not in text(answer)
        part = transfer(officer, headers=PART, **query)
        assert part.status_code == 200
        assert sentence.casefold() in text(part).casefold()

    def test_a_chip_that_may_be_meant_is_one_step_away(self, officer):
        make_chip("test-h800", name="H800 of a test")
        page = text(transfer(officer, chip="h800 of", destination="CN", as_of="2026-07-01"))
        meant = page.split("Is one of these meant?")[1].split('href="?')[1].split('"')[0]
        assert "chip=test-h800" in meant
        assert officer.get(f"{reverse('console:licence-answers')}?{meant}").status_code == 200

    def test_before_the_first_text_nothing_is_claimed(self, officer):
        for day in ("2022-03-01", "2021-01-01"):
            for page in (
                text(transfer(officer, **entry(as_of=day))),
                text(access(officer, parent="CN", as_of="2021-01-01")),
            ):
                assert "No text known." in page
                assert "no requirement found" not in page

    def test_the_address_has_no_empty_parts_and_keeps_what_matters(self, officer):
        answer = transfer(officer, **entry(to="CN", origin="", chip="h20", known_on=""))
        assert answer.status_code == 302
        assert answer.url.endswith("?as_of=2026-07-01&item=entry&entry=3A090.a&destination=CN")

    def test_the_cited_address_says_when_it_was_known(self, officer):
        page = text(transfer(officer, **entry()))
        cited = page.split('data-copy="')[1].split('"')[0]
        assert "known_on=" in cited
        assert "entry=3A090.a" in cited
        assert column(text(officer.get(cited)), "enforced") == column(page, "enforced")

    def test_the_part_names_the_address_it_answers(self, officer):
        answer = transfer(officer, headers=PART, **entry(origin=""))
        assert "<html" not in text(answer)
        assert "origin" not in answer["HX-Push-Url"]
        assert "destination=CN" in answer["HX-Push-Url"]


@pytest.mark.django_db
@pytest.mark.engines
class TestAccess:
    """Somebody who uses accelerators from afar."""

    def test_before_anything_is_asked_there_are_examples(self, officer):
        assert "Remote access is, as such, no export" in text(access(officer))

    def test_a_chinese_parent_renting_abroad(self, officer):
        page = text(access(officer, headquarters="SG", parent="CN", as_of="2026-11-22"))
        assert "no requirement found" in page
        assert "heightened due diligence" in page
        assert "No EAR licence requirement found for remote access as such (as of 2026-11-22)" in page
        assert "H.R. 2683" in page
        assert "passed one chamber" in page

    def test_a_sanctioned_country_is_forbidden_with_its_conditions(self, officer):
        page = text(
            access(officer, headquarters="IR", parent="IR", us_person_takes_part="yes", access_countries="ir")
        )
        assert "Prohibited unless authorised" in page
        assert "31 CFR 560.204" in page

    def test_unknown_headquarters_leave_the_diligence_open(self, officer):
        page = text(access(officer, parent="SG"))
        assert "due diligence undetermined" in page
        assert 'href="#id_headquarters"' in page

    def test_bad_input_is_refused(self, officer):
        answer = access(officer, headquarters="X1")
        assert answer.status_code == 422
        assert "is no country code" in text(answer)
        assert access(officer, training_operations="many", headquarters="SG").status_code == 422


def test_numbers_stay_exact():
    assert CATALOGUE["tpp"].type is FactType.DECIMAL
    assert str(fact_of(CATALOGUE["tpp"], "0.10")) == "0.10"
