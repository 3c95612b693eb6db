"""Times in a range: who holds all the keys can neither begin it late, nor mix times, nor leave out what was known."""

import pytest

from audit.proofs.errors import BundleError, ContentError
from audit.proofs.timeline import require_early_start, require_order
from audit.proofs.verify import verify_bundle
from tests.proofs.ledger import HOUR, POLICY, PROVIDER, told

FLAG = {"provider": PROVIDER, "tenant": "TEN-1", "rule": "compute-1e26", "status": "open"}
DAY = 86_400


def later(story):
    """The sentence of the check, of a bundle that verifies."""
    result = verify_bundle(story.bundle(), POLICY)
    assert result.is_authenticated
    (sentence,) = (check.sentence for check in result.checks if check.name == "later entries")
    return sentence


def at(text):
    return {"at": text}


# --- where it begins --------------------------------------------------------------------------------------------------


def test_a_range_that_begins_with_the_log_may_be_of_any_time():
    require_early_start(at("2026-06-01T00:00:00Z"), 0, HOUR)


def test_a_range_may_begin_more_than_a_day_before_the_period():
    require_early_start(at("2025-12-30T23:59:59.999999Z"), 7, HOUR)
    require_early_start(at("2025-12-31T00:00:00Z"), 7, HOUR + 1)


@pytest.mark.parametrize("text", ["2025-12-31T00:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T00:00:00Z"])
def test_a_batch_recorded_less_than_a_day_before_the_period_may_hold_use_within_it(text):
    with pytest.raises(
        BundleError, match="begins with leaf 7, recorded within the period or less than a day"
    ):
        require_early_start(at(text), 7, HOUR)


# --- how it goes on ---------------------------------------------------------------------------------------------------


def test_leaves_may_be_a_little_out_of_order():
    require_order([], 0)
    require_order([at("2026-01-01T02:00:00Z"), at("2026-01-01T01:00:00Z"), at("2026-01-01T02:00:00Z")], 0)


def test_a_leaf_older_than_one_long_before_it_is_refused():
    times = ["2026-01-01T02:00:00Z", "2026-01-01T01:30:00Z", "2026-01-01T00:59:59.999999Z"]
    with pytest.raises(BundleError, match="leaf 9 says 2026-01-01T00:59:59"):
        require_order([at(text) for text in times], 7)


def test_an_old_time_in_a_new_place_is_refused_in_a_bundle_whatever_the_leaf_is():
    story = told()
    index = story.ledger.append("session.closed", "S", at="2026-01-31T22:00:00Z", provider=PROVIDER)
    with pytest.raises(BundleError, match=f"log/entries: leaf {index} says .*: its time was chosen"):
        story.bundle()


# --- what came after --------------------------------------------------------------------------------------------------


def test_nothing_that_bears_on_reports_came_after():
    assert later(told()) == "none stands between leaf 27 and the report's own, 27"
    story = told()
    story.ledger.append("session.closed", "S", provider=PROVIDER)
    story.ledger.append("flag.raised", "FLG-8", severity="low", **{**FLAG, "provider": "PRV-2"})
    story.ledger.append("report.issued", "RPT-0", provider=PROVIDER, statement_sha256="0" * 64)
    assert later(story) == "none stands between leaf 27 and the report's own, 30"


def test_what_came_after_is_named():
    story = told()
    story.ledger.append("flag.raised", "FLG-CRIT", severity="critical", **FLAG)
    story.ledger.append("session.closed", "S", provider=PROVIDER)
    story.ledger.append("batch.accounted", "BAT-LATE", provider=PROVIDER, usage_sha256="0" * 64)
    assert later(story) == (
        "2 came after the report was drawn and are not in it: "
        "flag.raised FLG-CRIT (leaf 27), batch.accounted BAT-LATE (leaf 29)"
    )


def test_of_many_the_first_five_are_named_and_the_rest_counted():
    story = told()
    for number in range(7):
        story.ledger.append("flag.raised", f"FLG-L{number}", severity="low", **FLAG)
    sentence = later(story)
    assert sentence.startswith("7 came after")
    assert sentence.endswith("flag.raised FLG-L4 (leaf 31), and 2 more")


def test_a_leaf_that_committed_an_hour_late_is_honest():
    story = told()  # issued at 00:00:26
    story.ledger.append("flag.raised", "FLG-LATE", severity="low", at="2026-01-31T23:00:27Z", **FLAG)
    assert later(story).startswith("1 came after")


def test_what_was_long_known_when_the_report_was_issued_was_left_out():
    story = told()
    story.document["issued_at"] = "2026-02-01T05:00:00Z"
    story.ledger.append(
        "flag.raised", "FLG-CRIT", severity="critical", at="2026-02-01T03:59:59.999999Z", **FLAG
    )
    for number in range(7):
        story.ledger.append("session.closed", f"S-{number}", at="2026-02-01T04:30:00Z", provider=PROVIDER)
    report_at = "2026-02-01T05:00:01Z"
    story.ledger.append, append = (
        lambda kind, reference, **body: append(kind, reference, at=report_at, **body),
        story.ledger.append,
    )
    with pytest.raises(
        ContentError, match=r"flag.raised FLG-CRIT \(leaf 27\) was recorded more than an hour"
    ):
        story.bundle()
