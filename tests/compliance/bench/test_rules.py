import pytest

from compliance.bench import chips
from compliance.bench import rules as bench
from rules.expressions import Expression


@pytest.fixture(autouse=True)
def few_tenants(monkeypatch):
    monkeypatch.setattr(bench, "_TENANTS", 20)
    monkeypatch.setattr(bench, "_TENANTS_ASKED_PLAINLY", 10)
    monkeypatch.setattr(chips, "measure", list)


def test_it_says_how_many_a_second_beside_plain_cel():
    findings, answers, *_ = bench.measure(None, None)
    assert findings.value > 0
    assert findings.goal == "at least 100,000"
    assert findings.met is (findings.value >= 100_000)
    assert findings.ratio * answers.value == pytest.approx(answers.ratio * findings.value)


def test_answers_that_are_not_those_of_cel_are_no_figure(monkeypatch):
    monkeypatch.setattr(Expression, "ask", lambda self, facts: None)
    with pytest.raises(SystemExit, match="would mean nothing"):
        bench.measure(None, None)
