"""Items of licence questions: which entry an item comes to, by what, and what is missing where it comes to none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from compliance.registry.models import Chip
from compliance.registry.record_maker_letter import record_maker_letter
from compliance.registry.transfer_items import item_of_chip, item_of_figures, item_of_system
from rules.chips.figures import ChipFigures, NamedMode
from rules.chips.systems import SystemFigures
from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import shipped_law
from rules.performance import Mode
from tests.cast import make_cast

DAY = date(2026, 2, 2)
FAST = ChipFigures(
    modes=(NamedMode("int8", Mode(8, Decimal(700))),),
    applicable_die_area_mm2=Decimal(800),
    marketed_for_datacenter=True,
    aggregate_bidirectional_io_gb_per_s=Decimal(1),
    memory_bandwidth_gb_per_s=Decimal(1),
)
SLOW = replace(FAST, modes=(NamedMode("int8", Mode(8, Decimal(1))),))


def test_slow_figures_come_to_no_limb_and_nothing_is_missing():
    item = item_of_figures(SLOW, shipped_law(), DAY)
    assert (item.basis, item.entry, item.missing_facts) == ("computed", None, ())
    assert item.classification.under(Reading.CODIFIED).status == "not_3A090"


def test_fast_figures_come_to_their_limb():
    assert item_of_figures(FAST, shipped_law(), DAY).entry == "3A090.a.1"


def test_unknown_figures_say_what_is_missing():
    assert "tpp" in item_of_figures(ChipFigures(), shipped_law(), DAY).missing_facts


@pytest.mark.parametrize(
    ("circuits", "base_entry", "entry"),
    [
        ((SLOW,), "none", "other"),
        ((SLOW, FAST), "none", "4A090.a"),
        ((FAST,), "5A992", "z_a"),
        ((FAST,), None, None),
        ((ChipFigures(),), "none", None),
    ],
)
def test_a_system_comes_to_the_entry_of_its_worst_circuit(circuits, base_entry, entry):
    item = item_of_system(SystemFigures(circuits, base_entry), shipped_law(), DAY)
    assert item.entry == entry
    assert bool(item.missing_facts) is (entry is None)


@pytest.mark.parametrize("day", [date(2022, 10, 20), date(2000, 1, 1)])
def test_before_any_text_there_is_no_item(day):
    with pytest.raises(NoTextKnown):
        item_of_figures(FAST, shipped_law(), day)
    with pytest.raises(NoTextKnown):
        item_of_system(SystemFigures((FAST,), "none"), shipped_law(), day)


@pytest.mark.engines
@pytest.mark.django_db
def test_a_letter_gives_the_entry_and_the_figures_stay_known():
    made = Chip.objects.create(
        slug="invented-x1",
        vendor="V",
        name="Invented X1",
        int8_tops=700,
        die_area_mm2=800,
        has_non_planar_die=True,
        marketed_for_datacenter=True,
        source="a test",
        confidence="high",
    )
    chip = Chip.objects.get(pk=made.pk)
    assert item_of_chip(chip, shipped_law(), DAY).entry == "3A090.a.1"
    record_maker_letter(
        chip=chip,
        stated_entry="3A090.b.2",
        content=b"%PDF-1.7 an invented letter",
        file_name="letter.pdf",
        letter_on=date(2024, 5, 6),
        signer="Priya Raman",
        source="portal",
        by=make_cast().approver,
    )
    item = item_of_chip(chip, shipped_law(), DAY)
    assert (item.basis, item.entry, item.classification) == ("maker_letter", "3A090.b", None)
    assert item.facts["tpp"] == 5600
    assert item_of_chip(chip, shipped_law(), date(2024, 5, 5)).basis == "computed"
