from rules.toml.lines import lines_of
from tests.rules.sets import VALID


def test_nothing_is_found_in_nothing():
    assert lines_of("") == {}


def test_a_header_inside_a_text_of_several_lines_is_no_header():
    assert lines_of('a = """\n[[rules]]\n"""\nb = 1') == {("a",): 1, ("b",): 4}


def test_nested_arrays_are_counted_within_their_parent():
    lines = VALID.splitlines()
    found = lines_of(VALID)
    assert lines[found["rules", 1, "limbs", 2, "when"] - 1] == 'when = "peak_concurrent_accelerators > 10"'
    assert (
        lines[found["rules", 2, "limbs", 1, "when"] - 1] == 'when = "headquarters_country in some_countries"'
    )
    assert lines[found["lists", "some_countries"] - 1] == "[lists.some_countries]"
    assert ("rules", 2, "limbs", 2) not in found


def test_a_line_ends_where_toml_ends_one():
    assert lines_of("a = 'x\u2028y\x0cz'\r\nb = 1")["b",] == 2


def test_keys_and_headers_may_stand_between_quotes():
    found = lines_of('"a" = 1\n[ "b.c" . d ] # x\n\'e\' = 2\n[[ f ]]\n[["f".g]]')
    assert found == {
        ("a",): 1,
        ("b.c", "d"): 2,
        ("b.c", "d", "e"): 3,
        ("f", 1): 4,
        ("f", 1, "g", 1): 5,
    }
