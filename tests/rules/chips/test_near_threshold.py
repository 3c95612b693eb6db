"""Thresholds come out of the rules' own expressions, and nearness is a share of the threshold."""

from decimal import Decimal

from rules.chips.near_threshold import Threshold, near_thresholds, thresholds_of
from rules.facts import Subject
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed

LINE = Threshold("peak_concurrent_tpp", Decimal(100), ("1 CFR 2",))


def near(value, *, changes=lambda _fact, _value: False):
    return near_thresholds([LINE], {"peak_concurrent_tpp": value}, changes)


def test_an_unknown_fact_and_one_far_away_are_near_nothing():
    assert near(None) == ()
    assert near(Decimal("96.99")) == ()
    assert near(Decimal("103.01")) == ()


def test_three_percent_of_the_threshold_on_either_side():
    for value in ("97", "100", "103"):
        (found,) = near(Decimal(value))
        assert found.threshold == 100
        assert found.is_below == (value == "97")


def test_both_sides_of_the_line_are_tried():
    tried = []
    near(Decimal(99), changes=lambda fact, value: tried.append((fact, value)) or False)
    assert [fact for fact, _ in tried] == ["peak_concurrent_tpp"] * 2
    assert tried[0][1] < 100 < tried[1][1]
    assert abs(tried[0][1] - 100) < Decimal("1e-15")


def test_numbers_are_read_from_limbs_and_carve_outs_but_zero_is_no_line():
    rule_set = read_rule_set(VALID.encode(), "x")
    assert thresholds_of([rule_set], Subject.TENANT) == (
        Threshold("peak_concurrent_tpp", Decimal("5.92"), ("1 CFR 2(a)(1)",)),
    )
    assert thresholds_of([rule_set], Subject.CHIP) == ()


def test_a_number_written_first_counts_the_same():
    turned = read_rule_set(changed("peak_concurrent_tpp >= 5.92", "5.92 <= peak_concurrent_tpp"), "x")
    (found,) = thresholds_of([turned], Subject.TENANT)
    assert (found.fact, found.number) == ("peak_concurrent_tpp", Decimal("5.92"))


def test_the_document_is_plain():
    (found,) = near(Decimal(99))
    assert found.to_document() == {
        "fact": "peak_concurrent_tpp",
        "value": "99",
        "threshold": "100",
        "side": "below",
        "clauses": ["1 CFR 2"],
        "changes_status": False,
    }
