"""Red flags of the guidance, of Supplement No. 3, of the project: quiet first, then loud, always with a question."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from rules.clocks import Reading
from rules.evaluate import evaluate
from rules.facts import Subject
from rules.findings import FindingStatus
from rules.law import law_of, shipped_law
from rules.library import SETS_FOLDER, all_sets
from rules.switches import Setting
from tests.rules.red_flag_cases import CASES, FLAG_SETS

TODAY = date(2026, 7, 23)
RED_FLAGS = [one for one in all_sets() if one.name in FLAG_SETS]
_VERDICTS = (
    "violat",
    "illegal",
    "unlawful",
    "guilty",
    "prohibited",
    "must not",
    "licence",
    "license",
    "forbidden",
)


def flag_rules(sets):
    """All but what is said beside an answer on access, which the tests of those answers look at."""
    return [rule for one in sets for rule in one.rules if Subject.ACCESS not in rule.subjects]


def findings(facts, subject="tenant", sets=RED_FLAGS):
    return {one.rule_id: one for one in evaluate(sets, subject, facts)}


def met(facts, subject="tenant", sets=RED_FLAGS):
    return {
        rule: one.limb_id
        for rule, one in findings(facts, subject, sets).items()
        if one.status is FindingStatus.MET
    }


def test_the_cases_are_all_the_rules_there_are():
    assert {case.rule for case in CASES} == {rule.id for rule in flag_rules(RED_FLAGS)}
    numbers = [case.rule.partition(".")[2].split("_")[0] for case in CASES]
    assert {f"a{n}" for n in range(1, 12)} | {f"b{n}" for n in range(1, 14)} <= set(numbers)
    flags = {case.rule.partition(".flag_")[2].split("_")[0] for case in CASES} - {""}
    assert flags == {str(n) for n in range(1, 30)}


def test_each_limb_of_each_rule_has_a_loud_case():
    limbs = {(rule.id, limb.id) for rule in flag_rules(RED_FLAGS) for limb in rule.limbs}
    assert {(case.rule, limb) for case in CASES for limb in case.loud} == limbs


@pytest.mark.parametrize("subject", ["tenant", "group", "provider"])
def test_of_whom_nothing_is_known_nothing_is_raised(subject):
    found = findings({}, subject)
    assert {one.status for one in found.values()} == {FindingStatus.UNDETERMINED}
    assert not any(one.raises_when_unknown for one in found.values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_quiet(case):
    for facts in case.quiet:
        assert findings(facts)[case.rule].status is FindingStatus.NOT_MET


@pytest.mark.parametrize(
    ("case", "limb"),
    [(case, limb) for case in CASES for limb in case.loud],
    ids=lambda value: value if isinstance(value, str) else value.rule,
)
def test_loud(case, limb):
    found = findings(case.loud[limb])[case.rule]
    assert (found.status, found.limb_id) == (FindingStatus.MET, limb)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_it_is_a_duty_to_inquire_and_never_a_verdict(case):
    for facts in case.loud.values():
        found = findings(facts)[case.rule]
        assert found.question
        assert found.question.endswith("?")
        said = f"{found.title} {found.explanation} {found.question}".lower()
        assert not [word for word in _VERDICTS if word in said]
        assert str(found.severity) != "critical"


@pytest.mark.parametrize("rule_set", RED_FLAGS, ids=lambda one: one.reference)
def test_each_rule_is_said_to_be_what_it_is(rule_set):
    assert "never a finding" in _comment(rule_set) or "never findings" in _comment(rule_set)
    for rule in rule_set.rules:
        assert not rule.raises_when_unknown
        assert rule.clause.split(",")[0] in rule.limbs[0].clause or rule.clause in rule.limbs[0].clause


def _comment(rule_set):
    text = (SETS_FOLDER / rule_set.id / f"{rule_set.effective_from}.toml").read_text()
    lines = (line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#"))
    return " ".join(lines)


@pytest.mark.parametrize(
    ("day", "newest"),
    [
        (date(2022, 1, 1), 14),
        (date(2023, 11, 16), 14),
        (date(2023, 11, 17), 19),
        (date(2024, 12, 1), 19),
        (date(2024, 12, 2), 27),
        (date(2025, 1, 13), 28),
        (date(2025, 9, 28), 28),
        (date(2025, 9, 29), 29),
    ],
)
def test_the_supplement_grows_by_the_calendar(day, newest):
    in_force = shipped_law().on(day).under(Reading.CONSERVATIVE)
    supplement = [one for one in in_force if one.name.startswith("kyc_guidance_supp3")]
    rules = [rule.id for rule in flag_rules(supplement)]
    assert sorted(int(rule.partition(".flag_")[2].split("_")[0]) for rule in rules) == [*range(1, newest + 1)]


def is_in(reading, day, setting=None):
    settings = (
        [Setting("affiliates_rule", setting, None, None, day, "somebody", "a source")] if setting else []
    )
    answers = law_of([], settings).on(day).under(reading)
    return "kyc_guidance_supp3_flag_29" in {one.name for one in answers}


def test_flag_29_comes_and_goes_with_the_affiliates_rule():
    assert is_in(Reading.ENFORCED, date(2025, 11, 9))
    assert not is_in(Reading.CODIFIED, date(2025, 11, 10))
    assert is_in(Reading.CONSERVATIVE, date(2025, 11, 10))
    assert is_in(Reading.ENFORCED, date(2026, 11, 10))
    assert is_in(Reading.ENFORCED, date(2026, 11, 10), "in_force")
    assert not is_in(Reading.CODIFIED, date(2026, 11, 10), "stayed")
    assert is_in(Reading.CONSERVATIVE, date(2026, 11, 10), "stayed")


def test_flag_28_is_in_the_text_and_not_enforced():
    for day, enforced in [(date(2025, 5, 12), True), (date(2025, 5, 13), False), (TODAY, False)]:
        law = shipped_law().on(day)
        assert "kyc_guidance_supp3_flag_28" in {one.name for one in law.under(Reading.CODIFIED)}
        enforced_names = {one.name for one in law.under(Reading.ENFORCED)}
        assert ("kyc_guidance_supp3_flag_28" in enforced_names) is enforced


@pytest.mark.parametrize("parent", ["CN", "MO", "SG", "IN", "AE", "BR"])
def test_flag_28_asks_of_everybody_outside_the_list(parent):
    facts = {
        "operations_expected_365d": Decimal("1e26"),
        "headquarters_country": "US",
        "ultimate_parent_headquarters_country": parent,
    }
    assert "kyc_guidance_supp3_flag_28.flag_28_training_for_others" in met(facts)
    flag_28 = [one for one in RED_FLAGS if one.name == "kyc_guidance_supp3_flag_28"]
    assert not met(facts | {"ultimate_parent_headquarters_country": "JP"}, sets=flag_28)
    assert not met(facts | {"operations_expected_365d": Decimal("9.9999e25")}, sets=flag_28)


def test_the_first_day_that_counts_is_the_seventh_of_october_2022_for_orders_and_the_eighth_for_birth():
    rule = "red_flags_2025_05.a1_new_to_advanced_circuits"
    instant = datetime(2022, 10, 7, tzinfo=UTC)
    old = {"incorporated_on": datetime(2001, 1, 1, tzinfo=UTC)}
    assert met(old | {"first_advanced_order_at": instant}) == {rule: "first_order"}
    assert (
        met({"first_advanced_order_at": datetime(2022, 10, 6, tzinfo=UTC), "incorporated_on": instant}) == {}
    )


def test_groups_are_asked_about_what_groups_do():
    facts = {"synchronous_accounts": 2, "shared_identifiers": ("ssh_key",)}
    assert met(facts, "group") == {
        "cloud_indicators.b3_shared_identifiers": "ssh_key",
        "cloud_indicators.b5_synchronous_accounts": "accounts",
    }


def test_a_data_centre_is_asked_whether_it_can_run_them():
    assert met({"site_power_affirmed": True}, "provider") == {}
    assert met({"site_power_affirmed": False}, "provider") == {
        "red_flags_2025_05.a7_site_not_affirmed": "not_affirmed"
    }


def test_the_headquarters_flag_stands_for_a11():
    named = {"red_flags_2025_05.a11_ties_to_macau_or_d5"}
    newest = [one for one in all_sets() if one.name == "macau_d5_headquarters"][-1]
    assert set(newest.rules[0].instead_of) == named
    assert named <= {case.rule for case in CASES}
