"""The semantics that rules rely on, tried against the installed CEL: a new version must pass this table."""

from datetime import UTC, datetime
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.errors import ExpressionError
from rules.expressions import Language
from rules.facts import Fact, FactType, Subject
from rules.three_valued import Undetermined, all_of, any_of, negation

TENANT = frozenset({Subject.TENANT})
FACTS = {
    name: Fact(name, kind, "", f"invented {kind}", TENANT)
    for name, kind in {
        "d": FactType.DECIMAL,
        "i": FactType.INTEGER,
        "b": FactType.BOOLEAN,
        "t": FactType.TEXT,
        "l": FactType.TEXT_LIST,
        "at": FactType.TIMESTAMP,
        "ud": FactType.DECIMAL,
        "ui": FactType.INTEGER,
        "ub": FactType.BOOLEAN,
        "ub2": FactType.BOOLEAN,
        "ut": FactType.TEXT,
        "ul": FactType.TEXT_LIST,
        "uat": FactType.TIMESTAMP,
    }.items()
}
LISTS = {"d5": ("CN", "RU"), "empty_free": ("x",)}
KNOWN = {
    "d": Decimal("4800"),
    "i": 5,
    "b": True,
    "t": "CN",
    "l": ("a", "ü"),
    "at": datetime(2023, 11, 17, tzinfo=UTC),
}
LANGUAGE = Language(FACTS, LISTS)

CASES = [
    # comparisons at the boundary
    ("d >= 4800.0", True),
    ("d > 4800.0", False),
    ("d <= 4800.0", True),
    ("d < 4800.0", False),
    ("d == 4800.0", True),
    ("d != 4800.0", False),
    ("4800.0 <= d", True),
    ("d > -1.0", True),
    ("d > - 1.0", True),
    ("d < 1e26", True),
    ("d > .5", True),
    ("i >= 5", True),
    ("i > 5", False),
    ("i > -3", True),
    # booleans, texts, lists, instants
    ("b", True),
    ("!b", False),
    ("b == true", True),
    ("t == 'CN'", True),
    ('t in ["CN", "RU"]', True),
    ("t in d5", True),
    ("!(t in d5)", False),
    ('"ü" in l', True),
    ('"z" in l', False),
    ("size(l) == 2", True),
    ("l.size() > 2", False),
    ('at >= timestamp("2023-11-17T00:00:00Z")', True),
    ('at > timestamp("2023-11-17T00:00:00Z")', False),
    # unknown absorbed, in either order
    ("ub || b", True),
    ("b || ub", True),
    ("ub && !b", False),
    ("!b && ub", False),
    ("(ud > 3.0 && ut == 'x') || d > 1.0", True),
    ("ud > 3.0 && d > 1e5", False),
    ("!(ub && !b)", True),
    ("(ub || b) && (ub2 || b)", True),
    # unknown that decides, and what is missing
    ("ub", ("ub",)),
    ("!ub", ("ub",)),
    ("ub || !b", ("ub",)),
    ("!b || ub", ("ub",)),
    ("ub && b", ("ub",)),
    ("ub == ub", ("ub",)),
    ("ub && ub2", ("ub", "ub2")),
    ("ub || ub2", ("ub", "ub2")),
    ("ud > 1.0", ("ud",)),
    ("ui > 1", ("ui",)),
    ("ut in d5", ("ut",)),
    ("t in ul", ("ul",)),
    ("ut in ul", ("ul", "ut")),
    ("size(ul) > 0", ("ul",)),
    ('uat < timestamp("2023-11-17T00:00:00Z")', ("uat",)),
    ("(ub && !b) || ud > 1.0", ("ud",)),
    ("(ub || b) && ui > 1", ("ui",)),
    ("!(ub || ud > 1.0) && b", ("ub", "ud")),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_semantics(source, expected):
    outcome = LANGUAGE.compile(source).evaluate(KNOWN)
    if isinstance(expected, tuple):
        assert outcome == Undetermined(expected)
    else:
        assert outcome is expected


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_none_is_as_unknown_as_left_out(source, expected):
    expression = LANGUAGE.compile(source)
    assert expression.evaluate({name: KNOWN.get(name) for name in FACTS}) == expression.evaluate(KNOWN)


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("d >= 4800", "line 1, column 3 .*no matching overload"),
        ("i > 4.5", "no matching overload"),
        ("d > t", "no matching overload"),
        ("true || t", "no matching overload"),
        ("nothing > 1.0", "line 1, column 1 .*undeclared reference to 'nothing'"),
        ("b &&\n nothing", "line 2, column 2 .*undeclared"),
        ("d >", "Syntax error"),
        ("", "Syntax error"),
        ("d > 1.0 1", "Syntax error"),
        ("t == null", "no matching overload"),
        ("i > 9223372036854775808", "invalid int literal"),
    ],
)
def test_what_does_not_fit_the_catalogue_is_refused_with_its_place(source, where):
    with pytest.raises(ExpressionError, match=where):
        LANGUAGE.compile(source)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("d", "must be true or false"),
        ("i", "must be true or false"),
        ("true", "names no fact"),
        ("'CN' in d5", "names no fact"),
        ("d * 2.0 > 4.0", "compared with a literal"),
        ("d > ud", "compared with a literal"),
        ("d + 1.0 > 4.0", "compared with a literal"),
        ("d in [1.0]", "list|literal"),
        ("[d] == [4800.0]", "list"),
        ("d > -(1.0)", "compared with a literal"),
        ("d > double('5.0')", "compared with a literal"),
        ("i > int('5')", "may not be used"),
        ("dyn(d) > 1", "may not be used"),
        ("i + 1 > 2", "may not be used"),
        ("1 / i > 2", "may not be used"),
        ("l[0] == 'a'", "may not be used"),
        ("l.exists(x, x == 'a')", "macros"),
        ("l.all(x, x == 'a')", "macros"),
        ("{'a': b}['a']", "may not be used|macros"),
        ("b ? ub : true", "may not be used"),
        ("t.startsWith('C')", "may not be used"),
        ("t.matches('C+')", "may not be used"),
        ("at > timestamp(t)", "text between quotes"),
        ("at > timestamp('yesterday')", "RFC 3339"),
        ("d > 1.0 || d > 1.00000000000000000001", "too close"),
        ("d > 1e400", "larger than a double"),
    ],
)
def test_what_a_rule_may_not_say_is_refused(source, why):
    with pytest.raises(ExpressionError, match=why):
        LANGUAGE.compile(source)


@pytest.mark.parametrize(
    "source",
    [
        '"emial" in kyc_missing_fields',
        'kyc_entity_kind == "company"',
        'headquarters_country == "CHN"',
        'headquarters_country in ["CN", "hk"]',
        "headquarters_country in misspelt",
    ],
)
def test_a_text_its_fact_can_never_have_is_refused(source):
    with pytest.raises(ExpressionError, match="cannot be"):
        Language(CATALOGUE, {"misspelt": ("CN", "Macau")}).compile(source)


def test_a_list_may_not_hide_a_fact():
    with pytest.raises(ExpressionError, match="name of a fact"):
        Language(FACTS, {"d": ("x",)}).compile("b")


def test_it_names_the_facts_it_reads():
    assert LANGUAGE.compile("d > 1.0 && (t in d5 || !b)").facts == ("b", "d", "t")


@given(
    st.sampled_from([-1, 0, 1]), st.integers(1, 60), st.sampled_from(["5.92", "4800.0", "1e26", "0.0", "0.1"])
)
def test_no_comparison_is_decided_by_rounding(sign, exponent, literal):
    with localcontext(Context(prec=200)):
        number = Decimal(literal) + Decimal(sign).scaleb(-exponent)
    for operator, expected in [
        (">=", number >= Decimal(literal)),
        (">", number > Decimal(literal)),
        ("<=", number <= Decimal(literal)),
        ("<", number < Decimal(literal)),
        ("==", number == Decimal(literal)),
        ("!=", number != Decimal(literal)),
    ]:
        assert LANGUAGE.compile(f"d {operator} {literal}").evaluate({"d": number}) is expected


junctions = st.recursive(
    st.sampled_from(["b1", "b2", "b3", "b4"]),
    lambda parts: st.one_of(
        parts.map(lambda part: ("!", part)), st.tuples(st.sampled_from(["&&", "||"]), parts, parts)
    ),
    max_leaves=8,
)
BOOLEANS = {name: Fact(name, FactType.BOOLEAN, "", "invented", TENANT) for name in ("b1", "b2", "b3", "b4")}


def written(tree):
    match tree:
        case str():
            return tree
        case ("!", part):
            return f"!({written(part)})"
        case (operator, left, right):
            return f"({written(left)} {operator} {written(right)})"


def kleene(tree, facts):
    match tree:
        case str():
            value = facts[tree]
            return Undetermined((tree,)) if value is None else value
        case ("!", part):
            return negation(kleene(part, facts))
        case ("&&", left, right):
            return all_of([kleene(left, facts), kleene(right, facts)])
        case (_, left, right):
            return any_of([kleene(left, facts), kleene(right, facts)])


@given(junctions, st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in BOOLEANS}))
def test_cel_absorbs_unknowns_as_kleene_logic_does(tree, facts):
    assert Language(BOOLEANS, {}).compile(written(tree)).evaluate(facts) == kleene(tree, facts)


@given(junctions, st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in BOOLEANS}))
def test_a_determined_answer_survives_whatever_the_unknowns_turn_out_to_be(tree, facts):
    expression = Language(BOOLEANS, {}).compile(written(tree))
    outcome = expression.evaluate(facts)
    for guess in (True, False):
        later = expression.evaluate(
            {name: guess if value is None else value for name, value in facts.items()}
        )
        assert isinstance(outcome, Undetermined) or later is outcome


def test_an_undetermined_outcome_has_no_truth_value():
    with pytest.raises(TypeError, match="is True"):
        bool(LANGUAGE.compile("ub").evaluate(KNOWN))
