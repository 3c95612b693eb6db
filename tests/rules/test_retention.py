from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import FigureError, RuleSetError, RuleSetNotFound
from rules.retention import anniversary, read_retention, retain_until, shipped_duties

TODAY = date(2026, 8, 1)

VALID = """on_record_from = 2020-01-01

[[duties]]
id = "some"
title = "Some"
years = 3
counts_from = "the event"
standing = "codified"
in_force_from = 2021-01-01
in_force_until = 2022-01-01
citation = "1 CFR 2"
confidence = "K"
"""


def test_before_the_record_begins_nothing_is_said():
    with pytest.raises(RuleSetNotFound, match="on record from 2022-10-07 only"):
        retain_until(date(2020, 1, 1), date(2022, 10, 6))


def test_without_a_duty_in_force_nothing_is_said():
    duties = read_retention(VALID.encode(), "x.toml")
    for day in (date(2020, 12, 31), date(2022, 1, 1)):
        with pytest.raises(RuleSetNotFound, match="no duty to keep records is in force"):
            retain_until(date(2020, 6, 1), day, duties)
    assert retain_until(date(2020, 6, 1), date(2021, 1, 1), duties).last_day == date(2023, 6, 1)


def test_a_proposal_never_decides():
    content = VALID.replace('"codified"', '"proposed"').encode()
    with pytest.raises(RuleSetNotFound):
        retain_until(date(2020, 6, 1), date(2021, 6, 1), read_retention(content, "x.toml"))
    assert [duty.id for duty in retain_until(TODAY, TODAY).proposed] == ["iaas_customer_identification"]
    assert retain_until(TODAY, date(2024, 1, 28)).proposed == ()


@pytest.mark.parametrize(
    ("as_of", "years", "decided_by"),
    [
        (date(2022, 10, 7), 5, "ear_records"),
        (date(2025, 3, 11), 5, "ear_records"),
        (date(2025, 3, 12), 10, "ofac_records"),
        (TODAY, 10, "ofac_records"),
    ],
)
def test_the_longest_duty_in_force_decides(as_of, years, decided_by):
    found = retain_until(date(2024, 5, 6), as_of)
    assert found.last_day == date(2024 + years, 5, 6)
    assert found.erasable_from == date(2024 + years, 5, 7)
    assert found.decided_by.id == decided_by
    assert found.decided_by.citation


def test_the_shorter_duties_are_shown():
    assert [duty.id for duty in retain_until(TODAY, date(2025, 1, 1)).shorter] == ["ofac_records_until_2025"]
    assert [duty.id for duty in retain_until(TODAY, TODAY).shorter] == ["ear_records"]


def test_a_duty_made_longer_takes_records_along_that_are_still_held():
    assert retain_until(date(2021, 1, 1), date(2025, 1, 1)).last_day == date(2026, 1, 1)
    assert retain_until(date(2021, 1, 1), TODAY).last_day == date(2031, 1, 1)


def test_a_leap_day_is_never_kept_a_day_short():
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert anniversary(date(2024, 2, 29), 5) == date(2029, 3, 1)
    found = retain_until(date(2024, 2, 29), TODAY)
    assert (found.last_day, found.erasable_from) == (date(2034, 3, 1), date(2034, 3, 2))


@given(st.dates(max_value=date(9889, 12, 31)), st.integers(1, 100))
def test_an_anniversary_is_whole_years_later_and_keeps_order(day, years):
    found = anniversary(day, years)
    assert found.year - day.year == years
    assert (found.month, found.day) in {(day.month, day.day), (3, 1)}
    assert anniversary(day + timedelta(days=1), years) >= found


def test_the_calendar_ends():
    with pytest.raises(FigureError, match="beyond the year 9999"):
        retain_until(date(9990, 1, 1), TODAY)


def test_every_duty_is_cited():
    assert all(duty.citation and duty.counts_from for duty in shipped_duties().duties)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("on_record_from = 2020-01-01", "", "'on_record_from' is missing"),
        ("years = 3", "years = 0", "1 to 100"),
        ("years = 3", "years = 2.5", "whole number"),
        ('"codified"', '"guidance"', "codified or proposed"),
        ("in_force_until = 2022-01-01", "in_force_until = 2021-01-01", "later than 'in_force_from'"),
        ("years = 3", "years = 3\nmonths = 1", "unknown key 'months'"),
        ("[[duties]]", '[[duties]]\nid = "some"\n[[duties]]', "missing"),
    ],
)
def test_what_does_not_follow_the_format_is_refused_with_its_place(old, new, says):
    with pytest.raises(RuleSetError, match=says) as caught:
        read_retention(VALID.replace(old, new).encode(), "x.toml")
    assert "x.toml" in str(caught.value)


def test_one_id_stands_for_one_duty():
    twice = VALID + VALID[VALID.index("[[duties]]") :]
    with pytest.raises(RuleSetError, match="'some' is used twice"):
        read_retention(twice.encode(), "x.toml")
