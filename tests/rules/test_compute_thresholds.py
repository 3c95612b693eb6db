"""Compute thresholds of several laws, from both sides, on the days on which they apply."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import Reading
from rules.evaluate import evaluate
from rules.findings import FindingStatus
from rules.law import law_of, shipped_law
from rules.ruleset import Effect
from rules.supercomputer import Envelope, is_supercomputer
from rules.switches import Setting
from rules.three_valued import Undetermined

IN_2027 = date(2027, 1, 1)
ONE = Decimal(1)
SETS = (
    "ai_act_systemic_risk",
    "gpai_guidelines",
    "sb_53",
    "raise",
    "outbound_investment",
    "eo_14110_interim",
    "proposed_model_reporting",
    "supercomputer",
)


def findings(facts, *, subject="model", on=IN_2027, reading=Reading.CONSERVATIVE, settings=()):
    law = law_of([], settings).on(on)
    sets = [one for one in law.under(reading) if one.name in SETS]
    return {one.rule_id: one for one in evaluate(sets, subject, {**law.setting_facts(), **facts})}


def met(facts, **how):
    found = findings(facts, **how)
    return {rule: one.outcome for rule, one in found.items() if one.status is FindingStatus.MET}


def model(operations, **others):
    """A model of which all is known, and nothing but its operations is remarkable."""
    return {
        "training_operations": Decimal(operations),
        "generates_text_or_audio": False,
        "generates_image_or_video_from_text": False,
        "trained_mainly_on_biological_data": False,
        "modified_with_more_than_a_third": False,
        "developer_annual_revenue_usd": Decimal(0),
        "training_compute_cost_usd": Decimal(0),
        "developer_headquarters_country": "FR",
        "placed_on_eu_market_at": datetime(2026, 1, 1, tzinfo=UTC),
        **others,
    }


@pytest.mark.parametrize("operations", ["0", "1e22", "1e23", "1e25"])
def test_a_model_on_or_below_each_threshold_is_quiet(operations):
    assert met(model(operations)) == {}


@pytest.mark.parametrize(
    ("facts", "rule", "outcome"),
    [
        (model(Decimal("1e25") + 1), "ai_act_systemic_risk.systemic_risk", "systemic_risk_presumed"),
        (
            model(Decimal("1e23") + 1, generates_text_or_audio=True),
            "gpai_guidelines.general_purpose",
            "general_purpose_model",
        ),
        (
            model(Decimal("1e23") + 1, generates_image_or_video_from_text=True),
            "gpai_guidelines.general_purpose",
            "general_purpose_model",
        ),
        (
            model("1e20", modified_with_more_than_a_third=True),
            "gpai_guidelines.modifier",
            "modifier_is_provider",
        ),
        (
            model(Decimal("1e23") + 1, developer_headquarters_country="CN"),
            "outbound_investment.notifiable",
            "notifiable_investment",
        ),
    ],
)
def test_one_more_is_loud(facts, rule, outcome):
    assert met(facts) == {rule: outcome}


def test_systemic_risk_comes_with_the_two_weeks_as_a_condition():
    found = findings(model("2e25"))["ai_act_systemic_risk.systemic_risk"]
    assert found.effect is Effect.CLASSIFICATION
    assert ["two weeks" in one.text for one in found.conditions] == [True]


@pytest.mark.parametrize(
    ("placed", "legacy"),
    [(datetime(2025, 8, 1, tzinfo=UTC), True), (datetime(2025, 8, 2, tzinfo=UTC), False)],
)
def test_models_from_before_the_duties_have_until_august_2027(placed, legacy):
    assert (
        "ai_act_systemic_risk.placed_before_2025_08_02" in met(model(0, placed_on_eu_market_at=placed))
    ) is legacy


@pytest.mark.parametrize(
    ("operations", "revenue", "expected"),
    [
        ("1e26", "5e8", set()),
        ("1e26", "9e8", set()),
        (Decimal("1e26") + 1, "5e8", {"sb_53.frontier_model"}),
        (
            Decimal("1e26") + 1,
            Decimal("5e8") + 1,
            {"sb_53.frontier_model", "sb_53.large_frontier_developer", "raise.frontier_model"},
        ),
    ],
)
def test_california_and_the_revenue_of_the_developer(operations, revenue, expected):
    found = met(model(operations, developer_annual_revenue_usd=Decimal(revenue)))
    assert {rule for rule in found if rule.startswith(("sb_53", "raise"))} == expected


@pytest.mark.parametrize(
    ("setting", "by_cost", "by_revenue"),
    [
        (None, True, True),
        ("either_definition", True, True),
        ("cost_of_compute", True, False),
        ("revenue_of_developer", False, True),
    ],
)
def test_the_definition_of_new_york_is_a_switch(setting, by_cost, by_revenue):
    settings = (
        [Setting("raise_definition", setting, None, None, date(2026, 12, 1), "x", "y")] if setting else []
    )
    costly = model("2e26", training_compute_cost_usd=Decimal("1e8") + 1)
    rich = model("2e26", developer_annual_revenue_usd=Decimal("5e8") + 1)
    assert ("raise.frontier_model" in met(costly, settings=settings)) is by_cost
    assert ("raise.frontier_model" in met(rich, settings=settings)) is by_revenue
    assert "raise.frontier_model" not in met(costly, settings=settings, on=date(2026, 12, 31))
    assert findings(costly, settings=settings)["raise.frontier_model"].confidence == "U"


@pytest.mark.parametrize(
    ("operations", "biological", "expected"),
    [
        ("1e23", True, None),
        (Decimal("1e23") + 1, False, "notifiable"),
        ("1e24", True, "notifiable"),
        (Decimal("1e24") + 1, True, "prohibited"),
        ("1e25", False, "notifiable"),
        (Decimal("1e25") + 1, False, "prohibited"),
    ],
)
def test_outbound_investment(operations, biological, expected):
    facts = model(
        operations, trained_mainly_on_biological_data=biological, developer_headquarters_country="MO"
    )
    found = [rule for rule in met(facts) if rule.startswith("outbound_investment.")]
    assert found == ([f"outbound_investment.{expected}"] if expected else [])


def test_outbound_investment_needs_to_know_the_data_between_the_two_thresholds():
    facts = model("5e24", trained_mainly_on_biological_data=None, developer_headquarters_country="CN")
    found = findings(facts)
    assert found["outbound_investment.notifiable"].status is FindingStatus.UNDETERMINED
    assert found["outbound_investment.prohibited"].missing_facts == ("trained_mainly_on_biological_data",)


@pytest.mark.parametrize(
    ("day", "applies"),
    [
        (date(2023, 10, 29), False),
        (date(2023, 10, 30), True),
        (date(2025, 1, 19), True),
        (date(2025, 1, 20), False),
    ],
)
def test_the_revoked_order_ends_with_its_revocation(day, applies):
    outcomes = met(model("1e27"), on=day)
    assert ("eo_14110_interim.model" in outcomes) is applies


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (model("1e26"), False),
        (model(Decimal("1e26") + 1), True),
        (model("1e23", trained_mainly_on_biological_data=True), False),
        (model(Decimal("1e23") + 1, trained_mainly_on_biological_data=True), True),
    ],
)
def test_the_thresholds_of_the_revoked_order(facts, expected):
    assert ("eo_14110_interim.model" in met(facts, on=date(2024, 6, 1))) is expected


@pytest.mark.parametrize(
    ("network", "operations", "order", "proposal"),
    [
        ("100", "1e20", False, False),
        ("100.1", "9e19", False, False),
        ("100.1", "1e20", True, False),
        ("300", "1e21", True, False),
        ("300.1", "1e21", True, True),
    ],
)
def test_clusters(network, operations, order, proposal):
    facts = {
        "cluster_network_gbit_per_s": Decimal(network),
        "cluster_peak_operations_per_s": Decimal(operations),
    }
    for subject in ("system", "provider"):
        found = met(facts, subject=subject, on=date(2024, 10, 1))
        assert ("eo_14110_interim.cluster" in found) is order
        assert ("proposed_model_reporting.cluster" in found) is proposal


def test_the_proposal_is_never_called_law():
    found = findings(model("1e27"), on=date(2024, 10, 1))["proposed_model_reporting.model"]
    assert found.standing == "proposed"
    assert "not law" in found.citation
    assert "proposed_model_reporting.model" not in findings(model("1e27"), reading=Reading.CODIFIED)


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2025, 8, 1), set()),
        (date(2025, 8, 2), {"ai_act_systemic_risk"}),
        (date(2026, 1, 1), {"ai_act_systemic_risk", "sb_53"}),
        (date(2027, 1, 1), {"ai_act_systemic_risk", "sb_53", "raise"}),
    ],
)
def test_the_calendar(day, names):
    codified = {one.name for one in shipped_law().on(day).under(Reading.CODIFIED)}
    assert codified & {"ai_act_systemic_risk", "sb_53", "raise"} == names


def test_europe_fines_from_august_2026():
    for day, fined in [(date(2026, 8, 1), False), (date(2026, 8, 2), True)]:
        enforced = {one.name for one in shipped_law().on(day).under(Reading.ENFORCED)}
        assert ("ai_act_systemic_risk" in enforced) is fined


def system(fp64=None, fp32=None, feet=None, **others):
    figures = {"fp64_petaflops": fp64, "fp32_petaflops": fp32, "envelope_cubic_feet": feet}
    return {name: None if figure is None else Decimal(figure) for name, figure in figures.items()} | {
        name: Decimal(figure) for name, figure in others.items()
    }


@pytest.mark.parametrize(
    ("facts", "status", "limb"),
    [
        (system("99.999", "199.999", "10000"), "not_met", None),
        (system("100", "0", "41600"), "met", "fp64"),
        (system("0", "200", "41600"), "met", "fp32"),
        (system("40", "250", "30000"), "met", "fp32"),
        (system("100", None, "41600"), "met", "fp64"),
        (system("100", "0", None), "undetermined", None),
        (system(None, "199", "1000"), "undetermined", None),
        (system("100", "0", "41600.01"), "undetermined", None),
        (system("100", "0", "90000", densest_fp64_petaflops="99"), "not_met", None),
        (system("500", "0", "90000", densest_fp64_petaflops="100"), "met", "fp64_densest"),
        (system("0", "900", "90000", densest_fp32_petaflops="200"), "met", "fp32_densest"),
    ],
)
@pytest.mark.parametrize("subject", ["system", "provider"])
def test_both_limbs_of_the_supercomputer(facts, status, limb, subject):
    found = findings(facts, subject=subject)["supercomputer.system"]
    assert (str(found.status), found.limb_id) == (status, limb)


@given(
    st.none() | st.integers(0, 300), st.none() | st.integers(0, 300), st.none() | st.integers(41_500, 41_700)
)
def test_the_set_says_what_the_code_says(fp64, fp32, feet):
    figures = system(fp64, fp32, feet)
    expected = is_supercomputer(
        fp64_petaflops=figures["fp64_petaflops"],
        fp32_petaflops=figures["fp32_petaflops"],
        envelope=None if feet is None else Envelope.of_cubic_feet(Decimal(feet)),
    ).outcome
    status = findings(figures, subject="system")["supercomputer.system"].status
    undetermined = isinstance(expected, Undetermined)
    assert (status is FindingStatus.UNDETERMINED) is undetermined
    assert undetermined or (status is FindingStatus.MET) is expected


def malaysia(origin, level, day=date(2026, 1, 1)):
    sets = [
        one
        for one in shipped_law().on(day).under(Reading.CONSERVATIVE)
        if one.id == "my/sta_directive_1_2025"
    ]
    (found,) = evaluate(sets, "transfer", {"origin_country": origin, "item_level": level})
    return found


@pytest.mark.parametrize(
    ("origin", "level", "met"),
    [("SG", "a", False), ("MY", "none", False), ("MY", "a", True), ("MY", "b", True)],
)
def test_malaysia_is_a_notice_based_on_knowledge(origin, level, met):
    found = malaysia(origin, level)
    assert (found.status is FindingStatus.MET) is met
    assert found.effect is Effect.NOTICE
    assert not met or [one.id for one in found.conditions] == ["notice", "permit"]
