"""Models on a day: which laws describe one, which do not, what is missing, and what is codified but not enforced."""

from datetime import date
from decimal import Decimal

import pytest

from rules.clocks import Reading
from rules.errors import FactError, NoTextKnown
from rules.law import shipped_law
from rules.model_classification import classify_model

DAY = date(2026, 2, 2)
CLOSED = {"weights_are_published": False, "base_weights_are_published": False}


def model(operations=None, day=DAY, known_on=None, **facts):
    stated = {} if operations is None else {"training_operations": Decimal(operations)}
    return classify_model(stated | facts, shipped_law(), as_of=day, known_on=known_on)


def met(found, reading=Reading.CODIFIED):
    return {one.outcome for one in found.under(reading).met}


def undetermined(found, reading=Reading.CODIFIED):
    return {one.outcome for one in found.under(reading).undetermined}


def test_a_small_model_is_described_by_nothing():
    found = model(
        "1e20",
        **CLOSED,
        developer_headquarters_country="NO",
        modified_with_more_than_a_third=False,
        trained_mainly_on_biological_data=False,
    )
    assert all(met(found, reading) == set() for reading in Reading)
    assert all(undetermined(found, reading) == set() for reading in Reading)


@pytest.mark.parametrize(
    ("operations", "is_described"),
    [
        ("99999999999999999999999999", False),
        ("1e26", True),
        ("100000000000000000000000001", True),
    ],
)
def test_the_line_of_4e091_is_at_1e26_to_the_last_operation(operations, is_described):
    assert ("4E091" in met(model(operations, **CLOSED))) is is_described


def test_published_weights_lead_out_of_4e091_and_not_of_other_laws():
    found = model("5e26", weights_are_published=True)
    assert "4E091" not in met(found) | undetermined(found)
    assert "systemic_risk_presumed" in met(found)


def test_what_is_unknown_is_undetermined_and_named():
    found = model()
    assert met(found) == set()
    assert {"4E091", "systemic_risk_presumed"} <= undetermined(found)
    assert "training_operations" in found.under(Reading.CODIFIED).missing_facts


def test_4e091_is_codified_and_not_enforced():
    found = model("1e26", **CLOSED)
    assert "4E091" in met(found, Reading.CODIFIED) & met(found, Reading.CONSERVATIVE)
    assert "4E091" not in met(found, Reading.ENFORCED) | undetermined(found, Reading.ENFORCED)


def test_a_law_that_has_not_begun_says_nothing_yet():
    assert "4E091" not in met(model("1e26", date(2025, 1, 12), **CLOSED))
    assert "4E091" not in met(model("1e26", known_on=date(2025, 1, 14), **CLOSED))


@pytest.mark.parametrize("dates", [{"day": date(2022, 1, 1)}, {"known_on": date(2022, 1, 1)}])
def test_before_the_first_text_there_is_no_answer(dates):
    with pytest.raises(NoTextKnown, match="no text that describes models is known") as refused:
        model("1e26", **dates)
    assert refused.value.first_text_from is not None


def test_a_fact_of_something_else_is_refused():
    with pytest.raises(FactError, match="tpp"):
        model("1e26", tpp=Decimal(1))


def test_the_document_says_all_of_it_without_floats():
    document = model("1e26", **CLOSED).to_document()
    assert document["facts"]["training_operations"] == "100000000000000000000000000"
    assert "4E091" in {one["outcome"] for one in document["answers"]["codified"]["met"]}
    assert {one["clause"] for one in document["working"]} >= {"ECCN 4E091"}
    assert len(document["findings"]) == len({one["rule_id"] for one in document["findings"]})
