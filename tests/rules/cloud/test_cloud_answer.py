"""Access from afar: what is said, what applies instead, and what is never said."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.cloud import AccessQuestion, access_question_from_document, cloud_answer
from rules.country_codes import COUNTRY_CODES
from rules.errors import NoTextKnown
from rules.facts import FactType, Subject
from rules.law import shipped_law
from rules.licensing import QuestionError

TODAY = date(2026, 11, 22)
ASKED_CLEAN = {
    name: False
    for name, fact in CATALOGUE.items()
    if Subject.ACCESS in fact.subjects and fact.type is FactType.BOOLEAN and name != "access_is_remote"
} | {"access_countries": ("SG",), "access_regions": ("none",), "end_user_nationalities": ("SG",)}


def answered(headquarters="SG", parent="SG", *, as_of=TODAY, known_on=None, **facts):
    question = AccessQuestion(
        as_of=as_of,
        known_on=known_on,
        headquarters_country=headquarters,
        ultimate_parent_headquarters_country=parent,
        facts=facts,
    )
    return cloud_answer(question, shipped_law())


def rule_ids(findings):
    return {one.rule_id for one in findings}


def test_an_ordinary_user_of_whom_everything_was_asked():
    found = answered(**ASKED_CLEAN, training_operations=Decimal(10) ** 24)
    assert (found.status, found.due_diligence) == ("no_requirement_found", "ordinary")
    assert found.prohibitions == found.undetermined == found.open_questions == ()
    assert rule_ids(found.notices) == {"remote_access.no_export", "iaas_kyc_proposal.not_law"}


@pytest.mark.parametrize(("headquarters", "parent"), [("SG", "CN"), ("CN", "CN"), ("SG", "MO"), ("HK", "HK")])
def test_a_user_of_macau_or_d5_renting_abroad(headquarters, parent):
    found = answered(headquarters, parent)
    assert (found.status, found.due_diligence) == ("no_requirement_found", "heightened")
    assert found.sentence == (
        "No EAR licence requirement found for remote access as such (as of 2026-11-22); heightened due diligence; "
        "a licence may be needed if you know of WMD/military-intelligence training; check the licence conditions "
        "attached to the chips; pending law: H.R. 2683, S. 3519, Review of offshore rental of accelerators by the "
        "administration."
    )
    assert "remote_access.due_diligence" in rule_ids(found.notices)


def test_unknown_headquarters_are_named():
    found = answered("SG", None)
    assert (found.status, found.due_diligence) == ("undetermined", "undetermined")
    assert found.headquarters_test.missing_facts == ("ultimate_parent_headquarters_country",)


@pytest.mark.parametrize(("headquarters", "parent"), [(None, None), ("SG", None), (None, "SG")])
def test_nothing_is_cleared_while_headquarters_are_unknown(headquarters, parent):
    """Iran, Cuba and North Korea are open whatever else was asked."""
    programmes = {"ofac_services.iran", "ofac_services.cuba", "ofac_services.north_korea"}
    for facts in ({}, ASKED_CLEAN | {"us_person_takes_part": True}):
        found = answered(headquarters, parent, **facts)
        assert found.status == "undetermined"
        assert rule_ids(found.undetermined) >= programmes
        assert found.sentence.startswith("Cannot be excluded yet: 31 CFR ")
    assert answered("SG", "SG").status == "no_requirement_found"


def test_know_your_customer_is_proposed_and_not_law():
    notice = next(one for one in answered().notices if one.rule_id == "iaas_kyc_proposal.not_law")
    assert (notice.standing, "not asked for by United States law" in notice.explanation) == ("proposed", True)


def test_pending_law_is_what_was_known_then():
    assert "H.R. 2683" not in answered(as_of=date(2026, 1, 11)).sentence
    assert "H.R. 2683" in answered(as_of=date(2026, 1, 12)).sentence
    assert "no pending law recorded" in answered(known_on=date(2025, 12, 1), as_of=TODAY).sentence
    bill = next(one for one in answered().pending_law if one.id == "remote_access_security_act")
    assert (bill.last.state, bill.would_change[:6]) == ("passed_one_chamber", "Access")


@pytest.mark.parametrize(
    ("facts", "rule_id"),
    [
        ({"access_countries": ("IR", "SG")}, "ofac_services.iran"),
        ({"access_countries": ("CU",)}, "ofac_services.cuba"),
        ({"end_user_nationalities": ("CU", "SG")}, "ofac_services.cuba"),
        ({"access_countries": ("KP",)}, "ofac_services.north_korea"),
        ({"access_regions": ("donetsk",)}, "ofac_services.ukraine_regions"),
        ({"party_is_sdn": True}, "ofac_services.blocked"),
        ({"party_owned_50_percent_by_sdn": True}, "ofac_services.blocked"),
    ],
)
def test_sanctions_control_services(facts, rule_id):
    found = answered(**(ASKED_CLEAN | facts | {"us_person_takes_part": True}))
    assert (found.status, rule_ids(found.prohibitions)) == ("prohibited_unless_authorised", {rule_id})
    assert found.sentence.startswith("Prohibited unless authorised: ")
    assert answered(**(ASKED_CLEAN | facts)).prohibitions == ()


def test_the_programme_on_syria_ended():
    facts = ASKED_CLEAN | {"access_countries": ("SY",), "us_person_takes_part": True}
    assert answered(**facts, as_of=date(2025, 6, 30)).status == "prohibited_unless_authorised"
    assert answered(**facts, as_of=date(2025, 7, 1)).status == "no_requirement_found"


def test_knowledge_of_training_for_weapons_or_military_intelligence():
    known = ASKED_CLEAN | {"model_training_is_known": True, "end_use_military_intelligence": True}
    found = answered("SG", "CN", **known, end_use_country="CN")
    assert (found.status, found.prohibitions) == ("licence_may_be_needed", ())
    assert "training_policy_statement.training" in rule_ids(found.notices)
    assert answered("SG", "SG", **known, end_use_country="SG").status == "no_requirement_found"
    day_before = answered("SG", "CN", **known, end_use_country="CN", as_of=date(2025, 5, 12))
    assert "training_policy_statement.training" not in rule_ids(day_before.notices)
    with_us_person = answered(**(known | {"us_person_takes_part": True}), end_use_country="CN")
    assert rule_ids(with_us_person.prohibitions) == {"us_person_support.military_intelligence"}


def test_a_known_purpose_of_an_unknown_country_leaves_the_status_open():
    found = answered(**(ASKED_CLEAN | {"end_use_military_intelligence": True, "us_person_takes_part": True}))
    assert found.status == "undetermined"
    assert [one.missing_facts for one in found.undetermined] == [("end_use_country",)]


@pytest.mark.parametrize(
    ("operations", "parent", "expected"),
    [("1e26", "CN", True), ("1e26", "BR", True), ("1e26", "JP", False), ("9.99e25", "CN", False)],
)
def test_red_flag_28(operations, parent, expected):
    found = answered("JP", parent, **ASKED_CLEAN, training_operations=Decimal(operations))
    assert ("kyc_guidance_supp3_flag_28.flag_28_access" in rule_ids(found.notices)) is expected
    earlier = answered(
        "JP", parent, **ASKED_CLEAN, training_operations=Decimal(operations), as_of=date(2025, 1, 12)
    )
    assert "kyc_guidance_supp3_flag_28.flag_28_access" not in rule_ids(earlier.notices)


def test_listed_parties_are_no_ban_on_access_as_such():
    found = answered(**(ASKED_CLEAN | {"party_on_entity_list": True, "party_on_denied_persons_list": True}))
    assert found.status == "no_requirement_found"
    assert {"remote_access.entity_list", "remote_access.denied_person"} <= rule_ids(found.notices)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"headquarters_country": "UK", "as_of": "2026-11-22"}, "headquarters_country"),
        ({"headquarters_country": "GB"}, "as_of"),
        ({"as_of": "today"}, "as_of"),
        ({"as_of": "2026-11-22", "tenant": "x"}, "tenant"),
        ({"as_of": "2026-11-22", "facts": {"tpp": "1"}}, "facts.tpp"),
        ({"as_of": "2026-11-22", "facts": {"headquarters_country": "GB"}}, "facts.headquarters_country"),
        ({"as_of": "2026-11-22", "facts": {"access_countries": ["UK"]}}, "facts.access_countries"),
        ({"as_of": "2026-11-22", "facts": {"access_groups": ["D:5"]}}, "facts.access_groups"),
        ({"as_of": "2026-11-22", "facts": {"training_operations": 1e26}}, "facts.training_operations"),
    ],
)
def test_a_mistake_is_named_with_its_field(document, field):
    with pytest.raises(QuestionError) as caught:
        access_question_from_document(document)
    assert caught.value.field == field


def test_a_document_becomes_a_question():
    asked = access_question_from_document(
        {"as_of": "2026-11-22", "headquarters_country": "SG", "facts": {"training_operations": "1e26"}}
    )
    assert (asked.headquarters_country, asked.facts) == ("SG", {"training_operations": Decimal("1e26")})


def test_before_anything_is_recorded_no_text_is_known():
    with pytest.raises(NoTextKnown):
        answered(as_of=date(2021, 12, 31))


# --- whatever is asked

_COUNTRIES = (
    st.none()
    | st.sampled_from(["CN", "HK", "MO", "IR", "CU", "KP", "US", "UA", "SG"])
    | (st.sampled_from(sorted(COUNTRY_CODES)))
)
_STATED = sorted(
    name
    for name, fact in CATALOGUE.items()
    if Subject.ACCESS in fact.subjects
    and name not in {"headquarters_country", "ultimate_parent_headquarters_country"}
    and not name.endswith("_groups")
    and not name.startswith("setting_")
)
_REQUIRES = re.compile(
    r"licen[cs]es? (is |are )?required|requires? a licen[cs]e|needs? a licen[cs]e|must have a licen[cs]e"
)


def _value(name):
    fact = CATALOGUE[name]
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.DECIMAL:
            return st.sampled_from([Decimal(0), Decimal("1e26"), Decimal("1e30")])
        case FactType.TEXT_LIST if fact.vocabulary:
            return st.lists(st.sampled_from(fact.vocabulary), max_size=2).map(tuple)
        case FactType.TEXT_LIST:
            return st.lists(st.sampled_from(["CN", "IR", "CU", "KP", "US"]), max_size=2).map(tuple)
        case _:
            return st.sampled_from(["CN", "IR", "US"])


_FACTS = st.lists(st.sampled_from(_STATED), unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: _value(name) for name in names})
)


@settings(max_examples=200, deadline=None)
@given(_COUNTRIES, _COUNTRIES, st.dates(date(2022, 1, 1), date(2027, 12, 31)), _FACTS)
def test_no_cloud_answer_ever_says_that_one_is_required(headquarters, parent, as_of, facts):
    found = answered(headquarters, parent, as_of=as_of, **facts)
    text = json.dumps(found.to_document()).lower()
    assert not _REQUIRES.search(text)
    assert "no ear licence requirement found for remote access as such" in text
    assert f"(as of {as_of})" in found.sentence
