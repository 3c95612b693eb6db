"""Bytes that are no whole and harmless document: one clear error each, and at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import RegulationTextError, RulesError
from rules.regulation_text import read_units, xml_tree
from tests.rules.regulation_text.invented import SECTIONS

_BOMB = b"""<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>
<DIV5 N="742" TYPE="PART"><HEAD>&c;</HEAD></DIV5>"""
_OUTSIDE = b"""<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><DIV5 N="742">&a;</DIV5>"""


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"", "no whole XML document"),
        (b"not XML", "no whole XML document"),
        (b"\xff\xfe\x00", "no whole XML document"),
        (b'{"error": "no such part"}', "no whole XML document"),
        (SECTIONS[: len(SECTIONS) // 2], "no whole XML document"),
        (SECTIONS + b"<P>more</P>", "no whole XML document"),
        (SECTIONS.replace(b"&#xA0;", b"&nbsp;"), "no whole XML document"),
        (SECTIONS.replace(b'encoding="UTF-8"', b'encoding="never-heard-of"'), "no whole XML document"),
        (_BOMB, "declares a document type or entities"),
        (_OUTSIDE, "declares a document type or entities"),
        (b"<!DOCTYPE html><html><body>Please wait</body></html>", "declares a document type"),
        (b"<DIV5>" * 101, "within each other"),
    ],
)
def test_what_cannot_be_read(xml, words):
    with pytest.raises(RegulationTextError, match=words) as error:
        read_units(xml, part="742")
    assert isinstance(error.value, RulesError)
    assert "etch" in str(error.value)  # it says how to mend it
    assert "\n" not in str(error.value)


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(monkeypatch):
    monkeypatch.setattr(xml_tree, "MAX_BYTES", len(SECTIONS))
    assert read_units(SECTIONS, part="742")
    with pytest.raises(RegulationTextError, match=f"{len(SECTIONS) + 1} bytes, more than {len(SECTIONS)}"):
        read_units(SECTIONS + b" ", part="742")


def test_more_elements_than_anybody_publishes(monkeypatch):
    monkeypatch.setattr(xml_tree, "MAX_ELEMENTS", 10)
    with pytest.raises(RegulationTextError, match="more than 10 elements"):
        read_units(SECTIONS, part="742")


@given(st.binary())
def test_any_bytes_are_read_or_refused_in_words(xml):
    with pytest.raises(RegulationTextError):
        read_units(xml, part="742")


@given(st.integers(0, len(SECTIONS) - 1), st.binary(max_size=3))
def test_a_file_with_a_mistake_anywhere_is_read_or_refused_in_words(place, put_in):
    try:
        units = read_units(SECTIONS[:place] + put_in + SECTIONS[place + 1 :], part="742")
    except RegulationTextError as error:
        assert str(error)
    else:
        assert units
