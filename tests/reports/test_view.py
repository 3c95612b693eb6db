"""Figures and words as a page shows them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.reports.figures import decimal_text, hours_text, instant_shown, magnitude_text
from audit.reports.printable import breakable, printable, printable_tree


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0.00"),
        (35, "0.00"),
        (36, "0.01"),
        (3599, "0.99"),
        (3600, "1.00"),
        (3_600_000, "1,000.00"),
        (-3600, "-1.00"),
    ],
)
def test_hours(seconds, shown):
    assert hours_text(seconds) == shown


@given(st.integers(0, 10**15))
@settings(max_examples=50)
def test_hours_are_never_more_than_the_seconds(seconds):
    shown = hours_text(seconds).replace(",", "")
    hundredths = int(shown.replace(".", ""))
    assert hundredths * 36 <= seconds < (hundredths + 1) * 36


@pytest.mark.parametrize(
    ("number", "shown"),
    [("0", "0"), ("999999999", "999,999,999"), ("1000000000", "1e9"), ("123499" + "9" * 20, "1.234e25")],
)
def test_magnitudes_are_cut_not_rounded(number, shown):
    assert magnitude_text(number) == shown


@given(st.integers(1, 10**40))
@settings(max_examples=50)
def test_a_magnitude_is_never_above_the_number(number):
    shown = magnitude_text(str(number))
    if "e" in shown:
        digits, _, power = shown.partition("e")
        whole, _, fraction = digits.partition(".")
        assert (
            0 <= number - int(whole + fraction) * 10 ** (int(power) - len(fraction)) < 10 ** (int(power) - 2)
        )
    else:
        assert int(shown.replace(",", "")) == number


def test_decimals_and_instants_keep_what_is_not_known():
    assert decimal_text(None, places=2) is None
    assert instant_shown(None) is None
    assert decimal_text("15832", places=1) == "15,832"
    assert decimal_text("5.9199999", places=2) == "5.91"
    assert decimal_text("6.00", places=2) == "6"
    assert instant_shown("2026-11-22T18:14:59.123456Z") == "2026-11-22 18:14"


def test_ordinary_text_is_left_as_it_is():
    assert printable("Ålesund, 5 % … “fine”") == "Ålesund, 5 % … “fine”"


def test_what_reorders_is_dropped_and_what_cannot_be_drawn_is_named():
    assert printable("a\u202eb\u2066c\u200fd") == "abcd"
    assert printable("中") == "<U+4E2D>"
    assert printable("one\ntwo") == "one two"
    assert printable("\u200b") == "<U+200B>"


@given(st.text())
@settings(max_examples=100)
def test_printable_text_is_one_line_and_stays_so(text):
    shown = printable(text)
    assert "\n" not in shown
    assert printable(shown) == shown
    assert breakable(shown).replace("\u200b", "") == shown


def test_names_may_break_but_what_is_copied_may_not():
    long_word = "x" * 64
    tree = printable_tree({"sha256": long_word, "rows": [{"account": long_word, "reference": long_word}]})
    assert tree["sha256"] == tree["rows"][0]["reference"] == long_word
    assert "\u200b" in tree["rows"][0]["account"]
