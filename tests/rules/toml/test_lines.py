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
