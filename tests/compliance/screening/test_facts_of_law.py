"""Facts that come from the law of the day, for many tenants at once."""

from datetime import date

from compliance.screening.facts_of_law import with_law
from rules.law import law_of, shipped_law
from rules.ruleset_reader import read_rule_set
from rules.switches import Setting
from tests.compliance.lawbook.letters import letter

TODAY = date(2026, 7, 23)
LATER = date(2026, 11, 12)


def stated(switch, value):
    return Setting(switch, value, None, None, date(2026, 11, 11), "an approver", "a notice")


def test_nobody_has_no_facts():
    assert with_law({}, shipped_law().on(TODAY)) == {}


def test_a_tenant_of_whom_nothing_is_known_has_no_groups_and_the_settings_that_rules_about_tenants_read():
    assert set(with_law({7: {}}, shipped_law().on(TODAY))[7]) == {"setting_affiliates_rule"}
    assert with_law({7: {}}, shipped_law().on(date(2023, 11, 17))) == {7: {}}


def test_groups_of_another_day_are_worked_out_anew_and_other_facts_kept():
    stored = {"headquarters_country": "KH", "headquarters_groups": ("D:1", "D:5"), "kyc_on_file": True}
    found = with_law({7: stored, 8: {"declared_country": "FR"}}, shipped_law().on(TODAY))
    assert found[7]["headquarters_groups"] == ("D:1",)
    assert found[7]["kyc_on_file"] is True
    assert "A:5" in found[8]["declared_country_groups"]
    assert stored["headquarters_groups"] == ("D:1", "D:5")


def test_what_the_operator_stated_of_a_switch_is_the_fact():
    found = with_law({7: {}}, law_of([], [stated("affiliates_rule", "stayed")]).on(LATER))
    assert found[7]["setting_affiliates_rule"] == "stayed"


def test_a_switch_is_a_fact_of_tenants_only_where_a_rule_about_them_reads_it():
    reading = letter(('"peak_concurrent_accelerators > 100"', "'setting_lane_share_measure == \"tpp\"'"))
    directive = read_rule_set(reading.encode(), "letter.toml")
    settings = [stated("lane_share_measure", "tpp")]
    without, found = (with_law({7: {}}, law_of(sets, settings).on(LATER))[7] for sets in ([], [directive]))
    assert "setting_lane_share_measure" not in without
    assert found == without | {"setting_lane_share_measure": "tpp"}
