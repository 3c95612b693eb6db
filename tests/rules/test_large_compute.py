from decimal import Decimal

import pytest

from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.library import by_reference

LARGE_COMPUTE = by_reference("project/large_compute@2026-01-01")
WINDOWS = ("30d", "90d", "365d")


def operations(lower, expected, upper, window="365d"):
    """Facts of a tenant all of whose operations lie in this window and the longer ones."""
    facts = {"peak_concurrent_tpp": Decimal(0), "unknown_accelerator_seconds": 0}
    for one in WINDOWS:
        inside = WINDOWS.index(one) >= WINDOWS.index(window)
        for bound, amount in {"lower": lower, "expected": expected, "upper": upper}.items():
            facts[f"operations_{bound}_{one}"] = Decimal(amount) if inside else Decimal(0)
    return facts


def findings(facts, subject="tenant"):
    return {
        one.rule_id.removeprefix("large_compute."): one for one in evaluate([LARGE_COMPUTE], subject, facts)
    }


def met(facts):
    return {
        name: (str(one.severity), one.limb_id)
        for name, one in findings(facts).items()
        if one.status is FindingStatus.MET
    }


def test_no_use_fires_nothing_and_leaves_nothing_open():
    found = findings(operations(0, 0, 0))
    assert {one.status for one in found.values()} == {FindingStatus.NOT_MET}


@pytest.mark.parametrize(
    ("lower", "expected", "upper", "fires"),
    [
        ("5e22", "1e23", "5e23", {}),
        ("6e22", "100000000000000000000001", "5e23", {"indicative_1e23": "notice"}),
        ("1e24", "2e24", "1e25", {"indicative_1e23": "notice"}),
        (
            "1e24",
            "2e24",
            "10000000000000000000000001",
            {"possible_1e25": "medium", "indicative_1e23": "notice"},
        ),
        ("5e24", "1e25", "5e25", {"possible_1e25": "medium", "indicative_1e23": "notice"}),
        ("6e24", "10000000000000000000000001", "9e25", {"expected_1e25": "high"}),
        (
            "1e25",
            "2e25",
            "1e26",
            {"expected_1e25": "high", "possible_1e26": "high"},
        ),
        (
            "1e25",
            "99999999999999999999999999",
            "2e26",
            {"expected_1e25": "high", "possible_1e26": "high"},
        ),
        ("5e25", "1e26", "5e26", {"expected_1e25": "high", "expected_1e26": "critical"}),
    ],
)
def test_thresholds_from_both_sides(lower, expected, upper, fires):
    found = met(operations(lower, expected, upper))
    assert {name: severity for name, (severity, _) in found.items()} == fires


@pytest.mark.parametrize("window", WINDOWS)
def test_the_limb_is_the_shortest_window_that_reaches_the_threshold(window):
    found = findings(operations("5e25", "1.5e26", "5e26", window))["expected_1e26"]
    assert found.limb_id == f"window_{window}"
    assert found.clause.endswith(f"{window.removesuffix('d')} days")
    assert "1.5e26" in found.explanation
    assert "5e25" in found.explanation


def test_unknown_operations_are_undetermined_not_quiet():
    facts = operations(0, 0, 0)
    facts["operations_expected_90d"] = None
    found = findings(facts)
    assert found["expected_1e25"].status is FindingStatus.UNDETERMINED
    assert found["expected_1e25"].missing_facts == ("operations_expected_90d",)


def test_a_window_that_is_known_decides_for_the_unknown_ones():
    found = findings({"operations_expected_30d": Decimal("2e26")})
    assert found["expected_1e26"].status is FindingStatus.MET
    assert found["possible_1e26"].status is FindingStatus.NOT_MET
    assert found["peak_concurrent_tpp"].status is FindingStatus.UNDETERMINED


@pytest.mark.parametrize(("tpp", "fires"), [("26900000", False), ("26900000.0001", True)])
def test_the_peak_watch_level(tpp, fires):
    facts = {**operations(0, 0, 0), "peak_concurrent_tpp": Decimal(tpp)}
    assert ("peak_concurrent_tpp" in met(facts)) == fires
    found = findings(facts)["peak_concurrent_tpp"]
    assert not fires or "project's choice" in found.explanation


def test_one_second_on_an_unknown_accelerator_is_shown():
    facts = {**operations(0, 0, 0), "unknown_accelerator_seconds": 1}
    assert met(facts) == {"unknown_accelerators": ("medium", "unknown_use")}


def test_groups_are_judged_by_the_same_rules():
    assert findings({}, "group").keys() == findings({}).keys()


def test_thresholds_quote_their_source():
    found = findings(operations(0, 0, 0))
    assert "Art. 51(2)" in found["expected_1e25"].clause
    assert "SB 53" in found["expected_1e26"].clause
    assert "4E091" in found["expected_1e26"].clause
    assert "740.29" in found["peak_concurrent_tpp"].clause
    assert {one.standing for one in found.values()} == {"project"}
