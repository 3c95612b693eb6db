"""Facts with the same key get the same answers, whatever they are."""

from datetime import UTC
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from rules.alike import Alikeness
from rules.catalogue import CATALOGUE
from rules.evaluate import evaluate
from rules.facts import FactType, Subject, parse_facts
from rules.library import all_sets
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID

EXAMPLE = read_rule_set(VALID.encode(), "example")
SHIPPED = [one for one in all_sets() if any(Subject.TENANT in rule.subjects for rule in one.rules)]
_NUMBERS = st.one_of(
    st.sampled_from([Decimal(0), Decimal(10) ** 23, Decimal(10) ** 25, Decimal(10) ** 26]),
    st.decimals(0, 10**27, places=0),
)


def value_of(fact):
    match fact.type:
        case FactType.DECIMAL:
            return _NUMBERS
        case FactType.INTEGER:
            return st.integers(0, 10**6)
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.TEXT:
            texts = fact.vocabulary or (("CN", "MO", "NO", "KH") if fact.is_country else ("a", "b"))
            return st.sampled_from(texts)
        case FactType.TEXT_LIST:
            texts = fact.vocabulary or (("CN", "NO") if fact.is_country else ("a", "b"))
            return st.sets(st.sampled_from(texts)).map(lambda found: tuple(sorted(found)))
    return st.datetimes(timezones=st.just(UTC))


@st.composite
def facts_about(draw, rules):
    names = Alikeness(rules).names
    return {
        name: draw(st.one_of(st.none(), value_of(CATALOGUE[name])))
        for name in draw(st.sets(st.sampled_from(names)) if names else st.just(()))
    }


def statuses(rule_set, facts):
    return [one.status for one in evaluate([rule_set], Subject.TENANT, facts)]


def rules_of(rule_set):
    return [rule for rule in rule_set.rules if Subject.TENANT in rule.subjects]


@given(st.data())
def test_the_same_key_the_same_statuses(data):
    """Each fact is exchanged for another that stands alike; the answers must not notice."""
    rule_set = data.draw(st.sampled_from(SHIPPED))
    alike = Alikeness(rules_of(rule_set))
    facts = data.draw(facts_about(rules_of(rule_set)))
    others = dict(facts)
    for name, value in facts.items():
        other = None if value is None else data.draw(value_of(CATALOGUE[name]))
        if alike.key(parse_known({name: other})) == alike.key(parse_known({name: value})):
            others[name] = other
    assert statuses(rule_set, others) == statuses(rule_set, facts)


def parse_known(facts):
    parsed = parse_facts(CATALOGUE, Subject.TENANT, facts)
    return {name: parsed[name] for name in facts}


def key(**facts):
    return Alikeness(rules_of(EXAMPLE)).key(facts)


def test_numbers_between_the_same_thresholds_are_alike():
    assert key(peak_concurrent_tpp=Decimal(6)) == key(peak_concurrent_tpp=Decimal(7))
    on_it = key(peak_concurrent_tpp=Decimal("5.92"))
    assert len({on_it, key(peak_concurrent_tpp=Decimal(5)), key(peak_concurrent_tpp=Decimal(6))}) == 3
    assert key(headquarters_country="NO") == key(headquarters_country="SE") != key(headquarters_country="CN")


def test_unknown_left_out_and_known_are_told_apart():
    assert len({key(), key(peak_concurrent_tpp=None), key(peak_concurrent_tpp=Decimal(1))}) == 3


def test_what_others_are_worked_out_from_counts_by_its_value():
    by_value = Alikeness(rules_of(EXAMPLE), frozenset({"headquarters_country", "declared_country"}))
    assert "declared_country" in by_value.names
    assert by_value.key({"headquarters_country": "NO"}) != by_value.key({"headquarters_country": "SE"})


def test_no_rules_tell_nothing_apart():
    assert Alikeness([]).key({"headquarters_country": "NO"}) == ()
