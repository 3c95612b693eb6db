"""Facts that come from the law of the day, for many tenants at once."""

from datetime import date

from compliance.screening.facts_of_law import with_law
from rules.law import law_of, shipped_law
from rules.switches import SWITCHES, Setting

TODAY = date(2026, 7, 23)


def test_nobody_has_no_facts():
    assert with_law({}, shipped_law().on(TODAY)) == {}


def test_a_tenant_of_whom_nothing_is_known_has_the_settings_and_no_groups():
    found = with_law({7: {}}, shipped_law().on(TODAY))
    assert set(found[7]) == {f"setting_{switch}" for switch in SWITCHES}


def test_groups_of_another_day_are_worked_out_anew_and_other_facts_kept():
    stored = {"headquarters_country": "KH", "headquarters_groups": ("D:1", "D:5"), "kyc_on_file": True}
    found = with_law({7: stored, 8: {"declared_country": "FR"}}, shipped_law().on(TODAY))
    assert found[7]["headquarters_groups"] == ("D:1",)
    assert found[7]["kyc_on_file"] is True
    assert "A:5" in found[8]["declared_country_groups"]
    assert stored["headquarters_groups"] == ("D:1", "D:5")


def test_what_the_operator_stated_of_a_switch_is_the_fact():
    stated = Setting("affiliates_rule", "stayed", None, None, date(2026, 11, 11), "an approver", "a notice")
    found = with_law({7: {}}, law_of([], [stated]).on(date(2026, 11, 12)))
    assert found[7]["setting_affiliates_rule"] == "stayed"
