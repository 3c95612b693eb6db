"""A set tried under the law of a day: in place, in addition, and what cannot be tried."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import Reading
from rules.errors import TrialError
from rules.law import Law, shipped_law
from rules.ruleset import EnforcementStatus
from rules.ruleset_reader import read_rule_set
from rules.switches import SWITCHES, Setting
from rules.trial import Mode, as_if_in_force, fitting_mode, law_with_trial
from tests.rules.sets import VALID, changed

DAY = date(2024, 7, 1)
EXAMPLE = read_rule_set(VALID.encode(), "example")
LATER = read_rule_set(
    changed(
        "published_on = 2024-01-01\neffective_from = 2024-02-01",
        "published_on = 2024-08-01\neffective_from = 2025-02-01",
    ),
    "later",
)
OTHER = read_rule_set(
    VALID.replace('name = "example"', 'name = "other"').replace('id = "example.', 'id = "other.').encode(),
    "other",
)
LAW = Law((EXAMPLE,), shipped_law().countries)


def in_force(law, as_of=DAY, known_on=None):
    return [(one.id, one.sha256) for one in law.on(as_of, known_on).under(Reading.CONSERVATIVE)]


def test_the_version_in_force_in_its_own_place_changes_nothing():
    tried = law_with_trial(LAW, EXAMPLE, Mode.IN_PLACE, as_of=DAY)
    assert in_force(tried) == in_force(LAW)
    assert tried.rule_sets == LAW.rule_sets


def test_a_version_of_a_later_day_takes_the_place_of_the_one_in_force():
    tried = law_with_trial(LAW, LATER, Mode.IN_PLACE, as_of=DAY)
    assert in_force(tried) == [("us/example", LATER.sha256)]


def test_another_set_is_tried_in_addition():
    tried = law_with_trial(LAW, OTHER, Mode.IN_ADDITION, as_of=DAY)
    assert in_force(tried) == [("us/example", EXAMPLE.sha256), ("us/other", OTHER.sha256)]


def test_the_mode_that_fits():
    assert fitting_mode(LATER, LAW, as_of=DAY) is Mode.IN_PLACE
    assert fitting_mode(LATER, LAW, as_of=date(2024, 1, 31)) is Mode.IN_ADDITION
    assert fitting_mode(OTHER, LAW, as_of=DAY) is Mode.IN_ADDITION


@pytest.mark.parametrize(
    ("rule_set", "mode", "sentence"),
    [
        (
            LATER,
            Mode.IN_ADDITION,
            "us/example@2024-02-01 is in force on 2024-07-01: try this version in place",
        ),
        (OTHER, Mode.IN_PLACE, "no version of us/other is in force on 2024-07-01: try it in addition"),
        (OTHER, Mode.OTHER_DAY, "the law of another day takes no rule set"),
    ],
)
def test_a_mode_that_does_not_fit_is_refused(rule_set, mode, sentence):
    with pytest.raises(TrialError, match=sentence):
        law_with_trial(LAW, rule_set, mode, as_of=DAY)


def test_a_rule_id_of_another_set_is_refused():
    twin = read_rule_set(changed('jurisdiction = "us"', 'jurisdiction = "xx"'), "twin")
    with pytest.raises(TrialError, match=r"us/example@2024-02-01 has a rule .example\.country. too"):
        law_with_trial(LAW, twin, Mode.IN_ADDITION, as_of=DAY)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_whatever_its_dates_a_tried_set_is_in_force_and_known(as_of, known_on):
    for rule_set in (EXAMPLE, LATER):
        moved = as_if_in_force(rule_set, as_of=as_of, known_on=known_on)
        assert in_force(Law((moved,), LAW.countries), as_of, known_on) == [("us/example", rule_set.sha256)]


def test_what_the_authority_does_with_it_is_that_of_the_nearest_day_of_its_life():
    early = as_if_in_force(EXAMPLE, as_of=date(2023, 1, 1))
    assert Law((early,), LAW.countries).on(date(2023, 1, 1)).status_of(early) is EnforcementStatus.ENFORCED
    assert as_if_in_force(EXAMPLE, as_of=DAY) is EXAMPLE
    ended = read_rule_set(
        changed("effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2024-04-01"),
        "x",
    )
    moved = as_if_in_force(ended, as_of=DAY)
    assert Law((moved,), LAW.countries).on(DAY).status_of(moved) is EnforcementStatus.ENFORCED
    assert Law((EXAMPLE,), LAW.countries).on(DAY).status_of(EXAMPLE) is EnforcementStatus.STAYED


SWITCHED = read_rule_set(
    VALID.replace(
        'status = "stayed"\nfrom = 2024-06-01',
        'switch = "affiliates_rule"\nby_setting = {stayed = "stayed", returned_unless_extended = "enforced", '
        'in_force = "enforced"}\nfrom = 2024-06-01\nannounced_on = 2024-05-20',
    )
    .replace("effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2025-01-01")
    .encode(),
    "switched",
)


def status_as_tried(known_on, settings=()):
    moved = as_if_in_force(SWITCHED, settings, as_of=date(2025, 6, 1), known_on=known_on)
    return moved.enforcement[0].status if moved.enforcement else None


def test_what_was_stated_later_was_not_known_then():
    assert SWITCHES["affiliates_rule"].default == "returned_unless_extended"
    stated = [Setting("affiliates_rule", "stayed", None, None, date(2026, 3, 1), "somebody", "a notice")]
    assert status_as_tried(date(2026, 2, 1), stated) is EnforcementStatus.ENFORCED
    assert status_as_tried(date(2026, 3, 1), stated) is EnforcementStatus.STAYED
    assert status_as_tried(None, stated) is EnforcementStatus.STAYED


def test_what_was_announced_later_was_not_known_then():
    moved = as_if_in_force(EXAMPLE, as_of=date(2023, 12, 1), known_on=date(2023, 6, 1))
    assert moved.enforcement[0].status is EnforcementStatus.ENFORCED
    ended = changed(
        "effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2025-01-01"
    )
    later = read_rule_set(
        ended.replace(b"from = 2024-06-01", b"from = 2024-06-01\nannounced_on = 2024-05-20"), "x"
    )
    for known_on, expected in (
        (date(2024, 5, 19), EnforcementStatus.ENFORCED),
        (date(2024, 5, 20), EnforcementStatus.STAYED),
        (None, EnforcementStatus.STAYED),
    ):
        moved = as_if_in_force(later, as_of=date(2025, 6, 1), known_on=known_on)
        assert moved.enforcement[0].status is expected
