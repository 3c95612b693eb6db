"""The proposed know-your-customer rule as a template: what nobody asked raises nothing, and nothing is called law."""

from decimal import Decimal

import pytest

from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.library import by_reference
from rules.ruleset import Effect

TEMPLATE = by_reference("project/kyc_template@2024-01-29")


def findings(**facts):
    return {one.rule_id.removeprefix("kyc_template."): one for one in evaluate([TEMPLATE], "tenant", facts)}


def met(**facts):
    return {rule for rule, one in findings(**facts).items() if one.status is FindingStatus.MET}


def test_what_nobody_asked_raises_nothing():
    assert met() == set()
    assert not any(one.raises_when_unknown for one in findings().values())


def test_a_careful_file_is_quiet():
    quiet = {
        "kyc_on_file": False,
        "is_reseller": False,
        "is_us_person": True,
        "trains_large_model": False,
        "identity_verification": "verified",
        "largest_unidentified_owner_percent": Decimal("24.99"),
        "access_ip_addresses_without_time": 0,
    }
    assert {one.status for one in findings(**quiet).values()} == {FindingStatus.NOT_MET}


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"identity_verification": "failed"}, "identity_not_verified"),
        ({"identity_verification": "pending"}, "identity_not_verified"),
        ({"largest_unidentified_owner_percent": Decimal(25)}, "owner_not_identified"),
        ({"access_ip_addresses_without_time": 1}, "addresses_without_time"),
        ({"kyc_on_file": True}, "retention"),
        ({"trains_large_model": True, "is_us_person": False}, "training_report"),
    ],
)
def test_each_rule(facts, rule):
    assert met(**facts) == {rule}


def test_a_foreign_reseller():
    abroad = {"is_reseller": True, "is_us_person": False}
    assert met(**abroad, reseller_programme_on_file=False) == {
        "reseller_without_programme",
        "reseller_clocks",
    }
    assert met(**abroad, reseller_programme_on_file=True) == {"reseller_clocks"}
    assert met(is_reseller=True, is_us_person=True, reseller_programme_on_file=False) == set()
    assert met(is_reseller=True, reseller_programme_on_file=False) == set()


def test_the_clocks_are_a_checklist_with_their_confidence():
    clocks = findings(is_reseller=True, is_us_person=False)["reseller_clocks"]
    assert clocks.effect is Effect.NOTICE
    days = {one.id: one.confidence for one in clocks.conditions}
    assert days == {
        "programme_10_days": "K",
        "termination_30_days": "U",
        "report_15_days": "K",
        "forward_30_days": "K",
    }
    report = findings(trains_large_model=True, is_us_person=False)["training_report"]
    assert [one.id for one in report.conditions] == [
        "report_15_days",
        "answers_15_days",
        "corrections_15_days",
    ]


def test_only_three_rules_are_for_a_person_to_look_at():
    flags = {rule for rule, one in findings().items() if one.effect is Effect.FLAG}
    assert flags == {"identity_not_verified", "owner_not_identified", "reseller_without_programme"}


def test_nothing_is_called_law():
    for found in findings(kyc_on_file=True).values():
        assert found.standing == "proposed"
        assert found.clause.startswith("Proposed 15 CFR")
        assert "not law" in found.clause
        said = f"{found.title} {found.explanation}".lower()
        assert not [word for word in ("must", "obliged", "required", "mandatory", "violat") if word in said]
