from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from rules.catalogue import CATALOGUE, KYC_FIELDS
from rules.errors import FactError
from rules.facts import Fact, FactType, Subject, parse_facts, value_text

INSTANT = Fact("seen_at", FactType.TIMESTAMP, "", "when it was seen", frozenset({Subject.TENANT}))


def test_every_fact_has_a_meaning_a_subject_and_its_own_key():
    for name, fact in CATALOGUE.items():
        assert fact.name == name
        assert fact.meaning
        assert fact.subjects


def test_every_operations_fact_of_every_window_is_there():
    for window in ("30d", "90d", "365d", "lifetime"):
        for bound in ("lower", "expected", "upper"):
            assert CATALOGUE[f"operations_{bound}_{window}"].unit == "operations"
        assert f"accelerator_hours_{window}" in CATALOGUE


def test_left_out_facts_are_unknown_and_nothing_else():
    parsed = parse_facts(CATALOGUE, Subject.CHIP, {"tpp": Decimal("2368.0")})
    of_chips = {name for name, fact in CATALOGUE.items() if Subject.CHIP in fact.subjects}
    assert parsed == dict.fromkeys(of_chips) | {"tpp": Decimal(2368)}


def test_false_zero_and_empty_are_known():
    parsed = parse_facts(
        CATALOGUE,
        Subject.TENANT,
        {"kyc_on_file": False, "unknown_accelerator_seconds": 0, "kyc_missing_fields": []},
    )
    assert parsed["kyc_on_file"] is False
    assert parsed["unknown_accelerator_seconds"] == 0
    assert parsed["kyc_missing_fields"] == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("peak_concurrent_tpp", 1.5),
        ("peak_concurrent_tpp", True),
        ("peak_concurrent_tpp", "12"),
        ("peak_concurrent_tpp", Decimal("NaN")),
        ("peak_concurrent_tpp", Decimal("Infinity")),
        ("peak_concurrent_tpp", Decimal("1e101")),
        ("peak_concurrent_accelerators", True),
        ("peak_concurrent_accelerators", Decimal(3)),
        ("peak_concurrent_accelerators", 2**63),
        ("peak_concurrent_tpp", -5),
        ("peak_concurrent_tpp", Decimal("-0.1")),
        ("peak_concurrent_accelerators", -1),
        ("kyc_on_file", 1),
        ("kyc_on_file", "true"),
        ("kyc_entity_kind", "company"),
        ("kyc_missing_fields", "email"),
        ("kyc_missing_fields", ["emial"]),
        ("kyc_missing_fields", [None]),
        ("headquarters_country", "CHN"),
        ("headquarters_country", "cn"),
        ("headquarters_country", ""),
        ("headquarters_country", ("CN",)),
    ],
)
def test_values_of_another_kind_are_refused_by_name(name, value):
    with pytest.raises(FactError, match=name):
        parse_facts(CATALOGUE, Subject.TENANT, {name: value})


@pytest.mark.parametrize("zero", [Decimal("0E-600000000"), Decimal("-0E+600000000"), Decimal("-0.00"), 0])
def test_a_zero_is_a_plain_zero_whatever_exponent_it_came_with(zero):
    parsed = parse_facts(CATALOGUE, Subject.TENANT, {"peak_concurrent_tpp": zero})
    assert str(parsed["peak_concurrent_tpp"]) == "0"


def test_every_number_of_the_catalogue_counts_or_measures_something_and_is_not_negative():
    for fact in CATALOGUE.values():
        if fact.type in {FactType.DECIMAL, FactType.INTEGER}:
            assert fact.parse(0) == 0
            with pytest.raises(FactError, match=f"{fact.name}.* cannot be -1: it is 0 or more"):
                fact.parse(-1)


def test_a_number_that_may_be_negative_says_so():
    balance = Fact("balance", FactType.INTEGER, "", "invented", frozenset({Subject.TENANT}), least=None)
    assert balance.parse(-7) == -7


@pytest.mark.parametrize(
    ("name", "stored", "sentence"),
    [
        ("tpp", "abc", "fact 'tpp' cannot be read from 'abc': write a number such as 4800 or 5.92"),
        ("tpp", "-5", "fact 'tpp' cannot be -5: it is 0 or more, or None for unknown"),
        ("peak_concurrent_accelerators", "1.5", "cannot be read from '1.5': write a whole number such as 12"),
        ("peak_concurrent_accelerators", "9" * 5000, "write a whole number such as 12"),
        ("kyc_entity_kind", "x" * 5000, "xxx...: it is one of"),
    ],
)
def test_what_is_stored_amiss_is_said_in_words_and_in_short(name, stored, sentence):
    with pytest.raises(FactError) as refused:
        CATALOGUE[name].parse_text(stored)
    assert sentence in str(refused.value)
    assert len(str(refused.value)) < 300
    assert "class" not in str(refused.value)


def test_an_integer_of_thousands_of_digits_is_refused_in_words():
    with pytest.raises(FactError, match="a number of very many digits"):
        CATALOGUE["peak_concurrent_accelerators"].parse(16**9000)


def test_unknown_names_and_other_subjects_facts_are_refused():
    with pytest.raises(FactError, match="no fact is named 'ttp'"):
        parse_facts(CATALOGUE, Subject.CHIP, {"ttp": Decimal(1)})
    with pytest.raises(FactError, match=r"describes a chip, .*not a tenant"):
        parse_facts(CATALOGUE, Subject.TENANT, {"tpp": Decimal(1)})
    with pytest.raises(FactError, match=r"describes a chip, .*not a tenant"):
        parse_facts(CATALOGUE, Subject.TENANT, {"tpp": None})


def test_whole_numbers_are_exact_decimals_and_text_lists_are_sets():
    parsed = parse_facts(
        CATALOGUE, Subject.TENANT, {"peak_concurrent_tpp": 7, "kyc_missing_fields": ["name", "email", "name"]}
    )
    assert parsed["peak_concurrent_tpp"] == Decimal(7)
    assert isinstance(parsed["peak_concurrent_tpp"], Decimal)
    assert parsed["kyc_missing_fields"] == ("email", "name")


def test_instants_must_know_their_zone_and_become_utc():
    with pytest.raises(FactError, match="seen_at"):
        INSTANT.parse(datetime(2026, 1, 1))  # noqa: DTZ001 (the fault under test)
    there = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert INSTANT.parse(there) == datetime(2026, 1, 1, tzinfo=UTC)
    assert value_text(INSTANT.parse(there)) == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (Decimal("1E+3"), "1000"),
        (7, "7"),
        ("CN", "CN"),
        (("a", "b"), "a, b"),
    ],
)
def test_values_have_one_text(value, text):
    assert value_text(value) == text


def test_the_fields_of_the_proposed_rule_are_all_allowed():
    assert CATALOGUE["kyc_missing_fields"].parse(KYC_FIELDS) == tuple(sorted(KYC_FIELDS))
