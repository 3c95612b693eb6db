"""What a directive must be before anybody is asked to publish it."""

from datetime import date

import pytest

from compliance.lawbook.check_directive import (
    LONGEST_CONTENT_BYTES,
    NAME_PREFIX,
    check_directive,
    require_passes,
)
from compliance.lawbook.errors import DirectiveRefused
from rules.law import shipped_law
from rules.ruleset_reader import read_rule_set
from tests.compliance.lawbook.letters import LETTER, letter

TODAY = date(2026, 4, 1)


def messages(content: str, law=None) -> list[str]:
    return [one.message for one in check_directive(content, law or shipped_law(), today=TODAY).complaints]


def with_letter(*changes):
    return shipped_law().with_set(read_rule_set(letter(*changes).encode(), "earlier"))


def test_a_sound_directive_has_no_complaint():
    checked = check_directive(LETTER, shipped_law(), today=TODAY)
    assert checked.complaints == ()
    assert checked.rule_set.reference == "us/directive_sorrel@2026-03-09"
    assert require_passes(LETTER, shipped_law(), today=TODAY) == checked.rule_set


def test_a_further_version_has_no_complaint():
    assert messages(letter(("2026-03-09 #", "2026-03-20 #")), with_letter()) == []


def test_no_shipped_set_is_named_as_a_directive_is():
    assert not [one.id for one in shipped_law().rule_sets if one.name.startswith(NAME_PREFIX)]


def test_every_error_of_the_text_comes_with_its_line():
    content = letter(
        ("> 100", ">"), ('severity = "high"', 'severity = "highest"'), ("tpp > 2000.0", "tpp > 'x'")
    )
    checked = check_directive(content, shipped_law(), today=TODAY)
    assert checked.rule_set is None
    lines = content.splitlines()
    assert [lines[one.line - 1].split(" ")[0] for one in checked.complaints] == ["severity", "when", "when"]
    assert "rules 2 (directive_sorrel.chip), limbs 1 (first), line" in checked.complaints[2].message
    with pytest.raises(DirectiveRefused) as refused:
        require_passes(content, shipped_law(), today=TODAY)
    assert refused.value.complaints == checked.complaints


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([('standing = "directive"', 'standing = "codified"')], "'standing' is 'codified'"),
        ([('jurisdiction = "us"', 'jurisdiction = "project"')], "two small letters"),
        ([("directive_sorrel", "letter_sorrel")] * 3, "begins with 'directive_'"),
        ([("published_on = 2026-03-01", "published_on = 2026-04-02")], "has not come yet"),
        ([("[[enforcement]]", "[[texts]]\npart = 774\nunit = '3A090'\n[[x]]")], "unknown key 'x'"),
    ],
)
def test_what_is_no_directive(changes, message):
    (said,) = messages(letter(*changes))
    assert message in said


def test_one_without_enforcement_would_bind_under_one_reading_only():
    start, end = LETTER.index("[[enforcement]]"), LETTER.index("[[rules]]")
    (said,) = messages(LETTER[:start] + LETTER[end:])
    assert "[[enforcement]]" in said


def test_a_version_that_is_there_never_changes():
    (said,) = messages(letter(("Invented letter", "Another letter")), with_letter())
    assert "us/directive_sorrel@2026-03-09 is there already" in said


def test_versions_do_not_overlap():
    law = with_letter(("effective_from", "effective_until = 2026-06-01\neffective_from"))
    (said,) = messages(letter(("2026-03-09 #", "2026-05-01 #")), law)
    assert "overlaps" in said
    assert messages(letter(("2026-03-09 #", "2026-06-01 #")), law) == []


def test_another_authority_s_directive_of_the_same_name_would_have_the_same_rules():
    (said,) = messages(letter(('jurisdiction = "us"', 'jurisdiction = "nl"')), with_letter())
    assert "us/directive_sorrel has the same name" in said


def test_a_rule_stands_instead_of_one_that_exists():
    def content(other):
        return letter(('clause = "third', f'instead_of = ["{other}"]\nclause = "third'))

    assert messages(content("directive_sorrel.hundred")) == []
    assert messages(content("3a090.a")) == []
    (said,) = messages(content("3a090.z"))
    assert "no such rule" in said


def test_too_long_a_text_is_not_even_read():
    (said,) = messages("#" * (LONGEST_CONTENT_BYTES + 1))
    assert "make it two directives" in said


@pytest.mark.parametrize(
    ("changes", "line", "place", "column"),
    [
        ([('title = "Invented', 'titel = "Invented')], 1, None, None),
        ([("tpp > 2000.0", "tpp > 2000")], 41, "rules 2 (directive_sorrel.chip), limbs 1 (first)", 5),
        ([('severity = "high"', 'severity = "hi')], 20, None, 15),
    ],
)
def test_a_complaint_names_line_place_and_column_where_one_is_to_blame(changes, line, place, column):
    found = check_directive(letter(*changes), shipped_law(), today=date(2026, 4, 1)).complaints[0]
    assert (found.line, found.place, found.column) == (line, place, column)


def standing_instead(other: str, *changes: tuple[str, str]) -> str:
    return letter(('severity = "high"', f'severity = "high"\ninstead_of = ["{other}"]'), *changes)


def test_it_says_which_rules_of_which_sets_it_stands_instead_of():
    checked = check_directive(LETTER, shipped_law(), today=TODAY)
    assert checked.stands_instead == ()
    checked = check_directive(standing_instead("macau_d5_headquarters.tenant"), shipped_law(), today=TODAY)
    assert checked.complaints == ()
    (one,) = checked.stands_instead
    assert (one.rule, one.other) == ("directive_sorrel.hundred", "macau_d5_headquarters.tenant")
    assert one.rule_sets == (
        "us/macau_d5_headquarters@2023-11-17",
        "us/macau_d5_headquarters@2025-01-13",
        "us/macau_d5_headquarters@2026-05-31",
    )
    assert one.other_title


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([('severity = "high"', 'severity = "medium"')], "severity medium would silence it"),
        (
            [('title = "More', 'effect = "notice"\ntitle = "More')],
            "a notice of severity high would silence it",
        ),
    ],
)
def test_what_asks_for_a_person_gives_way_to_nothing_less(changes, said):
    (complaint,) = check_directive(
        standing_instead("macau_d5_headquarters.tenant", *changes), shipped_law(), today=TODAY
    ).complaints
    assert said in complaint.message
    assert complaint.line == 21


def test_a_rule_does_not_stand_instead_of_itself():
    (said,) = messages(standing_instead("directive_sorrel.hundred"))
    assert "no such rule beside it" in said


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ([('standing = "directive"', 'standing = "codified"')], 8),
        ([('jurisdiction = "us"', 'jurisdiction = "project"')], 1),
        ([("directive_sorrel", "letter_sorrel")] * 3, 2),
        ([("published_on = 2026-03-01", "published_on = 2026-04-02")], 9),
    ],
)
def test_every_complaint_about_the_whole_names_its_line(changes, line):
    assert [one.line for one in check_directive(letter(*changes), shipped_law(), today=TODAY).complaints] == [
        line
    ]


def test_of_very_many_complaints_the_first_are_said_and_the_rest_counted():
    limb = '\n[[rules.limbs]]\nid = "l{0}"\nclause = "x"\nwhen = "nothing_{0}"\n'
    content = LETTER + "".join(limb.format(number) for number in range(150))
    complaints = check_directive(content, shipped_law(), today=TODAY).complaints
    assert len(complaints) == 101
    assert complaints[-1].message == "There are 50 more: mend these first."


def test_a_long_expression_is_said_with_its_column_and_not_whole():
    content = letter(
        ("tpp > 2000.0", "tpp > 2000.0 || " * 30 + "tpp > 2000 || " + "tpp > 2000.0 || " * 29 + "tpp > 1.0")
    )
    (complaint,) = check_directive(content, shipped_law(), today=TODAY).complaints
    assert complaint.column == 30 * len("tpp > 2000.0 || ") + 5
    assert len(complaint.message) < 400
