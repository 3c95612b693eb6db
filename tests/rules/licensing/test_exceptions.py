"""What is left of licence exceptions behind the gate, and under which conditions."""

from datetime import date
from decimal import Decimal

import pytest

from rules.clocks import Reading
from rules.law import law_of
from rules.switches import Setting
from tests.rules.licensing.questions import TODAY, answered, exceptions

GAMING_A = {"marketed_for_datacenter": False, "tpp": 5285}
DATACENTER_A = {"marketed_for_datacenter": True, "tpp": 15832}
DATACENTER_B = {"marketed_for_datacenter": True, "tpp": 2896}
SURVIVORS = {"NAC", "ACA", "TMP", "RPL", "GOV", "TSU", "HBM"}
CLOSED = {"LVS", "GBS", "TSR", "APP", "BAG", "AVS", "APR", "ENC", "STA", "RFF"}


def nac(destination="CN", **changed):
    found = answered(destination, **changed).under(Reading.ENFORCED).exceptions
    return next(one for one in found if one.name == "NAC")


def test_nothing_is_offered_where_nothing_is_asked_for():
    assert exceptions("DE", facts=GAMING_A) == {}


@pytest.mark.parametrize("entry", ["3A090.a", "z_a", "4A090.a"])
def test_a_datacenter_circuit_of_level_a_has_no_nac_and_no_aca(entry):
    for country in ("CN", "MO", "SA", "VN"):
        found = exceptions(country, item_entry=entry, facts=DATACENTER_A)
        assert (found["NAC"], found["ACA"]) == ("not_available", "not_available")
    assert "never covers it" in nac("CN", facts=DATACENTER_A).explanation


@pytest.mark.parametrize(("entry", "facts"), [("3A090.a", GAMING_A), ("3A090.b", DATACENTER_B)])
def test_nac_for_macau_d5_and_their_companies_aca_for_d1_and_d4(entry, facts):
    def both(country, **changed):
        found = exceptions(country, item_entry=entry, facts=facts, **changed)
        return found["NAC"], found["ACA"]

    assert both("CN") == ("eligible", "not_available")
    assert both("MO") == ("eligible", "not_available")
    assert both("SG", hq="CN") == ("eligible", "not_available")
    assert both("SA") == ("not_available", "eligible")
    assert both("SA", hq="CN") == ("eligible", "not_available")
    assert both("CN", transfer_kind="transfer_in_country") == ("not_available", "eligible")


def test_items_outside_the_scope_of_nac():
    assert nac(facts={"marketed_for_datacenter": False, "tpp": 4799}).status == "not_available"
    assert nac(item_entry="3A090.b", facts={"marketed_for_datacenter": False}).status == "not_available"
    assert nac(item_entry="3A090.c").status == "not_available"
    assert nac(item_entry="4E001_a", facts=GAMING_A).status == "not_available"
    unknown = nac()
    assert (unknown.status, unknown.missing_facts) == ("undetermined", ("marketed_for_datacenter", "tpp"))


def test_the_conditions_of_nac_are_a_checklist():
    conditions = {one.id: one.is_shown for one in nac(facts=GAMING_A).conditions}
    assert conditions == {"notification": None, "confirmation_number": None, "purchase_order": None}
    shown = GAMING_A | {
        "nac_notified_calendar_days_before": 25,
        "nac_confirmation_number_held": True,
        "written_purchase_order_held": True,
    }
    assert all(one.is_shown for one in nac(facts=shown).conditions)
    assert nac(facts=shown | {"nac_notified_calendar_days_before": 24}).status == "not_available"
    assert nac(facts=shown | {"written_purchase_order_held": False}).status == "not_available"
    aca = next(
        one for one in answered("SA", facts=GAMING_A).under(Reading.ENFORCED).exceptions if one.name == "ACA"
    )
    assert (aca.status, [one.id for one in aca.conditions]) == ("eligible", ["own_terms"])
    assert "eligible by scope only; every condition must be shown" in aca.explanation


@pytest.mark.parametrize(
    ("purpose", "name"),
    [
        ("inspection_test_calibration_repair", "TMP"),
        ("one_for_one_replacement", "RPL"),
        ("us_government_use", "GOV"),
        ("operation_technology_or_software", "TSU"),
        ("software_update", "TSU"),
    ],
)
def test_exceptions_by_purpose_survive_the_gate(purpose, name):
    found = exceptions("CN", facts=DATACENTER_A | {"transfer_purposes": (purpose,)})
    assert {one for one in ("TMP", "RPL", "GOV", "TSU") if found[one] == "eligible"} == {name}
    assert {one for one, status in found.items() if status == "gated_out"} == CLOSED


@pytest.mark.parametrize(
    ("destination", "hq"), [("CN", "CN"), ("SA", "SA"), ("MO", "MO"), ("DE", "CN"), ("DE", "MO")]
)
@pytest.mark.parametrize("entry", ["3A090.a", "3A090.b", "4A090.b", "z_a", "z_b"])
def test_the_gate_closes_every_other_exception(destination, hq, entry):
    found = exceptions(
        destination, hq=hq, item_entry=entry, facts={"marketed_for_datacenter": True, "tpp": 5000}
    )
    assert {one for one, status in found.items() if status == "gated_out"} >= CLOSED
    assert {one for one in found if found[one] != "gated_out"} <= SURVIVORS | {"VEU", "AIA", "ACM", "LPP"}


def test_what_the_gate_leaves_open_is_not_examined():
    found = exceptions("DE", item_entry="3A991.p", facts={"party_is_sdn": True})
    assert {found[one] for one in CLOSED} == {"not_examined"}


@pytest.mark.parametrize("fact", ["party_on_unverified_list", "party_on_entity_list"])
def test_a_listed_party_closes_every_exception(fact):
    found = exceptions("CN", facts=GAMING_A | {fact: True})
    assert {found[name] for name in (*CLOSED, "NAC", "ACA", "RPL", "GOV")} == {"gated_out"}
    assert exceptions("CN", facts=GAMING_A | {fact: False})["NAC"] == "eligible"


def test_an_embargoed_destination_closes_every_exception():
    assert exceptions("IR", facts=GAMING_A)["NAC"] == "gated_out"


def test_high_bandwidth_memory_below_3_3():
    density = "memory_bandwidth_density_gb_per_s_per_mm2"
    for value, status in (("3.2", "eligible"), ("3.3", "not_available")):
        found = exceptions("CN", item_entry="3A090.c", facts={density: Decimal(value)})
        assert (found["HBM"], found["NAC"]) == (status, "not_available")


def test_exceptions_of_the_unenforced_rule_are_shown_and_not_offered():
    facts = DATACENTER_A | {"lpp_tpp_to_consignee_this_calendar_year": 26900000}
    for country in ("SA", "CN"):
        for reading in (Reading.ENFORCED, Reading.CONSERVATIVE):
            found = exceptions(country, reading=reading, facts=facts)
            assert {found[name] for name in ("LPP", "AIA", "ACM")} == {"not_offered"}
        assert exceptions(country, reading=Reading.CODIFIED, facts=facts)["LPP"] == "gated_out"
    assert exceptions("BR", reading=Reading.CODIFIED, facts=facts)["LPP"] == "eligible"
    more = facts | {"lpp_tpp_to_consignee_this_calendar_year": 26900001}
    assert exceptions("BR", reading=Reading.CODIFIED, facts=more)["LPP"] == "not_available"
    assert exceptions("BR", hq="CN", reading=Reading.CODIFIED, facts=facts)["LPP"] == "gated_out"


def test_aia_for_weights_and_for_companies_of_supplement_5():
    assert exceptions("JP", reading=Reading.CODIFIED, item_entry="4E091")["AIA"] == "eligible"
    assert exceptions("JP", hq="BR", reading=Reading.CODIFIED, item_entry="4E091")["AIA"] == "not_available"
    assert exceptions("BR", reading=Reading.CODIFIED, item_entry="4E091")["AIA"] == "not_available"


def test_before_2023_11_17_there_is_no_nac():
    found = exceptions("CN", as_of=date(2023, 11, 16), facts=GAMING_A)
    assert {"NAC", "ACA", "TMP"}.isdisjoint(found)
    assert {found[name] for name in CLOSED - {"RFF"}} == {"gated_out"}


# --- the gate by its days


@pytest.mark.parametrize(
    ("day", "named", "unnamed"),
    [
        (date(2023, 11, 17), "only NAC, TMP", "ACA"),
        (date(2024, 4, 3), "only NAC, TMP", "ACA"),
        (date(2024, 4, 4), "only NAC and ACA, TMP", "HBM"),
        (date(2024, 12, 1), "only NAC and ACA, TMP", "HBM"),
        (date(2024, 12, 2), "and HBM stay open", "ACM"),
        (date(2025, 1, 12), "and HBM stay open", "ACM"),
        (date(2025, 1, 13), "HBM and ACM stay open", "LPP"),
        (TODAY, "HBM and ACM stay open", "LPP"),
    ],
)
def test_the_gate_names_what_was_open_on_the_day(day, named, unnamed):
    found = answered("CN", as_of=day, facts=DATACENTER_A).under(Reading.ENFORCED).exceptions
    said = next(one.explanation for one in found if one.name == "LVS")
    assert named in said
    assert unnamed not in said


@pytest.mark.parametrize(("day", "known"), [(date(2024, 12, 1), False), (date(2024, 12, 2), True)])
def test_the_exception_for_legacy_fabs_is_closed_from_its_first_day(day, known):
    found = exceptions("CN", as_of=day, facts=DATACENTER_A)
    assert found.get("RFF") == ("gated_out" if known else None)


# --- STA in the Emirates

UAE_OUT = {"recipient_is_approved_uae_entity": False, "recipient_is_uae_government": False}


def test_sta_in_the_emirates_is_for_the_government_and_approved_entities():
    asked = {"item_entry": "3A090.b", "hq": "AE"}
    assert exceptions("AE", facts=UAE_OUT, **asked)["STA"] == "gated_out"
    assert exceptions("AE", facts=UAE_OUT, **asked)["LVS"] == "not_examined"
    assert exceptions("AE", facts=UAE_OUT, item_entry="3A991.p", hq="AE") == {}
    listed = {"item_entry": "ear99", "hq": "AE"}
    for who in UAE_OUT:
        facts = UAE_OUT | {who: True, "party_is_sdn": True}
        assert exceptions("AE", facts=facts, **listed)["STA"] == "not_examined"
    found = answered("AE", facts={"party_is_sdn": True}, **listed).under(Reading.ENFORCED).exceptions
    sta = next(one for one in found if one.name == "STA")
    assert (sta.status, sta.missing_facts) == ("undetermined", tuple(sorted(UAE_OUT)))
    assert exceptions("AE", facts=UAE_OUT, as_of=date(2026, 7, 9), **asked)["STA"] == "gated_out"
    elsewhere = exceptions("DE", facts=UAE_OUT | {"party_is_sdn": True}, item_entry="ear99")
    assert elsewhere["STA"] == "not_examined"


# --- owned by listed parties, and controlled end uses

OWNED = {"party_owned_50_percent_by_listed": True}


@pytest.mark.parametrize(
    ("day", "setting", "status"),
    [
        (date(2025, 9, 28), None, "eligible"),
        (date(2025, 9, 29), None, "gated_out"),
        (date(2025, 11, 9), None, "gated_out"),
        (date(2025, 11, 10), None, "eligible"),
        (date(2026, 11, 9), None, "eligible"),
        (date(2026, 11, 10), None, "gated_out"),
        (date(2026, 11, 10), "stayed", "eligible"),
    ],
)
def test_the_affiliates_rule_closes_exceptions_while_it_holds(day, setting, status):
    stated = [Setting("affiliates_rule", setting, None, None, day, "ana", "90 FR")] if setting else []
    law = law_of([], stated)
    assert exceptions("CN", law=law, as_of=day, facts=GAMING_A | OWNED)["NAC"] == status
    us = GAMING_A | OWNED | {"owned_party_is_us_entity": True}
    assert exceptions("CN", law=law, as_of=day, facts=us)["NAC"] == "eligible"


@pytest.mark.parametrize(
    ("destination", "facts", "status"),
    [
        ("CN", {"end_use_military_intelligence": False, "party_on_meu_list": False}, "eligible"),
        ("CN", {"end_use_military_intelligence": True}, "gated_out"),
        ("CN", {"end_use_military": True}, "gated_out"),
        ("CN", {"party_on_meu_list": True}, "gated_out"),
        ("CN", {"end_use_supercomputer": True}, "gated_out"),
        ("IQ", {"end_use_military": True}, "eligible"),
        ("IQ", {"end_use_military_intelligence": True}, "eligible"),
    ],
)
def test_controlled_end_uses_close_exceptions(destination, facts, status):
    stated = {"end_use_country": destination} | GAMING_A | facts
    found = nac(destination, facts=stated)
    assert found.status == status
    if status == "gated_out":
        assert "from knowledge" in found.explanation


# --- days of single exceptions


def test_transfers_in_country_had_nac_without_notification_until_aca_was_split_off():
    asked = {"transfer_kind": "transfer_in_country", "facts": GAMING_A}
    first = answered("CN", as_of=date(2024, 4, 3), **asked).under(Reading.ENFORCED).exceptions
    eligible = [(one.name, [line.id for line in one.conditions]) for one in first if one.status == "eligible"]
    assert eligible == [("NAC", ["own_terms"])]
    assert exceptions("CN", as_of=date(2024, 4, 4), **asked)["ACA"] == "eligible"
    assert exceptions("CN", as_of=date(2024, 4, 4), **asked)["NAC"] == "not_available"


def test_acm_is_left_open_by_the_gate_and_shut_by_its_own_section():
    facts = DATACENTER_A | {"transfer_purposes": ("advanced_compute_manufacturing",)}
    assert exceptions("SA", reading=Reading.CODIFIED, facts=facts)["ACM"] == "eligible"
    found = answered("SA", hq="CN", facts=facts).under(Reading.CODIFIED).exceptions
    acm = next(one for one in found if one.name == "ACM")
    assert (acm.status, acm.confidence) == ("not_available", "K")
    assert acm.clause.startswith("15 CFR 740.28")
