"""Every row of the timeline: the answer on the day before and on the day."""

from datetime import date

import pytest

from rules.clocks import Reading
from tests.rules.licensing.questions import (
    ONE_DAY,
    answered,
    exceptions,
    notices,
    policy,
    requirement,
    rules_met,
    three,
)

REQUIRED, NOT_FOUND = "required", "not_found"


def before_and_on(day, ask, **asked):
    return ask(as_of=day - ONE_DAY, **asked), ask(as_of=day, **asked)


def on_the_day(what, **fixed):
    return lambda **asked: what(**(fixed | asked))


@pytest.mark.parametrize(
    ("row", "day", "destination", "asked", "expected"),
    [
        ("R22M", date(2023, 1, 17), "MO", {}, (NOT_FOUND, REQUIRED)),
        ("R23 D:4", date(2023, 11, 17), "SA", {}, (NOT_FOUND, REQUIRED)),
        ("R23 D:1", date(2023, 11, 17), "VN", {}, (NOT_FOUND, REQUIRED)),
        ("R23 .b", date(2023, 11, 17), "CN", {"item_entry": "3A090.b"}, (NOT_FOUND, REQUIRED)),
        ("R23 .z", date(2023, 11, 17), "CN", {"item_entry": "z_b"}, (NOT_FOUND, REQUIRED)),
        ("R23 HQ", date(2023, 11, 17), "DE", {"hq": "CN"}, (NOT_FOUND, REQUIRED)),
        (
            "R23S",
            date(2023, 11, 17),
            "RU",
            {"item_entry": "other", "facts": {"end_use_advanced_node_fab": True}},
            None,
        ),
        ("R24D memory", date(2024, 12, 31), "CN", {"item_entry": "3A090.c"}, (NOT_FOUND, REQUIRED)),
        ("Nicaragua", date(2024, 3, 15), "NI", {}, (NOT_FOUND, REQUIRED)),
        ("Cyprus to A:6", date(2023, 12, 8), "CY", {}, (NOT_FOUND, NOT_FOUND)),
    ],
)
def test_requirement_as_enforced(row, day, destination, asked, expected):
    found = before_and_on(day, on_the_day(requirement, destination=destination), **asked)
    if expected is None:
        outcome = before_and_on(day, on_the_day(rules_met, destination=destination), **asked)
        fab = "end_use_chips_and_supercomputers.advanced_node_fab"
        assert [fab in one for one in outcome] == [False, True], row
    else:
        assert found == expected, row


def test_r22_is_the_first_text_and_reaches_china_with_hong_kong_only():
    day = date(2022, 10, 21)
    found = {country: requirement(country, as_of=day) for country in ("CN", "HK", "MO", "SA", "DE")}
    assert found == {"CN": REQUIRED, "HK": REQUIRED, "MO": NOT_FOUND, "SA": NOT_FOUND, "DE": NOT_FOUND}
    assert requirement("DE", as_of=day, hq="CN") == NOT_FOUND


def test_r23_headquarters_clause_moves_for_level_a_on_2025_01_13():
    def outcomes(entry, day):
        found = answered("DE", hq="CN", item_entry=entry, as_of=day).under(Reading.ENFORCED).requirements
        return {one.outcome for one in found}

    day = date(2025, 1, 13)
    assert outcomes("3A090.a", day - ONE_DAY) == {"744.23(a)(3)"}
    assert outcomes("3A090.a", day) == {"742.6(a)(6)(iii)(A)"}
    assert outcomes("3A090.b", day - ONE_DAY) == outcomes("3A090.b", day) == {"744.23(a)(3)"}


def test_r24a_aca_is_split_from_nac():
    gaming = {"facts": {"marketed_for_datacenter": False, "tpp": 5285}}
    earlier, later = before_and_on(date(2024, 4, 4), on_the_day(exceptions, destination="SA"), **gaming)
    assert (earlier["NAC"], "ACA" in earlier) == ("eligible", False)
    assert (later["NAC"], later["ACA"]) == ("not_available", "eligible")


def test_r24v_validated_end_users_with_data_centers():
    asked = {"facts": {"recipient_is_validated_end_user": True}}
    earlier, later = before_and_on(date(2024, 10, 2), on_the_day(exceptions, destination="SA"), **asked)
    assert ("VEU" in earlier, later["VEU"]) == (False, "eligible")


def test_r24d_memory_is_codified_before_it_must_be_complied_with():
    day = date(2024, 12, 2)
    assert three("CN", item_entry="3A090.c", as_of=day - ONE_DAY) == (NOT_FOUND,) * 3
    assert three("CN", item_entry="3A090.c", as_of=day) == (REQUIRED, NOT_FOUND, REQUIRED)
    assert three("CN", item_entry="3A090.c", as_of=date(2024, 12, 31)) == (REQUIRED,) * 3


@pytest.mark.parametrize("entry", ["3A090.a", "4E091"])
def test_r25d_worldwide_is_codified_and_never_came_to_be_enforced(entry):
    def asked(day, **known):
        return three("DE", item_entry=entry, as_of=day, **known)

    assert asked(date(2025, 1, 12)) == (NOT_FOUND,) * 3
    for day in (
        date(2025, 1, 13),
        date(2025, 5, 12),
        date(2025, 5, 13),
        date(2025, 5, 15),
        date(2026, 11, 22),
    ):
        assert asked(day) == (REQUIRED, NOT_FOUND, REQUIRED)


def test_p25_was_not_known_before_it_was_said():
    """Asked on 2025-05-01 about the day of compliance, everybody had to expect enforcement."""
    day = date(2025, 5, 15)
    assert three("DE", as_of=day, known_on=date(2025, 5, 1)) == (REQUIRED,) * 3
    assert three("DE", as_of=day, known_on=date(2025, 5, 13)) == (REQUIRED, NOT_FOUND, REQUIRED)


def test_r25f_and_r26i_the_presumption_for_foundries():
    asked = {"facts": {"exporter_is_fabricator_or_packager": True}, "item_entry": "other"}
    earlier, later = before_and_on(date(2025, 1, 16), on_the_day(notices, destination="TW"), **asked)
    assert [("notice_foundry_presumption.presumption" in one) for one in (earlier, later)] == [False, True]

    def words(day):
        found = answered("TW", as_of=day, **asked).notices
        return next(one.explanation for one in found if one.rule_id.startswith("notice_foundry"))

    assert "2026-04-13" in words(date(2026, 4, 6))
    assert "2026-12-31" in words(date(2026, 4, 7))
    assert "notice_foundry_presumption.presumption" not in notices("TW", item_entry="other", facts={})


def test_l25h_letters_are_a_notice_and_no_requirement():
    asked = {"item_entry": "3A991.p", "destination": "CN"}
    earlier, later = before_and_on(date(2025, 4, 9), on_the_day(notices), **asked)
    assert [("notice_is_informed.letters" in one) for one in (earlier, later)] == [False, True]
    assert requirement(**asked) == NOT_FOUND


def test_r26_the_lane_of_january():
    h200 = {"facts": {"tpp": 15832, "total_dram_bandwidth_gb_per_s": 4800}}
    assert before_and_on(date(2026, 1, 15), on_the_day(policy, destination="CN"), **h200) == (
        "presumption_of_denial",
        "case_by_case",
    )


def test_r26k_cambodia_leaves_d5_and_stays_in_d1():
    day = date(2026, 2, 3)
    assert before_and_on(day, on_the_day(requirement, destination="KH")) == (REQUIRED, REQUIRED)
    assert before_and_on(day, on_the_day(requirement, destination="DE", hq="KH")) == (REQUIRED, NOT_FOUND)
    assert before_and_on(day, on_the_day(requirement, destination="KH", item_entry="3A090.c")) == (
        REQUIRED,
        NOT_FOUND,
    )


def test_g26_clarifies_what_was_enforced_all_along():
    day = date(2026, 5, 31)
    assert before_and_on(day, on_the_day(requirement, destination="DE", hq="CN")) == (REQUIRED, REQUIRED)
    earlier, later = before_and_on(day, on_the_day(notices, destination="DE", hq="CN"))
    operators = "notice_data_center_operators.ongoing_use"
    assert [(operators in one) for one in (earlier, later)] == [False, True]


def test_r26u_the_emirates_move_and_stay_named():
    out = {"facts": {"recipient_is_approved_uae_entity": False, "recipient_is_uae_government": False}}
    earlier, later = before_and_on(
        date(2026, 7, 10), on_the_day(rules_met, destination="AE", item_entry="3A090.b"), **out
    )
    assert (earlier, later) == ({"licence_region.b"}, {"licence_region.uae_by_name"})
    assert rules_met("AE", as_of=date(2026, 7, 10), **out) == {"licence_region.uae_a"}


def test_the_rule_of_july_was_published_after_it_took_effect():
    out = {"facts": {"recipient_is_approved_uae_entity": True, "recipient_is_uae_government": False}}
    day = date(2026, 7, 12)
    assert requirement("AE", as_of=day, known_on=date(2026, 7, 13), **out) == REQUIRED
    assert requirement("AE", as_of=day, known_on=date(2026, 7, 14), **out) == NOT_FOUND


def test_the_tariff_is_a_notice_and_no_export_rule():
    band = {"facts": {"tpp": 15832, "total_dram_bandwidth_gb_per_s": 4800}}
    earlier, later = before_and_on(date(2026, 1, 15), on_the_day(notices, destination="TW"), **band)
    assert [("notice_tariff.band" in one) for one in (earlier, later)] == [False, True]
    outside = {"facts": {"tpp": 36000, "total_dram_bandwidth_gb_per_s": 8000}}
    assert "notice_tariff.band" not in notices("TW", **outside)
    assert requirement("TW", **band) == NOT_FOUND
