"""Kept answers are CEL's answers: nothing that CEL tells apart is taken for the same."""

import itertools
import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.cel import answers
from rules.cel.answers import Answers
from rules.errors import ExpressionError
from rules.expressions import Language
from rules.facts import Fact, FactType, Subject
from rules.library import all_sets
from rules.three_valued import Undetermined

TENANT = frozenset({Subject.TENANT})
KINDS = {
    "b": FactType.BOOLEAN,
    "c": FactType.BOOLEAN,
    "d": FactType.DECIMAL,
    "e": FactType.DECIMAL,
    "i": FactType.INTEGER,
    "j": FactType.INTEGER,
    "t": FactType.TEXT,
    "u": FactType.TEXT,
    "l": FactType.TEXT_LIST,
    "at": FactType.TIMESTAMP,
}
LANGUAGE = Language(
    {name: Fact(name, kind, "", f"invented {kind}", TENANT) for name, kind in KINDS.items()},
    {"d5": ("CN", "RU"), "nobody": ("",)},
)
INSTANT = datetime(2023, 11, 17, tzinfo=UTC)

operators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
decimals = st.sampled_from(["4800.0", "5.92", "1e26", "0.0", "-1.5"])
integers = st.sampled_from(["0", "1", "2", "5", "-3", "9223372036854775807", "-9223372036854775808"])
comparisons = st.one_of(
    st.tuples(st.sampled_from(["d", "e"]), operators, decimals),
    st.tuples(decimals, operators, st.sampled_from(["d", "e"])),
    st.tuples(st.sampled_from(["i", "j", "size(l)"]), operators, integers),
    st.tuples(integers, operators, st.sampled_from(["i", "j", "size(t)"])),
    st.tuples(st.sampled_from(["i", "size(l)"]), operators, st.just("j")),
    st.tuples(st.sampled_from(["t", "u"]), operators, st.sampled_from(["'CN'", "'US'", "''", "u"])),
    st.tuples(st.sampled_from(["t", "u", "'CN'"]), st.just("in"), st.sampled_from(["d5", "nobody", "l"])),
    st.tuples(st.sampled_from(["t", "u"]), st.just("in"), st.sampled_from(["['US', 'CN']", "[u]", "['']"])),
    st.tuples(st.just("i"), st.just("in"), st.sampled_from(["[1, 5]", "[j]"])),
    st.tuples(
        st.sampled_from(["b", "c", "!b"]), st.sampled_from(["==", "!="]), st.sampled_from(["true", "c"])
    ),
    st.tuples(st.just("at"), operators, st.just('timestamp("2023-11-17T00:00:00Z")')),
    st.sampled_from([("b",), ("c",), ("true",), ("false",)]),
)
sources = st.recursive(
    comparisons.map(" ".join),
    lambda parts: st.one_of(
        parts.map("!({})".format),
        st.tuples(parts, st.sampled_from(["&&", "||"]), parts).map(lambda one: "({} {} {})".format(*one)),
    ),
    max_leaves=6,
)

near_literals = st.builds(
    lambda literal, sign, exponent: Decimal(literal) + sign * Decimal(1).scaleb(-exponent),
    decimals,
    st.sampled_from([-1, 0, 1]),
    st.integers(-2, 24),
)
near_integers = st.builds(
    lambda literal, step: max(min(int(literal) + step, 2**63 - 1), -(2**63) + 1),
    integers,
    st.sampled_from([-1, 0, 1]),
)
texts = st.sampled_from(["CN", "RU", "US", "FR", "", "C", "cn"])
values = {
    FactType.BOOLEAN: st.booleans(),
    FactType.DECIMAL: near_literals,
    FactType.INTEGER: near_integers,
    FactType.TEXT: texts,
    FactType.TEXT_LIST: st.lists(texts, unique=True, max_size=3).map(lambda found: tuple(sorted(found))),
    FactType.TIMESTAMP: st.sampled_from([-1, 0, 1]).map(lambda step: INSTANT + timedelta(microseconds=step)),
}
known = st.fixed_dictionaries({name: st.none() | values[kind] for name, kind in KINDS.items()})


@given(sources, st.lists(known, min_size=1, max_size=12), st.sampled_from([1, 3, 512]), st.randoms())
def test_whatever_was_answered_before_the_answer_is_that_of_cel(source, subjects, kept, chance):
    try:
        expression = LANGUAGE.compile(source)
    except ExpressionError as error:
        assert "names no fact" in str(error)
        return
    again = [*subjects, *subjects, {}]
    chance.shuffle(again)
    with patch.object(answers, "KEPT_ANSWERS", kept):
        for facts in again:
            assert expression.evaluate(facts) == expression.ask(facts)
            assert len(expression._answers) <= kept


GRID = {
    FactType.BOOLEAN: [None, True, False],
    FactType.DECIMAL: [None, *map(Decimal, ("-2", "-1.5", "0", "5.91999999999999999999", "5.92", "5.93"))],
    FactType.INTEGER: [None, *range(-4, 8), 2**63 - 1, 1 - 2**63],
    FactType.TEXT: [None, "", "A", "CN", "CO", "US", "ZZ"],
    FactType.TEXT_LIST: [None, (), ("",), ("CN",), ("CN", "US"), ("A", "B", "C")],
    FactType.TIMESTAMP: [None, *(INSTANT + timedelta(microseconds=step) for step in (-(10**7), -1, 0, 1))],
}
OPERATORS = ("==", "!=", "<", "<=", ">", ">=")
COMPARISONS = [
    *(
        f"{left} {operator} {right}"
        for operator in OPERATORS
        for left, right in (("d", "5.92"), ("-1.5", "d"))
    ),
    *(f"{left} {operator} {right}" for operator in OPERATORS for left, right in (("i", "5"), ("-3", "i"))),
    *(
        f"{left} {operator} {right}"
        for operator in OPERATORS
        for left, right in (("i", "j"), ("size(l)", "i"))
    ),
    *(
        f"{left} {operator} {right}"
        for operator in OPERATORS
        for left, right in (("t", "'CN'"), ("'CN'", "t"))
    ),
    *(
        f"{left} {operator} {right}"
        for operator in OPERATORS
        for left, right in (("t", "u"), ("size(t)", "2"))
    ),
    *(f"at {operator} timestamp('2023-11-17T00:00:00Z')" for operator in OPERATORS),
    *(f"timestamp('2023-11-17T00:00:00.0000005Z') {operator} at" for operator in OPERATORS[2:]),
    "at > timestamp('2023-11-17T01:00:00+01:00') || at < timestamp('2023-11-16T23:59:59Z')",
    *("t in d5", "t in nobody", "t in ['US', '']", "t in [u, 'CN']", "t in l", "'CN' in l", "'CN' in [t]"),
    *("'CN' in l && !('US' in l)", "'CN' in l && t in l", "'CN' in l || size(l) == 3", "l == ['CN']"),
    *("i in [1, 5]", "i in [j]", "size(l) == 2", "[i] == [5]", "[t] == ['CN']", "[t] == l"),
    *("b", "!b", "b == false", "b != c", "b == (t == 'CN')", "(i > 2) == (i > 5)", "(d > 0.0) != b"),
]


@pytest.mark.parametrize("source", COMPARISONS)
def test_every_comparison_beside_its_constants(source):
    expression = LANGUAGE.compile(source)
    grid = itertools.product(*(GRID[KINDS[name]] for name in expression.facts))
    subjects = [dict(zip(expression.facts, values, strict=True)) for values in grid]
    expected = [expression.ask(facts) for facts in subjects]
    assert len(set(map(str, expected))) > 1
    assert [expression.evaluate(facts) for facts in subjects] == expected
    again = LANGUAGE.compile(source)
    assert [again.evaluate(facts) for facts in reversed(subjects)] == expected[::-1]


def shipped_expressions():
    for rule_set in all_sets():
        for rule in rule_set.rules:
            whens = [part.when for part in (*rule.limbs, *rule.unless, *rule.conditions)]
            yield from (one for one in (rule.any_limb, rule.any_unless, *whens) if one is not None)


def some_value(fact, expression, chance):
    match fact.type:
        case FactType.BOOLEAN:
            return chance.random() < 0.5
        case FactType.DECIMAL:
            near = [exact for _, exact in expression._contents.literals.by_double]
            return chance.choice(near) + Decimal(chance.choice(("-1", "-1e-20", "0", "1e-20", "1")))
        case FactType.INTEGER:
            return chance.choice((0, 1, 9, 10, 11, 10**6))
        case FactType.TEXT:
            return chance.choice(fact.vocabulary or ("CN", "HK", "MO", "US", "KH", "RU", "FR"))
        case FactType.TEXT_LIST:
            some = fact.vocabulary or ("CN", "HK", "A:5", "D:1", "D:4", "D:5", "E:1", "B")
            return tuple(sorted(chance.sample(some, chance.randrange(min(5, len(some))))))
        case FactType.TIMESTAMP:
            return INSTANT + timedelta(days=chance.randrange(-2000, 2000))


def test_every_shipped_expression_is_answered_as_cel_answers_it():
    chance = random.Random(3090)  # noqa: S311  no secret: the same values each time
    asked = 0
    for expression in shipped_expressions():
        for _ in range(25):
            facts = {
                name: some_value(CATALOGUE[name], expression, chance)
                for name in expression.facts
                if chance.random() < 0.8
            }
            assert expression.evaluate(facts) == expression.ask(facts), (expression.source, facts)
            asked += 1
    assert asked > 5000


@pytest.mark.parametrize("source", ["d >= 5.92", "5.92 >= d", "d == 5.92", "d != 5.92", "!(d < 5.92)"])
@pytest.mark.parametrize("first", ["5.92", "5.91999999999999999999", "5.92000000000000000001", "1e50", "-1"])
def test_a_boundary_is_not_crossed_by_an_answer_kept_from_beside_it(source, first):
    expression = LANGUAGE.compile(source)
    expression.evaluate({"d": Decimal(first)})
    for second in ("5.92", "5.920", "5.91999999999999999999", "5.92000000000000000001"):
        assert expression.evaluate({"d": Decimal(second)}) is LANGUAGE.compile(source).ask(
            {"d": Decimal(second)}
        )


def test_unknown_is_not_taken_for_false_zero_empty_or_no_such_text():
    for source, facts in [
        ("b", {"b": False}),
        ("i != 0", {"i": 0}),
        ("d > 0.0", {"d": Decimal(0)}),
        ("t in d5", {"t": "FR"}),
        ("'a' in l", {"l": ()}),
    ]:
        expression = LANGUAGE.compile(source)
        assert expression.evaluate(facts) is False
        assert expression.evaluate({}) == Undetermined(expression.facts)
        assert expression.evaluate(facts) is False


def test_subjects_that_stand_alike_are_asked_about_once():
    expression = LANGUAGE.compile("d >= 5.92 && i > 10 && !(t in d5)")
    for number in range(1000):
        facts = {"d": Decimal(number) + 6, "i": number + 11, "t": f"X{number}"}
        assert expression.evaluate(facts) is True
    assert len(expression._answers) == 1


def test_no_number_of_subjects_makes_it_grow_for_ever():
    expression = LANGUAGE.compile("i == j")
    for number in range(3 * answers.KEPT_ANSWERS):
        assert expression.evaluate({"i": number, "j": 5}) is (number == 5)
    assert 0 < len(expression._answers) <= answers.KEPT_ANSWERS


def test_an_answer_not_asked_for_is_none_and_false_is_not():
    kept = Answers(("b",), {})
    key = kept.key({"b": True})
    assert kept.get(key) is None
    kept.keep(key, False)
    assert kept.get(key) is False
