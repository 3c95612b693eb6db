"""What changed between two days: nothing first, then each kind of change."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.regulation_text import ParagraphChange, Unit, compare, normalised, read_units
from tests.rules.regulation_text.invented import CONTROL_LIST, SECTIONS


def section(unit_id: str, *paragraphs: str, heading: str = "Kites.") -> Unit:
    return Unit(part="742", unit_id=unit_id, heading=heading, text="\n".join(paragraphs))


def test_the_same_text_is_no_change():
    units = read_units(SECTIONS, part="742")
    assert compare(units, units).is_empty
    assert compare((), ()).is_empty


def test_another_layout_of_the_same_words_is_no_change():
    again = SECTIONS.replace(b"Red kites;", b"Red\n  <I>kites</I>&#xAD;;").replace(
        b"[1 FR 2, invented]", b"[1 FR 3]"
    )
    assert compare(read_units(SECTIONS, part="742"), read_units(again, part="742")).is_empty


def test_a_changed_paragraph_is_shown_before_and_after():
    new = CONTROL_LIST.replace(b"A tail of 7.", b"A tail of 8.")
    comparison = compare(read_units(CONTROL_LIST, part="774"), read_units(new, part="774"))
    (change,) = comparison.changed
    assert change.after.unit_id == "3A090"
    assert change.paragraphs == (ParagraphChange("a.2. A tail of 7.", "a.2. A tail of 8."),)
    assert (comparison.added, comparison.removed) == ((), ())


def test_an_exponent_that_changes_is_a_change():
    new = CONTROL_LIST.replace(b"10<SU>3</SU>", b"10<SU>4</SU>")
    (change,) = compare(read_units(CONTROL_LIST, part="774"), read_units(new, part="774")).changed
    assert [each.after for each in change.paragraphs] == ["a.1. A \u2018pull\u2019 of 10^4 or more;"]


def test_paragraphs_added_and_taken_out():
    old, new = section("742.6", "A.", "B.", "C."), section("742.6", "A.", "C.", "D.")
    (change,) = compare([old], [new]).changed
    assert change.paragraphs == (ParagraphChange("B.", None), ParagraphChange(None, "D."))


def test_a_new_heading_is_the_first_change():
    old = section("742.6", "A.")
    (change,) = compare([old], [replace(old, heading="Strings.")]).changed
    assert change.paragraphs == (ParagraphChange("Kites.", "Strings."),)


def test_units_added_and_removed_keep_their_order():
    old = [section("742.3", "A."), section("742.1", "A."), section("742.2", "A.")]
    new = [section("742.9", "A."), section("742.2", "A."), section("742.8", "A.")]
    comparison = compare(old, new)
    assert [unit.unit_id for unit in comparison.added] == ["742.9", "742.8"]
    assert [unit.unit_id for unit in comparison.removed] == ["742.3", "742.1"]
    assert comparison.changed == ()


def test_units_of_two_parts_are_two():
    old, new = section("x", "A."), replace(section("x", "A."), part="740")
    comparison = compare([old], [new])
    assert (comparison.added, comparison.removed) == ((new,), (old,))


PARAGRAPHS = st.lists(st.sampled_from(["A.", "B.", "C.", "D.", "E. e"]), max_size=6)
UNITS = st.dictionaries(st.sampled_from(["742.1", "742.2", "742.3"]), PARAGRAPHS, max_size=3).map(
    lambda found: [section(unit_id, *paragraphs) for unit_id, paragraphs in found.items()]
)


@given(UNITS, UNITS)
def test_every_unit_and_paragraph_is_accounted_for(old, new):
    comparison = compare(old, new)
    before, after = {each.unit_id: each for each in old}, {each.unit_id: each for each in new}
    assert {each.unit_id for each in comparison.added} == set(after) - set(before)
    assert {each.unit_id for each in comparison.removed} == set(before) - set(after)
    changed = {each.after.unit_id: each for each in comparison.changed}
    for unit_id in set(before) & set(after):
        was, became = before[unit_id], after[unit_id]
        assert (unit_id in changed) == (normalised(was.text) != normalised(became.text))
        edits = changed[unit_id].paragraphs if unit_id in changed else ()
        gone = Counter(each.before for each in edits if each.before is not None)
        come = Counter(each.after for each in edits if each.after is not None)
        assert Counter(was.paragraphs) - gone == Counter(became.paragraphs) - come
        assert all(each.before != each.after for each in edits)


@given(UNITS, UNITS)
def test_the_other_way_round_adds_what_was_removed(old, new):
    there, back = compare(old, new), compare(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)
    assert {each.after.unit_id for each in there.changed} == {each.after.unit_id for each in back.changed}
