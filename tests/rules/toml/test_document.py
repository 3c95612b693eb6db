"""What is refused before or while a text is parsed: by line, and in no time."""

import time
from decimal import Decimal

import pytest

from rules.errors import RuleSetError
from rules.toml.document import LONGEST_LINE_CHARACTERS, toml_document
from tests.rules.sets import VALID


def test_a_text_reads_with_exact_fractions_and_its_lines():
    values, lines = toml_document(b"a = 1.10\n[b]\nc = 9223372036854775807", "x")
    assert values == {"a": Decimal("1.10"), "b": {"c": 2**63 - 1}}
    assert lines == {("a",): 1, ("b",): 2, ("b", "c"): 3}


def test_a_valid_set_is_far_from_every_limit():
    assert toml_document((VALID + "\n# " + "x" * (LONGEST_LINE_CHARACTERS - 2)).encode(), "x")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1 2", 1, "not a TOML file"),
        ("x = " + "[" * 2000 + "]" * 2000, None, "too deep"),
        ("x = " + "[\n" * 5000, None, "too deep"),
        ("x = " + "{a=" * 900 + "1" + "}" * 900, None, "too deep"),
        ("x = " + "[" * 20 + "]" * 20, None, "too deep"),
        ("\nx = " + "9" * 5000, 2, "more than 100 digits"),
        ("x = 0x" + "f" * 5000, None, "whole number is larger"),
        ("x = -9223372036854775809", None, "whole number is larger"),
        ("x = 1e99999999999999999999", None, "no number that can be held"),
        ("a = 1\n" + "a." * 2000 + "a = 1", 2, "more than 8 parts"),
        ("[" + "a." * 8 + "a]", 1, "more than 8 parts"),
        ("[[ " + "'a' . " * 8 + "a]]", 1, "more than 8 parts"),
        ("x = {b = 1, " + '"a".' * 8 + "a = 1}", 1, "more than 8 parts"),
        ("x = '" + "y" * LONGEST_LINE_CHARACTERS + "'", 1, "characters and may have"),
    ],
)
def test_what_no_file_of_law_has_is_refused(text, line, message):
    with pytest.raises(RuleSetError, match=message) as refused:
        toml_document(text.encode(), "letter")
    assert refused.value.line == line
    assert str(refused.value).startswith("letter")
    assert len(str(refused.value)) < 300


def test_eight_parts_and_dots_in_a_text_are_read():
    text = "a.b.c.d.e.f.g.h = 'see 3A090.a.1.b.c.d.e.f.g.h.i'"
    assert toml_document(text.encode(), "x")[0]["a"]


@pytest.mark.parametrize(
    "text",
    [
        "[" + " " * 5000 + "x",
        ("[" + " " * 5000 + "\n") * 30,
        "a." * 90_000 + "a = 1",
        ("a." * 2900 + "\n") * 30,
        ",\"'" * 1900,
        '{"' * 2900,
        ("[ " * 2900 + "\n") * 30,
        "[" + "a ." * 1900,
    ],
)
def test_reading_costs_no_power_of_the_length(text):
    began = time.process_time()
    with pytest.raises(RuleSetError):
        toml_document(text.encode(), "letter")
    assert time.process_time() - began < 2
