"""A chip over the years: no gaps, merged where nothing changes, the same as asking for each day."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from rules.chips.classification import classify
from rules.chips.timeline import TIMELINE_FROM, TIMELINE_UNTIL, timeline
from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import shipped_law
from tests.rules.figures import chip, chip_of_tpp

A100 = chip(
    {"int8": 624}, 826, aggregate_bidirectional_io_gb_per_s=600, designer_headquarters_countries=("US",)
)
L4 = chip({"int8": 242}, 294, aggregate_bidirectional_io_gb_per_s=64, designer_headquarters_countries=("US",))


def statuses(figures):
    return [
        (
            str(span.applies_from),
            span.classification and str(span.classification.under(Reading.CODIFIED).status),
        )
        for span in timeline(figures, shipped_law())
    ]


def test_spans_follow_each_other_without_gaps():
    spans = timeline(A100, shipped_law())
    assert spans[0].applies_from == TIMELINE_FROM
    assert spans[-1].applies_until == TIMELINE_UNTIL
    for earlier, later in pairwise(spans):
        assert earlier.applies_until == later.applies_from


def test_before_the_first_text_the_span_says_so():
    first = timeline(A100, shipped_law())[0]
    assert (first.classification, first.applies_until) == (None, date(2022, 10, 21))
    assert first.no_text_known.startswith("No text known")


def test_status_changes_where_the_law_did():
    assert statuses(L4)[:3] == [("2022-01-01", None), ("2022-10-21", "not_3A090"), ("2023-11-17", "3A090.a")]
    assert {status for _, status in statuses(A100)[1:]} == {"3A090.a"}


def test_days_that_do_not_concern_the_chip_begin_no_span():
    days = {day for day, _ in statuses(A100)}
    assert days == {
        "2022-01-01",
        "2022-10-21",
        "2023-11-17",
        "2024-04-04",
        "2024-12-02",
        "2024-12-31",
        "2025-05-13",
        "2026-07-24",
    }


def test_the_text_note_begins_with_the_day_after_the_newest_text():
    by_day = {span.applies_from: span for span in timeline(A100, shipped_law())}
    assert by_day[date(2025, 5, 13)].classification.text_note is None
    assert by_day[date(2026, 7, 24)].classification.text_note


@pytest.mark.parametrize("figures", [A100, L4, chip_of_tpp(3000), chip_of_tpp(2368, 814)])
def test_every_day_of_six_years_has_the_answer_of_its_span_or_no_text(figures):
    law = shipped_law()
    for span in timeline(figures, law):
        last = span.applies_until - timedelta(days=1)
        for day in {span.applies_from, last, span.applies_from + (last - span.applies_from) / 2}:
            if span.classification is None:
                with pytest.raises(NoTextKnown):
                    classify(figures, law, as_of=day)
            else:
                found = classify(figures, law, as_of=day)
                assert replace(found, as_of=span.applies_from) == span.classification


def test_a_designer_whose_country_joins_d5_gets_a_span_of_its_own():
    cambodian = replace(L4, designer_headquarters_countries=("KH",))
    spans = timeline(cambodian, shipped_law())
    gp10 = {span.applies_from: span.classification.gp10 for span in spans if span.classification}
    assert gp10[date(2025, 5, 13)].status == "met"
    assert gp10[date(2026, 2, 3)].status == "not_met"


def test_the_document_of_a_span_is_plain():
    first, second = timeline(L4, shipped_law())[:2]
    assert first.to_document()["classification"] is None
    assert second.to_document()["classification"]["answers"]["codified"]["also"] == ["3A991.p"]
