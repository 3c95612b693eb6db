"""A set tried over chips before it binds anybody. Among them trap 19: what only a letter controls."""

from datetime import date
from decimal import Decimal

import pytest

from rules.chips.classification import classify
from rules.chips.figures import ChipFigures, NamedMode
from rules.chips.preview import preview_of_chips
from rules.errors import NoTextKnown, TrialError
from rules.law import shipped_law
from rules.performance import Mode
from rules.ruleset_reader import read_rule_set
from tests.rules.letters import letter_of

LETTER = letter_of(
    "directive_bandwidth",
    "2025-04-09",
    """[[rules]]
id = "directive_bandwidth.fast"
subjects = ["chip"]
severity = "high"
title = "Fast memory, though outside 3A090"
clause = "paragraph 1"
explanation = "Memory bandwidth is {memory_bandwidth_gb_per_s} GB/s."

[[rules.limbs]]
id = "outside"
clause = "paragraph 1(a)"
when = "control_entry == 'none' && memory_bandwidth_gb_per_s >= 4000.0"

[[rules]]
id = "directive_bandwidth.tenant"
subjects = ["tenant"]
severity = "low"
title = "Another subject"
clause = "paragraph 2"
explanation = "In {headquarters_country}."

[[rules.limbs]]
id = "any"
clause = "paragraph 2"
when = "headquarters_country == 'CN'"
""",
)
DAY = date(2025, 6, 1)


def chip(name: str, tops: int | None, bandwidth: int | None) -> ChipFigures:
    modes = (NamedMode("fp8", Mode(8, Decimal(tops))),) if tops is not None else ()
    return ChipFigures(
        chip=name,
        modes=modes,
        applicable_die_area_mm2=Decimal(814),
        marketed_for_datacenter=True,
        memory_bandwidth_gb_per_s=None if bandwidth is None else Decimal(bandwidth),
    )


SLOW, LETTER_CHIP, LISTED = chip("slow", 100, 900), chip("letter-chip", 296, 4000), chip("listed", 1979, 4800)
NO_BANDWIDTH, NOTHING = chip("no-bandwidth", 296, None), chip("nothing", None, None)


def preview(*chips, text: str = LETTER, as_of: date = DAY, law=None):
    rule_set = read_rule_set(text.encode(), "letter")
    return preview_of_chips(rule_set, law or shipped_law(), chips, as_of=as_of)


def test_over_no_chip_and_over_a_quiet_one_nothing_is_met():
    for chips in ((), (SLOW,)):
        found = preview(*chips)
        assert (found.chips, [(one.met, one.undetermined) for one in found.rules]) == (len(chips), [((), ())])


def test_trap_19_a_chip_outside_3a090_that_a_letter_controls_is_caught_by_a_directive():
    assert classify(LETTER_CHIP, shipped_law(), as_of=DAY).answers["conservative"].status == "not_3A090"
    (fast,) = preview(SLOW, LETTER_CHIP, LISTED).rules
    assert fast.rule.id == "directive_bandwidth.fast"
    assert (fast.met, fast.undetermined) == (("letter-chip",), ())


def test_what_is_missing_is_named():
    (fast,) = preview(NO_BANDWIDTH, NOTHING).rules
    assert fast.met == ()
    assert [(one.chip, set(one.missing_facts)) for one in fast.undetermined] == [
        ("no-bandwidth", {"memory_bandwidth_gb_per_s"}),
        ("nothing", {"control_entry", "memory_bandwidth_gb_per_s"}),
    ]


def test_rules_about_other_subjects_are_named_and_not_judged():
    assert [rule.id for rule in preview(LETTER_CHIP).other_rules] == ["directive_bandwidth.tenant"]


def test_the_set_is_tried_on_a_day_outside_its_own_and_in_place_of_its_version():
    earlier = read_rule_set(LETTER.encode(), "letter")
    raised = LETTER.replace("4000.0", "5000.0").replace(
        "effective_from = 2025-04-09", "effective_from = 2027-01-01"
    )
    for law in (shipped_law(), shipped_law().with_set(earlier)):
        (fast,) = preview(LETTER_CHIP, text=raised, law=law).rules
        assert fast.met == ()


def test_a_rule_id_that_is_taken_and_a_day_without_text_are_refused():
    taken = LETTER.replace('jurisdiction = "us"', 'jurisdiction = "nl"')
    with pytest.raises(TrialError, match="directive_bandwidth"):
        preview(LETTER_CHIP, text=taken, law=shipped_law().with_set(read_rule_set(LETTER.encode(), "letter")))
    with pytest.raises(NoTextKnown):
        preview(LETTER_CHIP, as_of=date(2022, 1, 1))
