"""How much one expression may say, so that no text makes screening dear."""

import time

import pytest

from rules.cel.limits import MOST_COMPARISONS
from rules.cel.tree import Parts, tree_of
from rules.errors import ExpressionError, RuleSetError
from rules.evaluate import evaluate
from rules.expressions import Language
from rules.facts import Fact, FactType, Subject
from rules.findings import FindingStatus
from rules.ruleset_reader import read_rule_set
from rules.three_valued import Undetermined
from tests.rules.sets import VALID, changed

TENANT = frozenset({Subject.TENANT})
LANGUAGE = Language(
    {
        "i": Fact("i", FactType.INTEGER, "", "invented", TENANT),
        "b": Fact("b", FactType.BOOLEAN, "", "invented", TENANT),
    },
    {},
)


def chain(count: int) -> str:
    return " || ".join(f"i == {number}" for number in range(count))


def test_as_many_comparisons_as_may_be_answer_at_once_though_the_fact_is_unknown():
    expression = LANGUAGE.compile(chain(MOST_COMPARISONS))
    began = time.process_time()
    assert expression.evaluate({}) == Undetermined(("i",))
    assert time.process_time() - began < 1
    assert expression.evaluate({"i": 7}) is True


def test_a_set_full_of_comparisons_answers_of_a_tenant_of_whom_nothing_is_known():
    rule = VALID[VALID.index("[[rules]]") : VALID.rindex("[[rules]]")]
    many = " || ".join(f"peak_concurrent_tpp >= {number}.5" for number in range(120))
    rules = "".join(
        rule.replace("example.large", f"example.r{number}").replace("peak_concurrent_tpp >= 5.92", many)
        for number in range(20)
    )
    rule_set = read_rule_set((VALID[: VALID.index("[[rules]]")] + rules).encode(), "x")
    began = time.process_time()
    assert all(one.status is FindingStatus.UNDETERMINED for one in evaluate([rule_set], "tenant", {}))
    assert time.process_time() - began < 5


@pytest.mark.parametrize("count", [MOST_COMPARISONS + 1, 3000])
def test_one_more_is_refused_at_once(count):
    began = time.process_time()
    with pytest.raises(ExpressionError, match=r"200: look texts up|20000: make several") as refused:
        LANGUAGE.compile(chain(count))
    assert time.process_time() - began < 1
    assert len(str(refused.value)) < 300


def test_limbs_taken_together_have_no_more():
    limb = '\n[[rules.limbs]]\nid = "more"\nclause = "x"\nwhen = "%s"\n'
    many = " || ".join(f"peak_concurrent_accelerators == {number}" for number in range(80))
    pieces = "".join(limb.replace("more", f"more_{number}") % many for number in range(3))
    content = changed("\n[[rules.unless]]", pieces + "\n[[rules.unless]]")
    with pytest.raises(
        RuleSetError, match=r"example\.large\), line \d+: the limbs taken together: .*242 comparisons"
    ):
        read_rule_set(content, "x")
    assert read_rule_set(VALID.encode(), "x")


@pytest.mark.parametrize(
    "source", ["!(" * 39 + "b" + ")" * 39, "(" * 100 + "b" + ")" * 100, "!" * 1000 + "b"]
)
def test_what_may_stand_within_each_other(source):
    try:
        LANGUAGE.compile(source)
    except ExpressionError as error:
        assert len(str(error)) < 600


def test_deep_nesting_is_refused():
    source = "b"
    for _ in range(20):
        source = f"((b && {source}) || i == 1)"
    with pytest.raises(ExpressionError, match=r"deep|recursion"):
        LANGUAGE.compile(f"({source} && b) || (b && ({source}))".replace("b &&", "!b &&"))


def test_a_part_is_a_program_of_its_own_size():
    parts = []
    for count in (2, MOST_COMPARISONS):
        serialized = LANGUAGE._environment().compile(chain(count)).serialize()
        parts.append(len(Parts(serialized).serialized(_first_comparison(tree_of(serialized)))))
    assert parts[1] < parts[0] + 20


def _first_comparison(node):
    while node.name == "_||_":
        node = node.children[0]
    return node


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("i == 1 || " * 30 + "i > 4.5 || " + "i == 2 || " * 29 + "b", "i > 4.5"),
        ("i == 1 || " * 30 + "i + 1 > 4 || " + "i == 2 || " * 29 + "b", "i + 1"),
        ("b ||\n" * 60 + "nothing || b" + " || b" * 60, "nothing"),
    ],
)
def test_a_long_expression_is_quoted_around_the_place_that_is_meant(source, quoted):
    with pytest.raises(ExpressionError, match=r"column \d+ of \.\.\.'") as refused:
        LANGUAGE.compile(source)
    assert quoted in str(refused.value)
    assert len(str(refused.value)) < 300
