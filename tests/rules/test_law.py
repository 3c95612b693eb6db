from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.catalogue import CATALOGUE
from rules.clocks import Reading
from rules.errors import RuleSetError
from rules.law import Law, law_of, shipped_law
from rules.library import require_no_overlap
from rules.ruleset_reader import read_rule_set
from rules.switches import Setting
from tests.rules.sets import VALID, changed

SHIPPED_EXAMPLE = VALID.encode()
BY_SWITCH = changed(
    'status = "stayed"\nfrom = 2024-06-01',
    'switch = "affiliates_rule"\nfrom = 2024-06-01\n'
    'by_setting = {returned_unless_extended = "enforced", in_force = "enforced", stayed = "stayed"}',
)
DAY = date(2024, 7, 1)


def law(content=SHIPPED_EXAMPLE, *settings):
    return Law((read_rule_set(content, "x"),), shipped_law().countries, settings)


def stated(value, recorded_on=DAY):
    return Setting("affiliates_rule", value, None, None, recorded_on, "ana", "looked up")


def counts(law_on_day):
    return tuple(len(law_on_day.under(reading)) for reading in Reading)


def test_before_any_version_there_is_no_law():
    assert counts(law().on(date(2024, 1, 31))) == (0, 0, 0)


def test_a_switch_decides_an_enforcement_period():
    assert counts(law(BY_SWITCH).on(DAY)) == (1, 1, 1)
    assert counts(law(BY_SWITCH, stated("stayed")).on(DAY)) == (0, 0, 1)


def test_a_setting_that_was_not_known_yet_does_not_count():
    known_on = DAY - timedelta(days=1)
    assert counts(law(BY_SWITCH, stated("stayed")).on(DAY, known_on)) == (1, 1, 1)


def test_every_answer_can_say_which_setting_it_used():
    used = {one.switch: one for one in law(BY_SWITCH, stated("stayed")).on(DAY).settings_used}
    assert (used["affiliates_rule"].value, used["affiliates_rule"].is_default) == ("stayed", False)
    assert used["uae_unapproved_recipients"].is_default


def test_what_was_announced_later_leaves_the_status_before_it_standing():
    later = changed(
        'status = "stayed"\nfrom = 2024-06-01',
        'status = "stayed"\nfrom = 2024-06-01\nannounced_on = 2024-06-15',
    )
    assert counts(law(later).on(date(2024, 6, 10), known_on=date(2024, 6, 14))) == (1, 1, 1)
    assert counts(law(later).on(date(2024, 6, 10), known_on=date(2024, 6, 15))) == (0, 0, 1)


def test_a_directive_binds_though_it_is_not_codified():
    content = changed('standing = "codified"', 'standing = "directive"')
    assert counts(law(content).on(date(2024, 3, 1))) == (0, 1, 1)


def test_an_unknown_switch_is_refused_with_its_line():
    with pytest.raises(RuleSetError, match=r"line \d+: there is no switch 'nothing'"):
        law(BY_SWITCH.replace(b'"affiliates_rule"', b'"nothing"'))


def test_a_setting_without_a_status_is_refused():
    with pytest.raises(RuleSetError, match="must give a status for each of"):
        law(BY_SWITCH.replace(b', stayed = "stayed"', b""))


def test_versions_that_overlap_are_refused():
    earlier = read_rule_set(
        changed("effective_from = 2024-02-01", "effective_from = 2024-02-01\neffective_until = 2024-05-01"),
        "x",
    )
    later = read_rule_set(changed("effective_from = 2024-02-01", "effective_from = 2024-04-30"), "x")
    with pytest.raises(RuleSetError, match="overlaps us/example@2024-04-30"):
        require_no_overlap([later, earlier])


def test_two_versions_of_one_day_are_refused():
    one = read_rule_set(VALID.encode(), "x")
    with pytest.raises(RuleSetError, match="two versions begin on the same day"):
        require_no_overlap([one, one])


def test_the_shipped_law_uses_every_switch_as_a_fact():
    facts = shipped_law().on(date(2026, 11, 22)).setting_facts()
    assert facts.keys() <= CATALOGUE.keys()
    assert all(CATALOGUE[name].parse(value) == value for name, value in facts.items())


@given(st.dates(date(2022, 1, 2), date(2027, 12, 31)))
def test_between_change_days_the_law_is_the_same(day):
    whole = law_of([], [])
    if day in whole.change_days():
        return
    before, after = whole.on(day - timedelta(days=1)), whole.on(day)
    assert before.answers == after.answers
    assert all(before.groups_of(one) == after.groups_of(one) for one in ("CN", "AE", "KH", "NI", "MO", "CY"))


def test_a_rule_that_is_published_says_itself_that_it_will_be_enforced():
    known_on = date(2024, 1, 15)  # published on 2024-01-01, effective on 2024-02-01
    assert counts(law().on(date(2024, 3, 1), known_on)) == (1, 1, 1)
    assert counts(law().on(date(2024, 3, 1), date(2023, 12, 31))) == (0, 0, 0)
