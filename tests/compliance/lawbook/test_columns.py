"""What the reader lets through fits the columns that keep it: no text that reads stops a screening or a replay."""

import pytest

from compliance.lawbook.models import PublishedDirective, RegulationText
from compliance.replays.models import ChipChange, Replay, ReplayedRule
from compliance.screening.models import Flag
from rules.facts import Subject
from rules.rule_reader import LONGEST_OUTCOME, LONGEST_STORED_CLAUSE
from rules.ruleset_reader import LONGEST_JURISDICTION
from rules.switches import SWITCHES
from rules.toml.strict_table import LONGEST_ID, LONGEST_LINE, LONGEST_NAME

LONGEST_REFERENCE = LONGEST_JURISDICTION + len("/") + LONGEST_NAME + len("@2026-03-01")


@pytest.mark.parametrize(
    ("model", "column", "longest"),
    [
        (Flag, "rule_set", LONGEST_REFERENCE),
        (Flag, "rule", LONGEST_ID),
        (Flag, "title", LONGEST_LINE),
        (Flag, "clause", LONGEST_STORED_CLAUSE[Subject.TENANT]),
        (PublishedDirective, "rule_set", LONGEST_REFERENCE),
        (RegulationText, "unit", len("774 Supplement No. 99")),
        (Replay, "tried_reference", LONGEST_REFERENCE),
        (ReplayedRule, "rule", LONGEST_ID),
        (ReplayedRule, "rule_set_before", LONGEST_REFERENCE),
        (ReplayedRule, "rule_set_after", LONGEST_REFERENCE),
        (ChipChange, "class_before", LONGEST_OUTCOME),
        (ChipChange, "class_after", LONGEST_OUTCOME),
        (ChipChange, "limb_before", LONGEST_STORED_CLAUSE[Subject.CHIP]),
        (ChipChange, "limb_after", LONGEST_STORED_CLAUSE[Subject.CHIP]),
    ],
)
def test_the_longest_that_reads_fits(model, column, longest):
    kept = model._meta.get_field(column).max_length
    assert kept is None or longest <= kept


def test_switches_fit_where_statements_of_them_are_kept():
    assert all(len(name) <= 80 for one in SWITCHES.values() for name in (one.id, *one.settings))
