"""Normalisation and the digest of a unit: what no reader sees changes nothing, what one sees changes it."""

import hashlib
import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from rules.regulation_text import Unit, normalised

SPACES = st.sampled_from([" ", "  ", "\t", "\u00a0", "\u2009", " \u00a0 "])
NOTHING = st.sampled_from(["", "\u00ad", "\u200b", "\ufeff"])
WORDS = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=8), min_size=1, max_size=8
)


def unit(heading: str, text: str) -> Unit:
    return Unit(part="742", unit_id="742.6", heading=heading, text=text)


def test_plain_text_stays_as_it_is():
    assert normalised("(a) Kites.\n(1) Red.") == "(a) Kites.\n(1) Red."
    assert normalised("") == normalised(" \n \n") == ""


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    assert normalised(normalised(text)) == normalised(text)


@given(st.text())
def test_lines_have_no_space_around_and_none_is_empty(text):
    for line in normalised(text).splitlines():
        assert line == line.strip()
        assert line


@given(WORDS, st.data())
def test_white_space_invisible_characters_and_unicode_form_change_nothing(words, data):
    other = "".join(
        data.draw(SPACES) + data.draw(NOTHING) + unicodedata.normalize("NFD", word) + data.draw(NOTHING)
        for word in words
    )
    assert normalised(other) == normalised(" ".join(words))
    assert unit(other, f"\n{other}\n\n") == unit(other, f"\n{other}\n\n")
    assert unit(other, f"\n{other}\n\n").sha256 == unit(" ".join(words), " ".join(words)).sha256


@given(WORDS, WORDS)
def test_other_words_give_another_digest(first, second):
    one, other = " ".join(first), " ".join(second)
    assume(unicodedata.normalize("NFC", one) != unicodedata.normalize("NFC", other))
    assert unit("Kites.", one).sha256 != unit("Kites.", other).sha256
    assert unit(one, "Red.").sha256 != unit(other, "Red.").sha256


def test_a_dash_a_quotation_mark_and_a_paragraph_count():
    texts = ["a - b", "a \u2013 b", '"a" b', "\u201ca\u201d b", "a\nb", "a b"]
    assert len({unit("Kites.", text).sha256 for text in texts}) == len(texts)


def test_heading_and_text_do_not_run_into_each_other():
    assert unit("Kites.", "Red.\nBlue.").sha256 != unit("Kites.\nRed.", "Blue.").sha256


def test_the_digest_is_that_of_heading_and_text():
    assert unit("Kites.", "Red.\nBlue.").sha256 == hashlib.sha256(b"Kites.\n\nRed.\nBlue.").hexdigest()
