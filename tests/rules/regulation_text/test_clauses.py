"""Clauses found in plain text, and None wherever plain text cannot tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.regulation_text import Unit, clause_paragraphs, clause_text, read_units
from rules.regulation_text.designators import LEVELS
from tests.rules.regulation_text.invented import CONTROL_LIST, SECTIONS


def section(*paragraphs: str) -> Unit:
    return Unit(part="742", unit_id="742.9", heading="Kites.", text="\n".join(paragraphs))


@pytest.fixture(scope="module")
def hills():
    return next(unit for unit in read_units(SECTIONS, part="742") if unit.unit_id == "742.6")


@pytest.fixture(scope="module")
def entry():
    return next(unit for unit in read_units(CONTROL_LIST, part="774") if unit.unit_id == "3A090")


@pytest.mark.parametrize(
    "clause",
    [
        "(k)",
        "(a)(3)",
        "(a)(2)(ii)(C)",
        "(b)(3)",
        "(d)",
        "(A)",
        "(1)",
        "(aa)",
        "a.1",
        "Note 2",
        "(a",
        "()",
        "x y",
    ],
)
def test_what_is_not_there_is_none(hills, clause):
    assert clause_text(hills, clause) is None
    assert clause_paragraphs(hills, clause) is None


@pytest.mark.parametrize(
    ("clause", "begins"),
    [
        ("(a)", "(a) Permit needed."),
        ("(a)(1)", "(1) Red kites;"),
        ("(a)(2)", "(2) Blue kites"),
        ("(a)(2)(i)", "(i) Those longer"),
        ("(a)(2)(ii)(A)", "(A) On strings of hemp;"),
        ("(a)(2)(ii)(B)", "(B) On others."),
        ("(a)(2)(iii)", "(iii)(A) Those flown at night."),
        ("(a)(2)(iii)(A)", "(iii)(A) Those flown at night."),
        ("(a)(2)(iii)(B)", "(B) Those flown at dawn."),
        ("(b)", "(b) Review\u2014(1) Who reviews."),
        ("(b)(1)", "(1) Who reviews."),
        ("(b)(2)", "(2) The warden may"),
        ("(c)", "(c)\u2013(g) [Reserved]"),
        ("(h)", "(h) Table."),
        ("(i)", "(i) Exceptions."),  # and not (h)(...)(i): (j) follows
        ("(j)", "(j) Dates."),
        ("Note 1 to paragraph (b)", "Note 1 to paragraph (b): A friend is:"),
        ("", "§ 742.6 Windy hills."),
        ("742.6", "§ 742.6 Windy hills."),
    ],
)
def test_what_is_there_is_found(hills, clause, begins):
    found = clause_text(hills, clause)
    assert found is not None
    assert found.startswith(begins)


def test_a_clause_has_what_is_below_it_and_what_stands_flush_behind():
    unit = section("(a) One:", "(1) Red;", "(2) Blue:", "(i) dark;", "Always.", "(b) Two.")
    assert clause_paragraphs(unit, "(a)") == ("(a) One:", "(1) Red;", "(2) Blue:", "(i) dark;", "Always.")
    assert clause_paragraphs(unit, "(a)(1)") == ("(1) Red;",)
    assert clause_paragraphs(unit, "(a)(2)(i)") == ("(i) dark;", "Always.")
    assert clause_paragraphs(unit, "(b)") == ("(b) Two.",)


def test_six_levels_and_back():
    unit = section(
        "(a) A", "(1) B", "(i) C", "(A) D", "(1) E", "(i) F", "(ii) G", "(2) H", "(B) I", "(ii) J", "(2) K"
    )
    assert clause_text(unit, "(a)(1)(i)(A)(1)(ii)") == "(ii) G"
    assert clause_text(unit, "(a)(1)(i)(B)") == "(B) I"
    assert clause_text(unit, "(a)(1)(ii)") == "(ii) J"
    assert clause_text(unit, "(a)(2)") == "(2) K"


def test_two_readings_and_nothing_that_decides_is_none():
    unit = section(*(f"({letter}) Text." for letter in "abcdefgh"), "(1) First.", "(i) Which?")
    assert clause_text(unit, "(i)") is None
    assert clause_text(unit, "(h)(1)(i)") is None
    assert clause_text(unit, "(h)(1)") == "(1) First."
    assert clause_paragraphs(unit, "(h)(1)") is None  # nobody can tell whether (i) is below it
    assert clause_paragraphs(unit, "(g)") == ("(g) Text.",)


@pytest.mark.parametrize(
    ("follows", "found", "not_found"),
    [("(ii) Next.", "(h)(1)(i)", "(i)"), ("(j) Next.", "(i)", "(h)(1)(i)")],
)
def test_what_follows_decides(follows, found, not_found):
    unit = section(*(f"({letter}) Text." for letter in "abcdefgh"), "(1) First.", "(i) Which?", follows)
    assert clause_text(unit, found) == "(i) Which?"
    assert clause_text(unit, not_found) is None


def test_after_a_designator_that_fits_nowhere_only_the_next_top_level_is_believed():
    unit = section("(a) One:", "(1) Red;", "(7) Odd.", "(2) Blue?", "(b) Two:", "(1) Green.")
    assert clause_text(unit, "(a)(1)") == "(1) Red;"
    assert clause_text(unit, "(a)(2)") is None
    assert clause_paragraphs(unit, "(a)(1)") is None
    assert clause_paragraphs(unit, "(a)") == ("(a) One:", "(1) Red;", "(7) Odd.", "(2) Blue?")
    assert clause_text(unit, "(b)(1)") == "(1) Green."


def test_a_list_within_a_section_that_has_no_letters_is_not_taken_for_one():
    unit = section("Kite means:", "(1) Paper;", "(2) String.", "(a) What?")
    assert [clause_text(unit, clause) for clause in ("(1)", "(a)", "(a)(1)")] == [None, None, None]


def test_words_in_brackets_are_no_designators():
    unit = section("(a) One.", "(See below)", "(KI) kites are many.", "(b) Two.")
    assert clause_paragraphs(unit, "(a)") == ("(a) One.", "(See below)", "(KI) kites are many.")
    assert clause_text(unit, "(b)") == "(b) Two."


def test_a_reference_behind_a_sentence_does_not_hide_the_paragraph_it_names():
    unit = section("(a) See the list. (1) is red.", "(1) Red.", "(2) Blue.")
    assert clause_text(unit, "(a)(1)") == "(1) Red."
    assert clause_text(section("(a) Scope. (1) Red.", "(2) Blue."), "(a)(1)") == "(1) Red."


def test_a_reserved_range_leads_to_its_last():
    unit = section("(a) One.", "(b) through (d) [Reserved]", "(e) Five.")
    assert clause_text(unit, "(b)") == clause_text(unit, "(d)") == "(b) through (d) [Reserved]"
    assert clause_text(unit, "(c)") is None
    assert clause_text(unit, "(e)") == "(e) Five."
    assert clause_text(section("(a) One.", "(b) and (c) are different.", "(c) Three."), "(c)") == "(c) Three."


def test_a_clause_that_comes_twice_is_none():
    twice = section("(a) One.", "(b) Two.", "(a) One again.", "(b) Two again.")
    assert clause_text(twice, "(a)") == "(a) One."  # the second fits nowhere
    assert clause_text(twice, "(c)") is None


@pytest.mark.parametrize(
    ("clause", "begins"),
    [
        (".a", "Items: a. Kites that have"),
        ("a.1", "a.1. A \u2018pull\u2019 of 10^3 or more;"),
        (".a.2", "a.2. A tail"),
        ("a.2.a", "a.2.a. If knotted."),
        ("b", "b. Kites for moonlight."),
        ("z", "z. Kites not elsewhere"),
        ("Note 1", "Note 1 to 3A090.a:"),
        ("Note 2 to 3A090", "Note 2 to 3A090.a and 3A090.b:"),
        ("note 1 to 3A090.a", "Note 1 to 3A090.a:"),
        ("3A090", "3A090 Kites"),
    ],
)
def test_items_and_notes_of_an_entry(entry, clause, begins):
    found = clause_text(entry, clause)
    assert found is not None
    assert found.startswith(begins)


@pytest.mark.parametrize(
    "clause", [".d", "e.g", "a.3", "a.1.a", "Note 3", "Note 1 to 3A090.b", "Note 1 to 3A991", "(a)", "3A991"]
)
def test_what_an_entry_does_not_have_is_none(entry, clause):
    assert clause_text(entry, clause) is None


def test_an_item_has_what_is_below_it(entry):
    assert [each[:6] for each in clause_paragraphs(entry, ".a") or ()] == [
        "Items:",
        "a.1. A",
        "a.2. A",
        "a.2.a.",
    ]


def test_an_item_that_comes_twice_is_none():
    entry = Unit(part="774", unit_id="3A991", heading="3A991", text="a. One.\na. Another.\nb. Two.")
    assert clause_text(entry, ".a") is None
    assert clause_text(entry, ".b") == "b. Two."


ORDER = {
    "letter": "abcdefghijklmnop",
    "number": [str(number) for number in range(1, 17)],
    "roman": [
        "i",
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "xi",
        "xii",
        "xiii",
        "xiv",
        "xv",
        "xvi",
    ],
    "capital": "ABCDEFGHIJKLMNOP",
}
SHAPES = st.recursive(st.just([]), lambda inner: st.lists(inner, max_size=11), max_leaves=40)


def _laid_out(shape, path=()):
    """Yield (path, paragraph) of a section whose tree of paragraphs has this shape."""
    if len(path) == len(LEVELS):
        return
    for place, below in enumerate(shape):
        here = (*path, ORDER[LEVELS[len(path)]][place])
        yield here, f"({here[-1]}) Text {len(here)} of {'-'.join(here)}"
        yield from _laid_out(below, here)


@given(SHAPES)
def test_in_any_section_a_clause_is_found_or_none_and_never_another(shape):
    laid_out = list(_laid_out(shape))
    unit = section(*(paragraph for _, paragraph in laid_out))
    for path, paragraph in laid_out:
        clause = "".join(f"({each})" for each in path)
        assert clause_text(unit, clause) in {paragraph, None}
        below = tuple(text for other, text in laid_out if other[: len(path)] == path)
        assert clause_paragraphs(unit, clause) in {below, None}


@given(SHAPES.filter(lambda shape: 0 < len(shape) < 9))
def test_top_levels_before_the_letter_i_are_always_found(shape):
    laid_out = list(_laid_out([[] if place else below for place, below in enumerate(shape)]))
    unit = section(*(paragraph for _, paragraph in laid_out))
    for path, paragraph in laid_out:
        if len(path) == 1:
            assert clause_text(unit, f"({path[0]})") == paragraph


@given(st.lists(st.text("(abi1A) .:x", max_size=20), max_size=12), st.text("(abi1A)", max_size=9))
def test_any_text_and_any_clause_have_an_answer(paragraphs, clause):
    unit = section(*paragraphs)
    found = clause_text(unit, clause)
    assert found is None or any(found in paragraph for paragraph in (unit.heading, *unit.paragraphs))
