"""What is left of licence exceptions behind the gate, and under which conditions."""

from datetime import date
from decimal import Decimal

import pytest

from rules.clocks import Reading
from tests.rules.licensing.questions import answered, exceptions

GAMING_A = {"marketed_for_datacenter": False, "tpp": 5285}
DATACENTER_A = {"marketed_for_datacenter": True, "tpp": 15832}
DATACENTER_B = {"marketed_for_datacenter": True, "tpp": 2896}
SURVIVORS = {"NAC", "ACA", "TMP", "RPL", "GOV", "TSU", "HBM"}
CLOSED = {"LVS", "GBS", "TSR", "APP", "BAG", "AVS", "APR", "ENC", "STA"}


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
    assert (aca.status, aca.conditions) == ("eligible", ())


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
    assert {found[name] for name in CLOSED} == {"gated_out"}
