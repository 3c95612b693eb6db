"""How an application is looked at: presumptions, and the lane of January 2026 with its checklist."""

from datetime import date
from decimal import Decimal

import pytest

from rules.clocks import Reading
from rules.law import law_of
from rules.switches import Setting
from tests.rules.licensing.questions import TODAY, answered, notices, policy

H200 = {"tpp": 15832, "total_dram_bandwidth_gb_per_s": 4800}
MI325X = {"tpp": 20919, "total_dram_bandwidth_gb_per_s": 6000}
B200 = {"tpp": 36000, "total_dram_bandwidth_gb_per_s": 8000}
CHECKLIST = {
    "lane_available_in_us_on_2026_01_15": True,
    "lane_us_supply_sufficient": True,
    "lane_no_foundry_capacity_diverted": True,
    "lane_percent_of_us_shipments_by_units": Decimal(50),
    "lane_percent_of_us_shipments_by_tpp": Decimal(50),
    "lane_no_barred_end_user_or_end_use": True,
    "lane_consignee_prevents_remote_access": True,
    "lane_tested_by_us_laboratory": True,
}
SCREENED = dict.fromkeys(
    (
        "party_on_entity_list",
        "party_on_denied_persons_list",
        "party_on_meu_list",
        "party_is_sdn",
        "end_use_military",
        "end_use_military_intelligence",
        "end_use_nuclear",
        "end_use_missile",
        "end_use_chemical_biological",
    ),
    False,
)


def review(destination="CN", **changed):
    return answered(destination, **changed).under(Reading.ENFORCED).review


def test_where_nothing_is_asked_for_there_is_nothing_to_review():
    assert review("DE") is None


def test_denial_is_presumed_for_macau_d5_and_their_companies():
    for destination, hq in (("CN", "CN"), ("RU", "RU"), ("MO", "MO"), ("SG", "CN"), ("SG", "MO")):
        assert policy(destination, hq=hq, facts=B200) == "presumption_of_denial"


def test_approval_is_presumed_for_datacenter_items_to_d1_and_d4():
    facts = H200 | {"marketed_for_datacenter": True}
    for destination in ("SA", "VN", "QA"):
        assert policy(destination, facts=facts) == "presumption_of_approval"
        assert policy(destination, hq="CN", facts=facts) == "presumption_of_denial"


def test_an_embargo_is_stricter_than_a_presumption():
    assert policy("IR", facts=B200) == "policy_of_denial"


@pytest.mark.parametrize("facts", [H200, MI325X])
@pytest.mark.parametrize("destination", ["CN", "HK", "MO"])
def test_the_lane_for_exports_from_the_us_to_china_and_macau(facts, destination):
    found = review(destination, facts=facts)
    assert found.governing == "case_by_case"
    assert [one.policy for one in found.policies] == ["case_by_case"]
    assert found.policies[0].otherwise == "presumption_of_denial"
    assert len(found.policies[0].finding.conditions) == 7
    assert "7 of 7 lines are open" in found.sentence
    assert "otherwise presumption of denial" in found.sentence


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        ("tpp", Decimal("20999.99"), "case_by_case"),
        ("tpp", Decimal(21000), "presumption_of_denial"),
        ("total_dram_bandwidth_gb_per_s", Decimal("6499.9"), "case_by_case"),
        ("total_dram_bandwidth_gb_per_s", Decimal(6500), "presumption_of_denial"),
    ],
)
def test_both_limits_are_strict(limit, value, expected):
    assert policy(facts=H200 | {limit: value}) == expected


def test_blackwell_fails_both_limits():
    assert policy(facts=B200) == "presumption_of_denial"
    assert policy(facts=H200 | {"tpp": B200["tpp"]}) == "presumption_of_denial"


@pytest.mark.parametrize("kind", ["reexport", "foreign_made_export", "transfer_in_country"])
def test_no_other_kind_of_transfer_is_in_the_lane(kind):
    assert policy(transfer_kind=kind, facts=H200) == "presumption_of_denial"


@pytest.mark.parametrize(("destination", "hq"), [("SG", "CN"), ("RU", "RU"), ("KP", "KP")])
def test_no_other_destination_is_in_the_lane(destination, hq):
    assert policy(destination, hq=hq, facts=H200) in {"presumption_of_denial", "policy_of_denial"}


def test_the_checklist_fails_line_by_line():
    complete = review(facts=H200 | CHECKLIST | SCREENED)
    assert (complete.governing, complete.conditions_open) == ("case_by_case", 0)
    assert all(one.is_shown for one in complete.policies[0].finding.conditions)
    for name, value in CHECKLIST.items():
        failing = False if value is True else Decimal("50.01")
        assert policy(facts=H200 | CHECKLIST | {name: failing}) == "presumption_of_denial", name


def test_a_certificate_without_screening_leaves_its_line_open():
    found = review(facts=H200 | CHECKLIST)
    assert (found.governing, found.conditions_open) == ("case_by_case", 1)
    assert [one.id for one in found.policies[0].finding.conditions if not one.is_shown] == ["end_users"]
    document = found.to_document()
    assert (document["policy"], document["conditions_open"]) == ("case_by_case", 1)
    assert review(facts=H200).to_document()["conditions_open"] == 7
    assert review(facts=B200).to_document()["conditions_open"] == 0


@pytest.mark.parametrize("fact", sorted(SCREENED))
def test_a_known_party_or_use_fails_the_lane_whatever_was_certified(fact):
    for certified in (CHECKLIST, {}):
        found = review(facts=H200 | certified | {fact: True})
        assert "review_policy.lane" not in {one.finding.rule_id for one in found.policies}
        assert found.governing != "case_by_case"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("policy_of_denial", "policy_of_denial"),
        ("presumption_of_denial", "presumption_of_denial"),
        ("case_by_case", "case_by_case"),
        ("presumption_of_approval", "presumption_of_approval"),
        ("other", None),
    ],
)
def test_a_listed_party_has_the_policy_of_its_row(row, expected):
    listed = {"party_on_entity_list": True, "entity_list_review_policy": row}
    assert policy("DE", item_entry="ear99", facts=listed) == expected
    strictest = expected if expected == "policy_of_denial" else "presumption_of_denial"
    assert policy("CN", facts=B200 | listed) == strictest


def test_the_policy_of_a_row_nobody_read_is_open_and_that_of_an_unscreened_party_asks_nothing():
    found = review("DE", item_entry="ear99", facts={"party_on_entity_list": True})
    assert found.governing is None
    assert "entity_list_review_policy would decide" in found.sentence
    assert policy("CN", facts=B200) == "presumption_of_denial"


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2024, 4, 3), False), (date(2024, 4, 4), True), (TODAY, True)]
)
def test_since_2024_04_04_it_is_said_that_some_cases_are_reviewed_case_by_case(day, expected):
    rule = "review_policy.some_case_by_case"
    for destination, entry in (("CN", "3A090.b"), ("SA", "3A090.a")):
        assert (rule in notices(destination, item_entry=entry, as_of=day)) is expected
    assert rule not in notices("DE", as_of=day)
    assert rule not in notices("CN", item_entry="3A090.c", as_of=day)


@pytest.mark.parametrize(
    ("setting", "by_units", "by_tpp"),
    [("both", False, False), ("units", False, True), ("tpp", True, False)],
)
def test_the_measure_of_the_share_is_a_switch(setting, by_units, by_tpp):
    law = law_of([], [Setting("lane_share_measure", setting, None, None, TODAY, "ana", "Supp. 2")])
    for name, passes in (
        ("lane_percent_of_us_shipments_by_units", by_units),
        ("lane_percent_of_us_shipments_by_tpp", by_tpp),
    ):
        found = policy(law=law, facts=H200 | CHECKLIST | {name: Decimal(60)})
        assert found == ("case_by_case" if passes else "presumption_of_denial")


def test_an_unknown_limit_leaves_the_policy_open_and_is_named():
    found = review(facts={"tpp": 15832})
    assert found.governing is None
    assert "total_dram_bandwidth_gb_per_s would decide" in found.sentence
    assert {one.policy for one in found.policies} == {"case_by_case", "presumption_of_denial"}


def test_for_level_b_no_policy_was_read():
    found = review("CN", item_entry="3A090.b")
    assert (found.governing, found.policies) == (None, ())
    assert "No review policy for this case is encoded" in found.sentence


def test_before_2026_01_15_there_is_no_lane():
    assert policy(as_of=date(2026, 1, 14), facts=H200) == "presumption_of_denial"
    assert policy(as_of=date(2022, 10, 21), facts={}) == "presumption_of_denial"
