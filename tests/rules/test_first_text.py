"""Before the first text of a law: one sentence, and the day since when there is one."""

from dataclasses import replace
from datetime import date

import pytest

from rules.errors import NoTextKnown
from rules.first_text import of_set, require_text
from rules.law import shipped_law

SET = "us/3a090"


def ask(as_of, known_on=None, set_id=SET, law=None):
    law = law or shipped_law()
    require_text(law, law.on(as_of, known_on), of_set(set_id), "text of ECCN 3A090")


def test_from_the_first_day_on_nothing_is_said():
    ask(date(2022, 10, 21))
    ask(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("as_of", "known_on"), [(date(2022, 10, 20), None), (date(2023, 1, 1), date(2022, 10, 1))]
)
def test_before_it_or_before_it_could_be_known_the_day_is_named(as_of, known_on):
    with pytest.raises(NoTextKnown, match=f"is known for {as_of}.*took effect on 2022-10-21") as refused:
        ask(as_of, known_on)
    assert refused.value.first_text_from == date(2022, 10, 21)


def test_where_there_never_is_one_no_day_is_named():
    law = shipped_law()
    without = replace(law, rule_sets=tuple(one for one in law.rule_sets if one.id != SET))
    with pytest.raises(NoTextKnown, match=r"is known for 2024-01-01\.$") as refused:
        ask(date(2024, 1, 1), law=without)
    assert refused.value.first_text_from is None
