"""ECCN 4E091: which model weights it describes, and that it is codified and not enforced."""

from datetime import date
from decimal import Decimal

import pytest

from rules.clocks import Reading
from rules.evaluate import evaluate
from rules.facts import Subject
from rules.law import shipped_law

CLOSED = {"weights_are_published": False, "base_weights_are_published": False}


def finding(day=date(2026, 11, 22), reading=Reading.CODIFIED, **facts):
    found = evaluate(shipped_law().on(day).under(reading), Subject.MODEL, facts)
    return next((one for one in found if one.rule_id == "4e091.weights"), None)


@pytest.mark.parametrize(
    ("operations", "status"), [("9.999e25", "not_met"), ("1e26", "met"), ("3e26", "met"), ("0", "not_met")]
)
def test_ten_to_the_26_belongs_to_it(operations, status):
    assert finding(training_operations=Decimal(operations), **CLOSED).status == status


def test_published_weights_are_out():
    assert finding(training_operations=Decimal("1e27"), weights_are_published=True).status == "not_met"


@pytest.mark.parametrize(
    ("further", "percent", "status"),
    [("2.5e25", "25", "not_met"), ("2.6e25", "25", "met"), ("2.5e25", "25.1", "met")],
)
def test_a_small_further_training_of_published_weights_is_out(further, percent, status):
    found = finding(
        training_operations=Decimal("2e26"),
        weights_are_published=False,
        base_weights_are_published=True,
        further_training_operations=Decimal(further),
        further_training_percent_of_base=Decimal(percent),
    )
    assert found.status == status


def test_what_is_missing_is_named():
    found = finding(training_operations=Decimal("1e26"))
    assert found.status == "undetermined"
    assert {"weights_are_published", "base_weights_are_published"} <= set(found.missing_facts)


def test_before_2025_01_13_there_was_none_and_it_is_not_enforced():
    facts = {"training_operations": Decimal("1e26"), **CLOSED}
    assert finding(date(2025, 1, 12), **facts) is None
    assert finding(date(2025, 1, 13), **facts).status == "met"
    for day in (date(2025, 1, 13), date(2025, 5, 15), date(2026, 11, 22)):
        assert finding(day, Reading.ENFORCED, **facts) is None
