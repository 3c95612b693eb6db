"""From a system's class or a maker's letter to the item of a question of transfer."""

import pytest

from compliance.registry.item_entries import entry_of_letter, entry_of_system
from rules.catalogue.items import ITEM_ENTRIES
from rules.chips.answer import ChipStatus
from rules.chips.systems import SystemAnswer
from rules.clocks import Reading
from rules.findings import FindingStatus
from rules.library import all_sets


def answer(entry, level=None, status=FindingStatus.MET):
    return SystemAnswer(Reading.CODIFIED, status, entry, level, (), ())


def test_an_undetermined_system_is_no_item():
    assert entry_of_system(answer(None, status=FindingStatus.UNDETERMINED)) is None


@pytest.mark.parametrize(
    ("entry", "level", "item"),
    [
        (None, "none", "other"),
        ("4A090.a", "3A090.a", "4A090.a"),
        ("4A994.l", "none", "4A994.l"),
        ("5A992.z.1", "3A090.a", "z_a"),
        ("5A992.z.2", "3A090.b", "z_b"),
        ("4A003.z (level of 3A090.b)", "3A090.b", "z_b"),
        ("4A003.z (level of 3A090.a)", None, None),
    ],
)
def test_a_system_is_asked_about_by_its_entry_and_level(entry, level, item):
    status = FindingStatus.MET if entry else FindingStatus.NOT_MET
    assert entry_of_system(answer(entry, level, status)) == item


@pytest.mark.parametrize(
    ("stated", "item"),
    [
        ("3A090.a.1", "3A090.a"),
        ("3A090.b", "3A090.b"),
        ("3A090", None),
        ("3A991.p", "3A991.p"),
        ("3A991.p.2", "3A991.p"),
        ("EAR99", "ear99"),
        ("5A992.z.1", "z_a"),
        ("4A003.z", "z_a"),
        ("5A002", "other"),
    ],
)
def test_a_letter_is_asked_about_by_what_it_states(stated, item):
    assert entry_of_letter(stated, ChipStatus.A) == item


def test_a_z_paragraph_of_a_chip_outside_3a090_leaves_the_level_open():
    assert entry_of_letter("4A003.z", ChipStatus.NEITHER) is None


def test_every_entry_that_a_system_can_be_given_is_an_item():
    outcomes = {
        rule.outcome
        for one in all_sets()
        for rule in one.rules
        if one.id in {"us/4a090", "us/z_paragraphs", "us/4a994_l"} and rule.effect == "classification"
    }
    assert len(outcomes) > 10
    for outcome in outcomes:
        item = entry_of_system(answer(outcome, "3A090.b" if outcome.endswith("b)") else "3A090.a"))
        assert item in ITEM_ENTRIES, outcome
