"""What may be asked, and how a mistake is named."""

from datetime import date
from decimal import Decimal

import pytest

from rules.clocks import Reading
from rules.law import shipped_law
from rules.licensing import QuestionError, answer, question_from_document
from tests.rules.licensing.questions import question

DOCUMENT = {
    "item_entry": "3A090.a",
    "transfer_kind": "export_from_us",
    "destination": "CN",
    "recipient_headquarters_country": "CN",
    "recipient_ultimate_parent_headquarters_country": None,
    "as_of": "2026-11-22",
    "facts": {"tpp": "15832", "lane_us_supply_sufficient": True, "nac_notified_calendar_days_before": 30},
}


def test_a_document_becomes_a_question():
    asked = question_from_document(DOCUMENT)
    assert (asked.destination_country, asked.as_of, asked.known_on) == ("CN", date(2026, 11, 22), None)
    assert asked.facts == {
        "tpp": Decimal(15832),
        "lane_us_supply_sufficient": True,
        "nac_notified_calendar_days_before": 30,
    }
    assert answer(asked, shipped_law()).under(Reading.ENFORCED).requirement == "required"


def test_a_region_stands_for_its_country():
    asked = question_from_document(DOCUMENT | {"destination": "crimea"})
    assert (asked.destination_country, asked.destination_region) == ("UA", "crimea")


def test_unknown_places_may_be_null():
    asked = question_from_document(DOCUMENT | {"destination": None, "item_entry": None})
    found = answer(asked, shipped_law()).under(Reading.ENFORCED)
    assert found.requirement == "undetermined"
    assert {"destination_country", "item_entry"} <= set(found.missing_facts)


@pytest.mark.parametrize(
    ("change", "field", "what"),
    [
        ({"destination": "UK"}, "destination_country", "GB was probably meant"),
        ({"destination": "cn"}, "destination_country", "CN was probably meant"),
        ({"destination": "atlantis"}, "destination_country", "no country code"),
        ({"recipient_headquarters_country": "EU"}, "recipient_headquarters_country", "no country code"),
        ({"item_entry": "3A090"}, "item_entry", "none of 3A090.a"),
        ({"transfer_kind": "export"}, "transfer_kind", "none of export_from_us"),
        ({"transfer_kind": None}, "transfer_kind", "must be given"),
        ({"as_of": "22.11.2026"}, "as_of", "write 2026-01-15"),
        ({"as_of": 20261122}, "as_of", "must be a text"),
        ({"origin_country": "TW"}, "origin_country", "does not leave TW"),
        ({"transfer_kind": "reexport", "origin_country": "PR"}, "origin_country", "give export_from_us"),
        ({"transfer_kind": "transfer_in_country", "origin_country": "SG"}, "origin_country", "stays in one"),
        ({"destination_country": "CN"}, "destination_country", "unknown key"),
        ({"facts": {"tpp": 15832.0}}, "facts.tpp", "give an exact value"),
        ({"facts": {"tpp": "much"}}, "facts.tpp", "cannot be read"),
        ({"facts": {"tpq": "1"}}, "facts.tpq", "no fact of that name"),
        (
            {"facts": {"headquarters_country": "CN"}},
            "facts.headquarters_country",
            "no such fact of a transfer",
        ),
        ({"facts": {"destination_country": "CN"}}, "facts.destination_country", "a field of its own"),
        ({"facts": {"item_level": "a"}}, "facts.item_level", "worked out here"),
        (
            {"facts": {"setting_affiliates_rule": "stayed"}},
            "facts.setting_affiliates_rule",
            "worked out here",
        ),
        ({"facts": {"end_use_country": "UK"}}, "facts.end_use_country", "GB was probably meant"),
        (
            {"facts": {"end_user_nationalities": ["US", "XX"]}},
            "facts.end_user_nationalities",
            "no country code",
        ),
        ({"facts": {"transfer_purposes": ["fun"]}}, "facts.transfer_purposes", "one of"),
        ({"facts": ["tpp"]}, "facts", "an object"),
    ],
)
def test_a_mistake_is_named_with_its_field(change, field, what):
    with pytest.raises(QuestionError, match=what) as caught:
        question_from_document(DOCUMENT | change)
    assert caught.value.field == field


@pytest.mark.parametrize("name", ["transfer_kind", "destination", "as_of"])
def test_what_must_be_there(name):
    with pytest.raises(QuestionError, match="missing"):
        question_from_document({key: value for key, value in DOCUMENT.items() if key != name})


def test_a_region_belongs_to_ukraine():
    with pytest.raises(QuestionError, match="region of Ukraine"):
        question("RU", destination_region="crimea")
