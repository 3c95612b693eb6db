import hashlib
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE, KYC_FIELDS
from rules.errors import FactError
from rules.evaluate import evaluate, facts_digest, facts_document, facts_from_document
from rules.findings import FactReading, FindingStatus
from rules.ruleset import Severity
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed

EXAMPLE = read_rule_set(VALID.encode(), "example.toml")
QUIET = {
    "peak_concurrent_tpp": Decimal(1),
    "peak_concurrent_accelerators": 1,
    "operations_upper_30d": Decimal(5),
    "headquarters_country": "FR",
}


def large(**facts):
    return evaluate([EXAMPLE], "tenant", {**QUIET, **facts})[0]


def test_nothing_fires_on_a_quiet_tenant():
    findings = evaluate([EXAMPLE], "tenant", QUIET)
    assert [finding.status for finding in findings] == [FindingStatus.NOT_MET] * 2
    assert findings[0].clause == "1 CFR 2(a)"
    assert findings[0].limb_id is None
    assert findings[0].missing_facts == ()


def test_no_sets_no_findings_and_other_subjects_rules_are_left_out():
    assert evaluate([], "tenant", QUIET) == []
    assert evaluate([EXAMPLE], "chip", {}) == []
    assert [one.rule_id for one in evaluate([EXAMPLE], "group", {})] == ["example.large"]


def test_a_met_rule_names_the_limb_the_clause_and_the_values():
    finding = large(peak_concurrent_tpp=Decimal("5.920"))
    assert finding.status is FindingStatus.MET
    assert (finding.limb_id, finding.clause) == ("first", "1 CFR 2(a)(1)")
    assert finding.explanation == "Held 5.92."
    assert finding.question == "Why?"
    assert finding.severity is Severity.HIGH
    assert finding.rule_set_reference == "us/example@2024-02-01"
    assert finding.rule_set_sha256 == hashlib.sha256(VALID.encode()).hexdigest()
    assert [(one.fact, one.value, one.unit) for one in finding.values] == [
        ("operations_upper_30d", "5", "operations"),
        ("peak_concurrent_accelerators", "1", "accelerators"),
        ("peak_concurrent_tpp", "5.92", "TOPS x bit"),
    ]
    assert all(isinstance(one, FactReading) and one.meaning for one in finding.values)


def test_a_rule_may_be_less_sure_than_its_set():
    content = changed('severity = "high"', 'severity = "high"\nconfidence = "K"')
    found = evaluate([read_rule_set(content, "x")], "tenant", QUIET)
    assert [one.confidence for one in found] == ["K", "V"]
    assert [one.confidence for one in evaluate([EXAMPLE], "tenant", QUIET)] == ["V", "V"]


def test_the_first_true_limb_speaks_and_a_limbs_own_sentence_goes_first():
    finding = large(peak_concurrent_accelerators=11)
    assert finding.limb_id == "second"
    assert finding.explanation == "Held 11 accelerators and 1."
    assert large(peak_concurrent_accelerators=11, peak_concurrent_tpp=Decimal(6)).limb_id == "first"


def test_one_limb_decides_whatever_is_unknown_of_the_other():
    finding = large(peak_concurrent_accelerators=None, peak_concurrent_tpp=Decimal(6))
    assert finding.status is FindingStatus.MET
    assert "peak_concurrent_accelerators" not in [one.fact for one in finding.values]
    assert large(peak_concurrent_accelerators=11, peak_concurrent_tpp=None).explanation.endswith(
        "and unknown."
    )


def test_zero_is_a_value_and_is_shown():
    values = {one.fact: one.value for one in large(peak_concurrent_accelerators=0).values}
    assert values["peak_concurrent_accelerators"] == "0"


def test_a_carve_out_leads_out_and_is_named():
    finding = large(peak_concurrent_tpp=Decimal(6), operations_upper_30d=Decimal(0))
    assert finding.status is FindingStatus.NOT_MET
    assert (finding.limb_id, finding.clause) == ("idle", "1 CFR 2(b)")
    assert "1 CFR 2(b)" in finding.explanation


def test_a_carve_out_leads_out_even_where_the_limbs_are_unknown():
    finding = large(
        peak_concurrent_tpp=None, peak_concurrent_accelerators=None, operations_upper_30d=Decimal(0)
    )
    assert (finding.status, finding.limb_id) == (FindingStatus.NOT_MET, "idle")


def test_all_limbs_false_is_not_met_whatever_the_carve_out():
    finding = large(operations_upper_30d=None)
    assert (finding.status, finding.limb_id) == (FindingStatus.NOT_MET, None)


@pytest.mark.parametrize(
    ("unknown", "facts", "missing"),
    [
        ("a limb", {"peak_concurrent_tpp": None}, ("peak_concurrent_tpp",)),
        (
            "all limbs",
            {"peak_concurrent_tpp": None, "peak_concurrent_accelerators": None},
            ("peak_concurrent_accelerators", "peak_concurrent_tpp"),
        ),
        (
            "the carve-out of a met limb",
            {
                "peak_concurrent_tpp": Decimal(6),
                "peak_concurrent_accelerators": None,
                "operations_upper_30d": None,
            },
            ("operations_upper_30d",),
        ),
        (
            "both",
            {"peak_concurrent_tpp": None, "operations_upper_30d": None},
            ("operations_upper_30d", "peak_concurrent_tpp"),
        ),
    ],
)
def test_undetermined_names_the_facts_that_would_decide(unknown, facts, missing):
    finding = large(**facts)
    assert finding.status is FindingStatus.UNDETERMINED
    assert finding.missing_facts == missing
    assert finding.limb_id is None
    assert all(CATALOGUE[name].meaning in finding.explanation for name in missing)


three_valued = st.sampled_from([True, False, None])


@given(three_valued, three_valued, three_valued)
def test_the_whole_table_of_limbs_and_carve_out(first, second, idle):
    finding = large(
        peak_concurrent_tpp=None if first is None else Decimal(6 if first else 1),
        peak_concurrent_accelerators=None if second is None else 11 if second else 1,
        operations_upper_30d=None if idle is None else Decimal(0 if idle else 5),
    )
    if idle is True or (first is False and second is False):
        assert finding.status is FindingStatus.NOT_MET
    elif (first or second) and idle is False:
        assert finding.status is FindingStatus.MET
    else:
        assert finding.status is FindingStatus.UNDETERMINED
    assert bool(finding.missing_facts) == (finding.status is FindingStatus.UNDETERMINED)


def test_facts_nobody_could_read_are_refused():
    with pytest.raises(FactError, match="no fact is named 'peak'"):
        large(peak=Decimal(1))
    with pytest.raises(FactError, match="describes a chip"):
        large(tpp=Decimal(1))
    with pytest.raises(FactError, match=r"describes .*tenant, not a group"):
        evaluate([EXAMPLE], "group", {"headquarters_country": "FR"})
    with pytest.raises(FactError, match="no kind of subject"):
        evaluate([EXAMPLE], "person", {})
    with pytest.raises(FactError, match="float"):
        large(peak_concurrent_tpp=5.92)


def test_a_finding_becomes_plain_json():
    document = large(peak_concurrent_tpp=Decimal("5.92")).to_document()
    assert json.loads(json.dumps(document)) == document
    assert document["status"] == "met"
    assert document["severity"] == "high"
    assert type(document["severity"]) is str
    assert {"fact": "peak_concurrent_tpp", "value": "5.92"}.items() <= document["values"][2].items()
    assert document["missing_facts"] == []


def test_the_facts_document_keeps_unknown_apart_from_left_out():
    assert facts_document({}) == {}
    assert facts_document({"tpp": None, "marketed_for_datacenter": False}) == {
        "marketed_for_datacenter": False,
        "tpp": None,
    }
    assert facts_digest({"tpp": None}) != facts_digest({})


def test_the_digest_is_of_compact_sorted_json():
    facts = {
        "peak_concurrent_accelerators": 3,
        "headquarters_country": "CN",
        "kyc_missing_fields": ("name", "email"),
    }
    text = (
        '{"headquarters_country":"CN","kyc_missing_fields":["email","name"],'
        '"peak_concurrent_accelerators":"3"}'
    )
    assert facts_digest(facts) == hashlib.sha256(text.encode()).hexdigest()


@given(st.permutations(["peak_concurrent_tpp", "operations_upper_30d", "kyc_missing_fields"]), st.booleans())
def test_equal_facts_have_equal_digests(order, longer):
    facts = {
        "peak_concurrent_tpp": Decimal("1.50") if longer else Decimal("1.5"),
        "operations_upper_30d": Decimal("1e26") if longer else Decimal(10**26),
        "kyc_missing_fields": ("name", "email") if longer else ("email", "name", "name"),
    }
    plain = {
        "peak_concurrent_tpp": Decimal("1.5"),
        "operations_upper_30d": Decimal("1e26"),
        "kyc_missing_fields": ("email", "name"),
    }
    assert facts_digest({name: facts[name] for name in order}) == facts_digest(plain)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**30))
def test_the_document_loses_no_digit(number):
    assert Decimal(facts_document({"tpp": number})["tpp"]) == number


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "operations_upper_90d": st.none() | st.decimals(min_value=0, max_value=10**28, places=4),
            "unknown_accelerator_seconds": st.none() | st.integers(0, 2**63 - 1),
            "kyc_on_file": st.booleans(),
            "kyc_entity_kind": st.sampled_from([None, "entity"]),
            "kyc_missing_fields": st.none() | st.sets(st.sampled_from(KYC_FIELDS)).map(sorted).map(tuple),
        },
    )
)
def test_stored_facts_come_back_as_they_were(facts):
    document = json.loads(json.dumps(facts_document(facts)))
    assert facts_from_document(document) == facts
    assert facts_digest(facts_from_document(document)) == facts_digest(facts)


@pytest.mark.parametrize(
    "document",
    [
        {"tpp": 5},
        {"tpp": "five"},
        {"tpp": "NaN"},
        {"peak_concurrent_accelerators": "1.5"},
        {"kyc_on_file": "true"},
        {"kyc_missing_fields": "email"},
        {"peak": "1"},
    ],
)
def test_stored_facts_of_another_shape_are_refused(document):
    with pytest.raises(FactError):
        facts_from_document(document)


def test_the_document_refuses_what_the_catalogue_does_not_have():
    with pytest.raises(FactError):
        facts_document({"peak": 1})
    with pytest.raises(FactError):
        facts_document({"tpp": 1.0})
