from datetime import date

import pytest

from compliance.bench import chips as bench
from rules.chips.timeline import timeline
from rules.law import shipped_law
from tests.rules.figures import chip


def test_all_shipped_chips_are_classified_on_every_day_of_six_years():
    seconds, rate = bench.measure()
    assert seconds.name.endswith("chips on each of 2,191 days, in seconds of one core")
    assert int(seconds.name.split()[0]) > 200
    assert seconds.met is (seconds.value < 1)
    assert rate.value > 0


def test_answers_that_differ_from_those_of_single_days_are_no_figure(monkeypatch):
    monkeypatch.setattr(bench, "_on", lambda spans, day: spans[1].classification)
    with pytest.raises(SystemExit, match="would mean nothing"):
        bench.measure()


def test_a_day_finds_its_span_on_the_first_and_the_last_of_it():
    spans = timeline(chip({"int8": 624}, 826), shipped_law())
    assert bench._on(spans, date(2022, 10, 20)) is None
    assert bench._on(spans, date(2022, 10, 21)) is spans[1].classification
    assert bench._on(spans, date(2027, 12, 31)) is spans[-1].classification
