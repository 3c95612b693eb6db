"""From a part's XML to units: whole, in order, with no word lost."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RegulationTextError
from rules.regulation_text import read_units
from tests.rules.regulation_text.invented import CONTROL_LIST, SECTIONS


def units_of(xml: bytes, part: str):
    return {unit.unit_id: unit for unit in read_units(xml, part=part)}


@pytest.fixture(scope="module")
def kites():
    return units_of(SECTIONS, "742")


@pytest.fixture(scope="module")
def entries():
    return units_of(CONTROL_LIST, "774")


def test_units_come_in_the_order_of_the_file(kites):
    assert list(kites) == ["742.1", "742.6", "742 Supplement No. 1"]
    assert {unit.part for unit in kites.values()} == {"742"}


def test_a_heading_a_paragraph_and_no_history(kites):
    assert kites["742.1"].heading == "§ 742.1 Introduction."
    assert kites["742.1"].text == "This part says when a kite needs a permit."


def test_marks_within_a_paragraph_do_not_show_but_figures_do_not_run_together(kites):
    paragraphs = kites["742.6"].paragraphs
    assert paragraphs[0] == "(a) Permit needed. A permit is needed for:"
    assert "(i) Those longer than 10^2 metres (see (b) below);" in paragraphs
    assert "(ii) Those of class K_2, with 1 1/2 tails:" in paragraphs


def test_a_table_is_flattened_row_by_row(kites):
    paragraphs = kites["742.6"].paragraphs
    place = paragraphs.index("Kite | Fee in shells")
    assert paragraphs[place : place + 3] == ("Kite | Fee in shells", "Red | 3", "Blue | 10^1")


def test_an_empty_cell_keeps_its_column_and_an_empty_row_goes():
    rows = (
        b"<TR><TD/><TD>3</TD></TR><TR><TD> </TD><TD/></TR><TR><TD>Green</TD><!-- no --><TD/><TD>4</TD></TR>"
    )
    xml = SECTIONS.replace(b"</TBODY>", rows + b"</TBODY>")
    paragraphs = units_of(xml, "742")["742.6"].paragraphs
    place = paragraphs.index("Blue | 10^1")
    assert paragraphs[place + 1 : place + 3] == ("| 3", "Green | | 4")


def test_a_note_is_one_paragraph(kites):
    assert "Note 1 to paragraph (b): A friend is: (1) Kind; and (3) Awake." in kites["742.6"].paragraphs


def test_name_spaces_and_small_letters_make_no_difference(kites):
    spaced = SECTIONS.replace(b"<DIV5 N", b'<DIV5 xmlns="urn:kites" N', 1)
    assert units_of(spaced, "742") == kites
    lower = re.sub(rb"<(/?)(P|I|TR|TD|TH|TABLE)\b", lambda tag: b"<" + tag[1] + tag[2].lower(), SECTIONS)
    assert units_of(lower, "742") == kites


def test_comments_are_no_text(kites):
    assert units_of(SECTIONS.replace(b"Red kites", b"Red <!-- no -->kites"), "742") == kites


def test_the_part_is_found_inside_a_larger_file(kites):
    body = SECTIONS.partition(b"?>")[2]
    wrapped = b'<DIV1 N="15" TYPE="TITLE"><DIV5 N="740" TYPE="PART"><HEAD>x</HEAD></DIV5>' + body + b"</DIV1>"
    assert units_of(wrapped, "742") == kites


def test_the_control_list_is_cut_into_its_entries(entries):
    assert list(entries) == [
        "774.1",
        "774 Supplement No. 1",
        "3A090",
        "3A991",
        "3D001",
        "774 Supplement No. 2",
    ]
    assert entries["3A090"].heading == "3A090 Kites as follows (see List of Items Controlled)."
    assert entries["3D001"].heading == "3D001 Songs about kites in 3A090."


def test_an_entry_keeps_its_own_headings_and_ends_before_the_next_group(entries):
    assert "List of Items Controlled" in entries["3A090"].paragraphs
    assert entries["3A090"].paragraphs[-1].startswith("z. Kites not elsewhere named")
    assert entries["3A991"].paragraphs == ("License Requirements", "p. Kites that hum.")
    assert entries["3D001"].paragraphs == ()


def test_what_stands_outside_every_entry_stays_with_the_list(entries):
    assert entries["774 Supplement No. 1"].paragraphs == (
        "How to read this list.",
        "Category 3\u2014Kites",
        "A. “Whole Kites”",
        "D. “Songs”",
        "Category 4\u2014Strings",
        "A note on all strings.",
    )


def test_a_number_within_a_paragraph_or_in_another_supplement_begins_no_entry(entries):
    assert entries["774 Supplement No. 2"].paragraphs == ("3A090 is spoken of here too.",)
    assert "z. Kites not elsewhere named in 3A991 or here." in entries["3A090"].paragraphs


def test_bold_text_that_starts_with_a_paragraph_of_an_entry_begins_none():
    xml = CONTROL_LIST.replace(b"<P>b. Kites for", b"<P><B>3A090.a and more.</B></P><P>b. Kites for")
    assert list(units_of(xml, "774")) == list(units_of(CONTROL_LIST, "774"))


def test_an_entry_in_two_places_is_one():
    again = CONTROL_LIST.replace(b"<P>A note on", b"<FP-2><B>3A090 Once more.</B></FP-2><P>A note on")
    assert units_of(again, "774")["3A090"].paragraphs[-2:] == ("3A090 Once more.", "A note on all strings.")


@pytest.mark.parametrize(
    ("xml", "part", "words"),
    [
        (SECTIONS, "774", "does not hold part 774: it holds part 742"),
        (b"<html><body>Please wait</body></html>", "742", "holds no part of the CFR"),
        (b'<DIV5 N="742" TYPE="PART"><HEAD>x</HEAD></DIV5>', "742", "no section and no supplement"),
        (SECTIONS.replace(b'N="742.1"', b'N=" "'), "742", "without a number"),
        (SECTIONS.replace(b'N="742.1"', b'N="742.6"'), "742", "has 742.6 twice"),
    ],
)
def test_xml_that_is_not_the_part_asked_for(xml, part, words):
    with pytest.raises(RegulationTextError, match=words):
        read_units(xml, part=part)


_WORD = st.text("abcdefgh()&<>§", min_size=1, max_size=5)
_INLINE = st.recursive(
    _WORD.map(escape),
    lambda inner: st.builds(
        "{0} <{1}>{2}</{1}> {3}".format, _WORD.map(escape), st.sampled_from(["I", "B", "E"]), inner, inner
    ),
    max_leaves=4,
)
_BLOCKS = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["P", "FP", "FP-2", "HD1", "TD", "ODD"]), _INLINE),
    lambda inner: st.builds(
        "<{0}>{1}{2}</{0}>".format,
        st.sampled_from(["DIV", "NOTE", "TR", "EXTRACT", "UNKNOWN"]),
        inner,
        st.one_of(inner, _INLINE.filter(lambda text: "<" not in text)),
    ),
    max_leaves=8,
)


@given(st.lists(_BLOCKS, min_size=1, max_size=4))
def test_no_word_is_lost_and_none_comes_twice(blocks):
    body = "".join(blocks)
    xml = f'<DIV5 N="742"><DIV8 N="742.6"><HEAD>Kites.</HEAD>{body}</DIV8></DIV5>'.encode()
    (unit,) = read_units(xml, part="742")
    shown = re.sub(r"&lt;", "<", re.sub(r"<[^>]*>", "", body)).replace("&gt;", ">").replace("&amp;", "&")
    assert re.sub(r"[\s|]", "", unit.text) == re.sub(r"\s", "", shown)
