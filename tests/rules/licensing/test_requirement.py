"""Where and to whom a licence is asked for: item by destination, by headquarters, by end use, by list."""

from datetime import date

import pytest

from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import law_of
from rules.licensing import answer
from rules.switches import Setting
from tests.rules.licensing.questions import (
    ONE_DAY,
    TODAY,
    answered,
    notices,
    question,
    requirement,
    rules_met,
    three,
)

REQUIRED, NOT_FOUND, OPEN = "required", "not_found", "undetermined"
_RESTRICTED = (
    "AF AM AZ BH BY CD CF CN CU EG ER GE HT IQ IR JO KG KH KP KW KZ LA LB LY MD MM MN MO NI OM PK QA RU SA SD SO "
    "SS SY TJ TM UZ VE VN YE ZW"
)
_MACAU_OR_D5 = "AF BY CD CF CN CU ER HT IQ IR KP LB LY MM MO NI RU SD SO SS SY VE ZW"
RESTRICTED, MACAU_OR_D5 = _RESTRICTED.split(), _MACAU_OR_D5.split()
FREE = ("DE", "FR", "GB", "JP", "KR", "TW", "SG", "CY", "MX", "IL", "IN", "CH", "TR", "MY")
OWNED = {"party_owned_50_percent_by_listed": True, "owned_party_is_us_entity": False}
UAE_OUT = {"recipient_is_approved_uae_entity": False, "recipient_is_uae_government": False}


def test_nothing_is_found_for_allies_as_enforced():
    assert {country: requirement(country) for country in FREE} == dict.fromkeys(FREE, NOT_FOUND)
    assert {country: requirement(country, item_entry="3A090.b") for country in FREE} == dict.fromkeys(
        FREE, NOT_FOUND
    )


def test_an_answer_without_a_finding_is_no_clearance():
    found = answered("DE").under(Reading.ENFORCED)
    assert found.requirements == found.exceptions == ()
    assert found.sentence.startswith("No licence requirement was found in the rule sets (as of 2026-11-22")
    assert "remain" in found.sentence
    open_questions = {one.rule_id for one in answered("DE").open_questions}
    assert {"listed_parties.entity_list", "end_use_military_intelligence.any_item"} <= open_questions


@pytest.mark.parametrize("country", RESTRICTED)
@pytest.mark.parametrize("entry", ["3A090.a", "4A090.a", "z_a", "3A090.b", "4A090.b", "z_b", "3E001_3A090"])
def test_every_restricted_destination_under_every_reading(country, entry):
    assert three(country, item_entry=entry) == (REQUIRED, REQUIRED, REQUIRED)


def test_the_restricted_destinations_are_those_and_no_others():
    groups = {*RESTRICTED, *FREE, "AE", "HK", "US", "UA", "BR", "ID", "TH", "KE", "PH", "CO", "ET", "XK"}
    found = {country for country in groups if "licence_region.b" in rules_met(country, item_entry="3A090.b")}
    assert found == {*RESTRICTED, "HK"}


@pytest.mark.parametrize("country", [*MACAU_OR_D5, "HK"])
def test_high_bandwidth_memory_to_macau_and_d5(country):
    assert requirement(country, item_entry="3A090.c") == REQUIRED


@pytest.mark.parametrize("country", ["SA", "VN", "KH", "DE"])
def test_high_bandwidth_memory_elsewhere(country):
    assert three(country, item_entry="3A090.c") == (NOT_FOUND,) * 3


def test_level_a_everywhere_is_codified_and_not_enforced():
    assert three("DE") == (REQUIRED, NOT_FOUND, REQUIRED)
    assert three("DE", item_entry="3A090.b") == (NOT_FOUND,) * 3
    assert three("DE", item_entry="4E001_a") == (REQUIRED, NOT_FOUND, REQUIRED)
    assert three("DE", item_entry="4E091") == (REQUIRED, NOT_FOUND, REQUIRED)
    assert "notice_diffusion.not_enforced" in notices("DE")
    assert "notice_diffusion.not_enforced" not in notices("DE", item_entry="3A090.b")


@pytest.mark.parametrize("entry", ["3A090.a", "4A090.a", "z_a", "3A090.b", "4A090.b", "z_b"])
@pytest.mark.parametrize(
    ("hq", "parent"), [("CN", "CN"), ("SG", "CN"), ("CN", "SG"), ("SG", "MO"), ("SG", "HK")]
)
def test_the_headquarters_test_holds_anywhere_outside_the_us(entry, hq, parent):
    found = answered("SG", item_entry=entry, hq=hq, parent=parent)
    assert found.headquarters_test.status == "met"
    assert all(str(found.under(reading).requirement) == REQUIRED for reading in Reading)
    assert rules_met("US", item_entry=entry, hq=hq, parent=parent) == set()


def test_the_headquarters_test_says_which_clause_for_which_level():
    a = answered("DE", hq="DE", parent="CN").under(Reading.ENFORCED).requirements
    b = answered("DE", hq="DE", parent="CN", item_entry="3A090.b").under(Reading.ENFORCED).requirements
    assert [one.outcome for one in a] == ["742.6(a)(6)(iii)(A)"]
    assert [one.outcome for one in b] == ["744.23(a)(3)"]
    assert "2026-05-31" not in a[0].citation
    assert "notice_data_center_operators.ongoing_use" in notices("DE", hq="DE", parent="CN")


def test_headquarters_that_are_unknown_leave_the_answer_open_and_are_named():
    found = answered("SG", hq="SG", parent=None)
    assert found.headquarters_test.status == OPEN
    assert found.headquarters_test.missing_facts == ("recipient_ultimate_parent_headquarters_country",)
    enforced = found.under(Reading.ENFORCED)
    assert str(enforced.requirement) == OPEN
    assert enforced.missing_facts == ("recipient_ultimate_parent_headquarters_country",)
    assert requirement("SG", hq=None, parent="CN") == REQUIRED


def test_the_three_tests_of_a_party_are_answered_apart():
    found = answered(
        "SG",
        hq="SG",
        facts={"party_owned_50_percent_by_listed": True, "party_owned_50_percent_by_sdn": False}
        | {"end_user_nationalities": ("SG", "US")},
    )
    assert found.headquarters_test.status == "not_met"
    assert found.fifty_percent_test.status == "met"
    assert (found.nationality_test.status, "SG" in found.nationality_test.explanation) == ("met", True)


# --- the United Arab Emirates


@pytest.mark.parametrize("entry", ["3A090.a", "3A090.b", "z_a", "z_b"])
@pytest.mark.parametrize("day", [date(2023, 11, 17), date(2026, 7, 9), date(2026, 7, 10), TODAY])
def test_unapproved_recipients_in_the_emirates(entry, day):
    assert requirement("AE", item_entry=entry, as_of=day, facts=UAE_OUT) == REQUIRED


@pytest.mark.parametrize("who", sorted(UAE_OUT))
def test_approved_recipients_in_the_emirates_from_their_day_on(who):
    facts = UAE_OUT | {who: True}
    for entry in ("3A090.a", "3A090.b", "z_a"):
        assert three("AE", item_entry=entry, facts=facts) == (NOT_FOUND,) * 3
        assert requirement("AE", item_entry=entry, facts=facts, as_of=date(2026, 7, 9)) == REQUIRED
        assert requirement("AE", item_entry=entry, facts=facts, hq="AE", parent="CN") == REQUIRED


def test_the_entries_that_name_the_emirates_are_circuits_computers_and_z_entries():
    for entry in ("3A090.b", "4A090.b", "z_a", "z_b"):
        assert "licence_region.uae_by_name" in rules_met("AE", item_entry=entry, facts=UAE_OUT)
    for entry in ("3D001_b", "4D090_b", "4E001_b", "3A090.a"):
        assert "licence_region.uae_by_name" not in rules_met("AE", item_entry=entry, facts=UAE_OUT)


def test_whether_a_recipient_in_the_emirates_is_approved_must_be_known():
    found = answered("AE").under(Reading.ENFORCED)
    assert (str(found.requirement), found.missing_facts) == (OPEN, tuple(sorted(UAE_OUT)))


@pytest.mark.parametrize(
    ("setting", "level_a"),
    [("licence_assumed", REQUIRED), ("licence_required", REQUIRED), ("no_licence_required", NOT_FOUND)],
)
def test_the_switch_for_unapproved_recipients_moves_3a090_a_alone(setting, level_a):
    law = law_of([], [Setting("uae_unapproved_recipients", setting, None, None, TODAY, "ana", "read")])
    assert requirement("AE", law=law, facts=UAE_OUT) == level_a
    for entry in ("3A090.b", "z_a", "z_b"):
        assert requirement("AE", law=law, item_entry=entry, facts=UAE_OUT) == REQUIRED
    used = {one.switch: one for one in answer(question("AE", facts=UAE_OUT), law).settings_used}
    assert (used["uae_unapproved_recipients"].value, used["uae_unapproved_recipients"].is_default) == (
        setting,
        False,
    )


def test_the_date_for_applying_again_is_a_notice():
    before = answered("AE", as_of=date(2027, 4, 5)).notices
    after = answered("AE", as_of=date(2027, 4, 6)).notices
    titles = [
        next(one.title for one in found if one.rule_id.startswith("notice_uae")) for found in (before, after)
    ]
    assert titles[0] != titles[1]
    assert "look again" in titles[1]


# --- technology, embargoes, regions, the United States


def test_technology_that_leaves_macau_or_d5_is_controlled_everywhere():
    leaving = {"item_entry": "3E001_3A090", "transfer_kind": "reexport"}
    assert requirement("DE", origin_country="CN", **leaving) == REQUIRED
    assert requirement("DE", origin_country="MO", **leaving) == REQUIRED
    assert requirement("DE", origin_country="TW", **leaving) == NOT_FOUND
    unknown = answered("DE", **leaving).under(Reading.ENFORCED)
    assert (str(unknown.requirement), unknown.missing_facts) == (OPEN, ("origin_country",))


@pytest.mark.parametrize("entry", ["3A991.p", "4A994.l", "other", "ear99"])
@pytest.mark.parametrize("country", ["CU", "KP", "IR", "SY"])
def test_embargoes_reach_every_item(entry, country):
    assert three(country, item_entry=entry) == (REQUIRED,) * 3


def test_regions_of_ukraine_have_no_country_code_and_must_be_stated():
    assert requirement("UA", destination_region="none") == NOT_FOUND
    for region in ("crimea", "donetsk", "luhansk"):
        assert requirement("UA", destination_region=region, item_entry="ear99") == REQUIRED
    unstated = answered("UA", item_entry="ear99").under(Reading.ENFORCED)
    assert (str(unstated.requirement), unstated.missing_facts) == (OPEN, ("destination_region",))


def test_russia_and_belarus_for_listed_items():
    assert requirement("RU", item_entry="3A991.p") == REQUIRED
    assert requirement("BY", item_entry="ear99") == NOT_FOUND


@pytest.mark.parametrize("country", ["US", "PR", "GU"])
def test_inside_the_united_states_nothing_is_exported_and_deemed_exports_are_named(country):
    assert three(country, hq="CN", transfer_kind="transfer_in_country") == (NOT_FOUND,) * 3
    assert "notice_deemed_exports.within_us" in notices(country, transfer_kind="transfer_in_country")


def test_outside_3a090_is_not_free():
    assert three("CN", item_entry="3A991.p") == (NOT_FOUND,) * 3
    assert {"notice_residue.outside_3a090", "notice_is_informed.letters"} <= notices(
        "CN", item_entry="3A991.p"
    )
    assert "notice_residue.outside_3a090" not in notices("CN")


def test_an_item_that_is_not_subject_to_the_regulations():
    stated = {
        "facts": {"is_subject_to_ear": False},
        "transfer_kind": "foreign_made_export",
        "origin_country": "TW",
    }
    assert three("CN", **stated) == (NOT_FOUND,) * 3
    assert "notice_foreign_direct_product.not_subject" in notices("CN", **stated)
    assert "notice_foreign_direct_product.foreign_made" in notices(
        "CN", transfer_kind="foreign_made_export", origin_country="TW"
    )


@pytest.mark.parametrize("country", ["RU", "BY"])
@pytest.mark.parametrize(
    ("entry", "expected"), [("ear99", NOT_FOUND), ("other", REQUIRED), ("4A994.l", REQUIRED)]
)
def test_every_listed_item_to_russia_and_belarus(country, entry, expected):
    assert requirement(country, item_entry=entry) == expected


def test_what_was_said_later_is_not_cited_to_who_asks_as_known_before():
    """The guidance of 2026-05-31 on headquarters, and the correction of 2025-02-11 published on 2025-02-14."""
    day = date(2025, 6, 1)
    found = answered("CN", as_of=day, known_on=day).under(Reading.ENFORCED)
    assert str(found.requirement) == REQUIRED
    assert all("2026" not in one.citation for one in found.requirements)
    abroad = three("SG", hq="SG", parent="CN", as_of=day, known_on=day)
    assert abroad == (REQUIRED, REQUIRED, REQUIRED)

    def region(known_on):
        asked = answered("SA", as_of=date(2025, 2, 13), known_on=known_on).under(Reading.ENFORCED)
        return {one.rule_set_reference for one in asked.requirements}

    assert region(date(2025, 2, 13)) == {"us/licence_region@2025-01-13"}
    assert region(date(2025, 2, 14)) == {"us/licence_region@2025-02-11"}


# --- what only asking and screening can show


@pytest.mark.parametrize(
    ("stated", "outcome"),
    [
        ({"end_use_supercomputer": True}, "744.23(a)(1)"),
        ({"end_use_advanced_node_fab": True}, "744.23(a)(2)(i)"),
        ({"end_use_unknown_node_fab": True, "is_in_category_3_b_to_e": True}, "744.23(a)(2)(ii)"),
        ({"end_use_advanced_node_fab": True, "is_chip_design_software": True}, "744.23(a)(2)(iii)"),
        ({"end_use_semiconductor_equipment": True}, "744.23(a)(4)"),
        ({"end_use_military_intelligence": True}, "744.22"),
        ({"end_use_military": True, "is_in_supplement_2_to_part_744": True}, "744.21"),
        ({"end_use_nuclear": True}, "744.2"),
        ({"end_use_missile": True}, "744.3"),
        ({"end_use_chemical_biological": True}, "744.4"),
        ({"party_on_entity_list": True}, "744.11"),
        ({"party_on_meu_list": True, "is_in_supplement_2_to_part_744": True}, "744.21"),
        ({"party_is_sdn": True}, "744.8"),
    ],
)
def test_end_uses_and_lists_reach_items_outside_3a090(stated, outcome):
    for value, expected in ((True, True), (False, False)):
        facts = dict.fromkeys(stated, value)
        found = answered("CN", item_entry="3A991.p", facts=facts).under(Reading.ENFORCED)
        assert (outcome in {one.outcome for one in found.requirements}) is expected, facts


def test_a_supercomputer_asks_only_for_listed_items_and_only_in_macau_and_d5():
    known = {"facts": {"end_use_supercomputer": True}}
    assert requirement("CN", item_entry="ear99", **known) == NOT_FOUND
    unstated = answered("SG", item_entry="3A991.p", **known).under(Reading.ENFORCED)
    assert (str(unstated.requirement), unstated.missing_facts) == (OPEN, ("end_use_country",))
    for country, expected in (("SG", NOT_FOUND), ("CN", REQUIRED), ("MO", REQUIRED), ("HK", REQUIRED)):
        stated = {"facts": {"end_use_supercomputer": True, "end_use_country": country}}
        assert requirement("SG", item_entry="3A991.p", **stated) == expected


def test_what_was_not_asked_is_an_open_question_and_what_was_half_asked_leaves_the_answer_open():
    half = answered("CN", item_entry="other", facts={"end_use_supercomputer": True}).under(Reading.ENFORCED)
    assert (str(half.requirement), half.missing_facts) == (OPEN, ("is_listed_for_supercomputer_end_use",))
    found = answered("CN", item_entry="other")
    assert str(found.under(Reading.ENFORCED).requirement) == NOT_FOUND
    assert "end_use_chips_and_supercomputers.supercomputer" in {one.rule_id for one in found.open_questions}


def test_denied_and_blocked_parties_are_prohibitions():
    found = answered(
        "DE", facts={"party_on_denied_persons_list": True, "party_owned_50_percent_by_sdn": True}
    )
    outcomes = {one.outcome for one in found.under(Reading.ENFORCED).prohibitions}
    assert outcomes == {"denial_order", "ofac_blocked"}
    assert answered("DE").under(Reading.ENFORCED).prohibitions == ()


def test_support_by_us_persons_needs_a_us_person():
    weapons = {"end_use_nuclear": True, "us_person_takes_part": True}
    weapons |= {"end_use_country": "KP"}
    outcomes = {one.outcome for one in answered("PK", facts=weapons).under(Reading.ENFORCED).prohibitions}
    assert outcomes == {"744.6(b)(1)"}
    without = answered("PK", facts=weapons | {"us_person_takes_part": False})
    assert without.under(Reading.ENFORCED).prohibitions == ()


def test_a_nuclear_end_use_is_asked_by_its_country():
    """Countries of Supplement No. 3 to part 744 are out; none of D:5 is among them."""
    nuclear = {"end_use_nuclear": True, "us_person_takes_part": True}
    for inside, expected in ((True, NOT_FOUND), (False, REQUIRED), (None, OPEN)):
        facts = nuclear | {"end_use_country_in_supplement_3_to_part_744": inside}
        found = answered("PK", item_entry="ear99", facts=facts).under(Reading.ENFORCED)
        assert str(found.requirement) == expected
        assert {one.outcome for one in found.prohibitions} == (
            {"744.6(b)(1)"} if expected == REQUIRED else set()
        )
        if inside is None:
            assert found.missing_facts == ("end_use_country_in_supplement_3_to_part_744",)
    assert "end_use_weapons.nuclear" in rules_met("KP", item_entry="ear99", facts=nuclear)
    assert "end_use_weapons.nuclear" not in rules_met("KP", item_entry="ear99")


@pytest.mark.parametrize(
    "fact", ["end_use_advanced_node_fab", "end_use_unknown_node_fab", "end_use_semiconductor_equipment"]
)
@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("CN", date(2022, 10, 21), True),
        ("MO", date(2023, 1, 16), False),
        ("MO", date(2023, 1, 17), True),
        ("MM", date(2023, 11, 16), False),
        ("MM", date(2023, 11, 17), True),
        ("DE", TODAY, False),
    ],
)
def test_special_limits_for_us_persons(fact, country, day, expected):
    def limits(**facts):
        found = answered(country, item_entry="ear99", as_of=day, facts=facts).under(Reading.ENFORCED)
        return {(one.outcome, one.confidence) for one in found.prohibitions}

    assert limits(**{fact: True, "us_person_takes_part": True}) == (
        {("744.6(c)(2)", "K")} if expected else set()
    )
    assert limits(**{fact: True, "us_person_takes_part": False}) == set()
    assert limits(**{fact: False, "us_person_takes_part": True}) == set()


# --- footnotes of the Entity List


@pytest.mark.parametrize(
    ("footnote", "day", "reaches"),
    [
        ("none", TODAY, False),
        ("1", date(2022, 10, 21), True),
        ("3", date(2022, 10, 21), True),
        ("4", date(2022, 10, 21), True),
        ("5", date(2024, 12, 1), False),
        ("5", date(2024, 12, 2), True),
        ("4", TODAY, True),
    ],
)
def test_a_footnote_reaches_direct_products_made_abroad(footnote, day, reaches):
    def asked(kind="foreign_made_export", **facts):
        facts = {"party_entity_list_footnotes": (footnote,), "is_subject_to_ear": False} | facts
        found = answered(
            "DE", item_entry="ear99", as_of=day, facts=facts, transfer_kind=kind, origin_country=None
        )
        return found.under(Reading.ENFORCED)

    product = {"is_direct_product_of_listed_technology": True}
    assert str(asked(**product).requirement) == (REQUIRED if reaches else NOT_FOUND)
    assert str(asked(is_direct_product_of_listed_technology=False).requirement) == NOT_FOUND
    assert str(asked("export_from_us", **product).requirement) == NOT_FOUND
    unknown = asked()
    assert str(unknown.requirement) == (OPEN if reaches else NOT_FOUND)
    if reaches:
        assert unknown.missing_facts == ("is_direct_product_of_listed_technology",)


# --- the Affiliates Rule


@pytest.mark.parametrize(
    ("day", "setting", "expected"),
    [
        (date(2025, 9, 28), None, (NOT_FOUND, NOT_FOUND, NOT_FOUND)),
        (date(2025, 9, 29), None, (REQUIRED, REQUIRED, REQUIRED)),
        (date(2025, 11, 9), None, (REQUIRED, REQUIRED, REQUIRED)),
        (date(2025, 11, 10), None, (NOT_FOUND, NOT_FOUND, REQUIRED)),
        (date(2026, 11, 9), None, (NOT_FOUND, NOT_FOUND, REQUIRED)),
        (date(2026, 11, 10), None, (REQUIRED, REQUIRED, REQUIRED)),
        (date(2026, 11, 10), "in_force", (REQUIRED, REQUIRED, REQUIRED)),
        (date(2026, 11, 10), "stayed", (NOT_FOUND, NOT_FOUND, REQUIRED)),
        (date(2026, 11, 9), "in_force", (NOT_FOUND, NOT_FOUND, REQUIRED)),
    ],
)
def test_the_affiliates_rule_by_day_and_switch(day, setting, expected):
    settings = [Setting("affiliates_rule", setting, None, None, TODAY, "ana", "90 FR")] if setting else []
    asked = {"item_entry": "ear99", "as_of": day, "facts": OWNED}
    assert three("DE", law=law_of([], settings), **asked) == expected
    if day >= date(2025, 9, 29):
        used = {one.switch: one for one in answered("DE", law_of([], settings), **asked).settings_used}
        assert used["affiliates_rule"].value == (setting or "returned_unless_extended")


def test_entities_of_the_united_states_are_out_of_the_affiliates_rule():
    """The owned party's, not the recipient's: a forwarder of the United States lets nobody out."""
    for hq in ("US", "DE"):
        for is_us, expected in ((True, NOT_FOUND), (False, REQUIRED)):
            facts = OWNED | {"owned_party_is_us_entity": is_us}
            assert requirement("DE", item_entry="ear99", hq=hq, facts=facts) == expected
        unknown = answered(
            "DE", item_entry="ear99", hq=hq, facts={"party_owned_50_percent_by_listed": True}
        ).under(Reading.ENFORCED)
        assert (str(unknown.requirement), unknown.missing_facts) == (OPEN, ("owned_party_is_us_entity",))


def test_after_the_stay_nothing_of_the_affiliates_rule_counts_as_verified():
    def confidence(day):
        found = answered("DE", item_entry="ear99", as_of=day, facts=OWNED).under(Reading.CONSERVATIVE)
        return {one.rule_id: one.confidence for one in found.requirements}["affiliates_rule.owned"]

    assert (confidence(date(2025, 11, 9)), confidence(date(2026, 11, 9))) == ("V", "V")
    assert confidence(date(2026, 11, 10)) == "U"


def test_the_temporary_general_licence_is_named_while_the_first_version_stands():
    rule = "affiliates_rule.temporary_general_licence"
    assert rule in notices("DE", as_of=date(2025, 9, 29), facts=OWNED)
    assert rule not in notices("DE", as_of=date(2025, 9, 28), facts=OWNED)
    assert rule not in notices("DE", as_of=date(2026, 11, 10), facts=OWNED)


# --- days before any text


def test_before_the_first_text_there_is_no_answer():
    with pytest.raises(
        NoTextKnown, match=r"No text known: .* 2022-10-20: the first was published on 2022-10-13"
    ):
        answered("CN", as_of=date(2022, 10, 21) - ONE_DAY)
    with pytest.raises(NoTextKnown, match="as known on 2022-10-12"):
        answered("CN", known_on=date(2022, 10, 12))


def test_days_after_the_newest_text_are_marked():
    assert answered("CN", as_of=date(2026, 7, 23)).text_note is None
    assert "Text read until 2026-07-23" in str(answered("CN", as_of=date(2026, 7, 24)).text_note)


def test_each_limb_says_what_the_authority_does_with_its_text():
    codified = answered("DE").under(Reading.CODIFIED).to_document()["limbs"]
    assert [(one["rule_id"], one["enforcement"]) for one in codified] == [
        ("licence_worldwide.a", "not_enforced")
    ]
    stayed = answered("DE", item_entry="ear99", as_of=date(2026, 1, 1), facts=OWNED)
    limbs = stayed.under(Reading.CONSERVATIVE).to_document()["limbs"]
    assert [(one["rule_id"], one["enforcement"]) for one in limbs] == [("affiliates_rule.owned", "stayed")]
