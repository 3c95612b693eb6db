from datetime import date

import pytest

from rules.clocks import answers_on, is_codified_on, is_enforced_on, status_on
from rules.library import all_sets
from rules.ruleset import EnforcementStatus
from rules.ruleset_reader import read_rule_set
from tests.rules.sets import VALID, changed

EXAMPLE = read_rule_set(VALID.encode(), "example.toml")


def test_status_is_unknown_outside_every_period():
    assert status_on(EXAMPLE, date(2024, 1, 31)) is None


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2024, 2, 1), EnforcementStatus.ENFORCED),
        (date(2024, 5, 31), EnforcementStatus.ENFORCED),
        (date(2024, 6, 1), EnforcementStatus.STAYED),
        (date(2030, 1, 1), EnforcementStatus.STAYED),
    ],
)
def test_periods_are_half_open(day, status):
    assert status_on(EXAMPLE, day) is status


def answers(content, day, known_on=None):
    found = answers_on([read_rule_set(content, "x")], day, known_on)
    return (len(found.codified), len(found.enforced), len(found.conservative))


@pytest.mark.parametrize(
    ("day", "codified_enforced_conservative"),
    [
        (date(2024, 1, 31), (0, 0, 0)),
        (date(2024, 2, 1), (1, 1, 1)),
        (date(2024, 6, 1), (0, 0, 1)),
    ],
)
def test_a_stay_suspends_the_text(day, codified_enforced_conservative):
    assert answers(VALID.encode(), day) == codified_enforced_conservative


def test_text_that_is_not_enforced_stays_codified():
    """As the AI Diffusion Rule since 2025-05-13: in the Code, and not enforced."""
    content = changed('status = "stayed"', 'status = "not_enforced"')
    assert answers(content, date(2024, 6, 1)) == (1, 0, 1)


def test_before_the_compliance_date_text_is_codified_and_not_enforced():
    content = changed(
        "effective_from = 2024-02-01", "effective_from = 2024-02-01\ncompliance_from = 2024-03-01"
    )
    assert answers(content, date(2024, 2, 29)) == (1, 0, 1)
    assert answers(content, date(2024, 3, 1)) == (1, 1, 1)


def test_unknown_status_is_not_taken_for_enforced():
    content = changed("from = 2024-02-01\nuntil", "from = 2024-03-01\nuntil")
    assert answers(content, date(2024, 2, 15)) == (1, 0, 1)


@pytest.mark.parametrize("standing", ["proposed", "guidance", "project"])
def test_what_is_not_law_counts_only_in_the_conservative_answer(standing):
    content = changed('standing = "codified"', f'standing = "{standing}"')
    assert answers(content, date(2024, 2, 1)) == (0, 0, 1)


def test_what_was_not_published_is_in_no_answer():
    assert answers(VALID.encode(), date(2024, 2, 1), known_on=date(2023, 12, 31)) == (0, 0, 0)


def test_after_its_end_a_set_binds_nobody():
    content = changed(
        "effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2024-03-01"
    )
    ended = read_rule_set(content, "x")
    assert not is_codified_on(ended, date(2024, 3, 1))
    assert not is_enforced_on(ended, date(2024, 3, 1))
    assert is_enforced_on(ended, date(2024, 2, 29))


def test_shipped_sets_today():
    found = answers_on(all_sets(), date(2026, 7, 23))
    enforced = {one.name for one in found.enforced}
    assert {"3a090", "3a090_hbm", "3a991_p"} <= enforced
    project = {one.name for one in found.conservative} - enforced
    assert {"large_compute", "kyc_completeness", "gp10"} <= project
