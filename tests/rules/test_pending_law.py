from datetime import date, timedelta

import pytest

from rules.errors import RuleSetError
from rules.pending_law import PENDING_LAW_FILE, BillState, Concern, pending_law, read_pending_law

ONE_DAY = timedelta(days=1)


def test_nothing_is_known_before_the_first_step():
    assert pending_law().on(date(2024, 1, 28)) == ()


def test_every_bill_says_what_it_would_change_and_where_that_was_seen():
    for bill in pending_law().bills:
        assert bill.would_change and bill.source_url.startswith("https://")
        assert all(step.source and step.on <= pending_law().looked_until for step in bill.steps)


def test_the_bill_on_remote_access_passed_one_chamber_and_is_no_law():
    day = date(2026, 1, 12)
    assert "remote_access_security_act" not in {one.id for one in pending_law().on(day - ONE_DAY)}
    bill = next(one for one in pending_law().on(day) if one.id == "remote_access_security_act")
    assert (bill.short_name, bill.last.state, bill.is_pending) == (
        "H.R. 2683",
        BillState.PASSED_ONE_CHAMBER,
        True,
    )
    assert "369 to 22" in bill.last.what


def test_steps_are_those_of_the_day():
    def state(day):
        return next(one.last.what for one in pending_law().on(day) if one.id == "chip_security_act")

    assert "42 to 0" in state(date(2026, 9, 23))
    assert "fiscal year 2027" in state(date(2026, 9, 24))


def test_what_was_enacted_or_left_out_is_not_pending():
    by_id = {one.id: one for one in pending_law().bills}
    assert not by_id["gain_ai_act"].is_pending
    assert not by_id["coins_act"].is_pending


def test_bills_by_what_they_concern():
    found = pending_law().on(date(2026, 11, 22), [Concern.KNOW_YOUR_CUSTOMER])
    assert [one.id for one in found] == ["iaas_kyc_rule"]


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ('state = "introduced"', 'state = "signed"', r"line \d+: key 'state' is 'signed'"),
        ('concerns = ["remote_access"]', 'concerns = ["everything"]', "is one of remote_access"),
        ('confidence = "V"', "", "key 'confidence' is missing"),
        ("would_change", "changes", "key 'would_change' is missing"),
        ('id = "coins_act"', 'id = "gain_ai_act"', "used twice"),
    ],
)
def test_a_mistake_is_named(old, new, match):
    text = PENDING_LAW_FILE.read_text()
    assert old in text
    with pytest.raises(RuleSetError, match=match):
        read_pending_law(text.replace(old, new, 1).encode(), "pending_law.toml")
