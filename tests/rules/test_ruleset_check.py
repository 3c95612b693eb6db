import pytest

from rules.errors import RuleSetError
from rules.ruleset_check import errors_of
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed


def line_of(content: bytes, piece: str) -> int:
    (line,) = [n for n, text in enumerate(content.decode().splitlines(), 1) if piece in text]
    return line


def test_nothing_is_said_of_a_set_that_reads():
    assert errors_of(VALID.encode(), "letter") == ()


@pytest.mark.parametrize(
    ("content", "line"), [(b'title = "a"\ntitle = \xff', None), (b'title = "a"\n\ntitle = 1 2', 3)]
)
def test_what_is_no_toml_is_one_error_with_its_line(content, line):
    (error,) = errors_of(content, "letter")
    assert error.line == line
    assert "not a TOML file" in str(error)


def test_every_table_gives_its_error_in_order_of_lines():
    broken = VALID
    for old, new in (
        ('authority = "An invented authority"', "authority = 3"),
        ('confidence = "V"', 'confidence = "X"'),
        ('status = "enforced"', 'status = "sometimes"'),
        ('codes = ["CN", "MO"]', "codes = []"),
        ("peak_concurrent_tpp >= 5.92", "peak_tpp >= 5.92"),
        ("peak_concurrent_accelerators > 10", "peak_concurrent_accelerators > 'ten'"),
        ('severity = "low"', 'severity = "lowest"'),
        ("headquarters_country in some_countries", "headquarters_land in some_countries"),
    ):
        assert old in broken
        broken = broken.replace(old, new, 1)
    content = broken.encode()
    errors = errors_of(content, "letter")
    assert [error.line for error in errors] == [
        line_of(content, piece)
        for piece in (
            "authority = 3",
            'confidence = "X"',
            "sometimes",
            "codes = []",
            "peak_tpp",
            "'ten'",
            '"lowest"',
            "headquarters_land",
        )
    ]
    assert "line 1, column 1 of 'peak_tpp >= 5.92'" in str(errors[4])
    assert "rules 1 (example.large), limbs 2 (second)" in str(errors[5])


def test_a_list_that_is_wrong_is_blamed_once_and_not_the_rules_that_use_it():
    (error,) = errors_of(changed('citation = "an annex"', "citation = 1"), "letter")
    assert "lists.some_countries" in str(error)


def test_without_subjects_the_limbs_are_not_guessed_at():
    content = changed('subjects = ["tenant"]', 'subjects = ["tenants"]')
    (error,) = errors_of(content, "letter")
    assert "'tenants' is none of" in str(error)
    assert error.line == line_of(content, '"tenants"')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[enforcement]]", "[enforcement_]"),
        ("published_on = 2024-01-01", 'published_on = "2024-01-01"\nunknown = 1'),
        ("effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2024-01-01"),
        ('id = "second"', 'id = "first"'),
        ("[lists.some_countries]", "[lists]\nx = 3\n[other]"),
    ],
)
def test_what_the_reader_refuses_is_never_passed_over(old, new):
    content = changed(old, new)
    with pytest.raises(RuleSetError) as refused:
        read_rule_set(content, "letter")
    assert str(refused.value) in {str(error) for error in errors_of(content, "letter")}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("x = " + "[" * 5000, None),
        ("\nx = " + "{a=" * 900 + "1" + "}" * 900, None),
        ("\nx = " + "9" * 5000, 2),
        ("x = 1e99999999999999999999", None),
        ("x = 0x" + "f" * 5000, None),
        ("[" + " " * 2400 + "x", 1),
        ("a." * 2000 + "a = 1", 1),
    ],
)
def test_a_text_made_to_break_the_parser_is_one_error(text, line):
    (error,) = errors_of(text.encode(), "letter")
    assert error.line == line
    with pytest.raises(RuleSetError):
        read_rule_set(text.encode(), "letter")


def test_what_is_too_long_or_not_to_be_seen_is_said_of_every_key():
    broken = VALID
    for old, new in (
        ("An invented set", "x" * 201),
        ("https://example.org/1", "javascript:alert(1)"),
        ("Held {peak_concurrent_tpp}.", "Held \\u0000{peak_concurrent_tpp}."),
        ('clause = "1 CFR 2(a)(2)"', f'clause = "{"x" * 301}"'),
        ("In {headquarters_country}.", "In \\u202e{headquarters_country}."),
    ):
        assert old in broken
        broken = broken.replace(old, new, 1)
    assert [error.line for error in errors_of(broken.encode(), "letter")] == [3, 6, 35, 45, 60]


def test_of_too_many_rules_only_their_number_is_said():
    rule = VALID[VALID.rindex("[[rules]]") :].replace("headquarters_country in", "nothing in")
    (error,) = errors_of((VALID + rule * 300).encode(), "letter")
    assert "'rules' has 302 entries and may have 200" in str(error)
