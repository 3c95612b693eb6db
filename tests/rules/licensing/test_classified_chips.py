"""A chip is asked about by its classification: each reading takes the entry that it gives."""

from datetime import date
from decimal import Decimal

from rules.chips.classification import classify
from rules.chips.figures import ChipFigures, NamedMode
from rules.clocks import Reading
from rules.law import shipped_law
from rules.licensing import TransferQuestion, answer
from rules.performance import Mode

DAY = date(2026, 11, 22)


def chip(tera_operations, area, **changed):
    values = {
        "modes": (NamedMode("fp8", Mode(8, Decimal(tera_operations))),),
        "applicable_die_area_mm2": None if area is None else Decimal(area),
        "marketed_for_datacenter": True,
        "memory_bandwidth_gb_per_s": Decimal(4800),
    }
    return ChipFigures(**(values | changed))


def asked(figures, destination="CN", **changed):
    law = shipped_law()
    values = {
        "transfer_kind": "export_from_us",
        "destination_country": destination,
        "as_of": DAY,
        "classification": classify(figures, law, as_of=DAY),
        "recipient_headquarters_country": destination,
        "recipient_ultimate_parent_headquarters_country": destination,
    }
    return answer(TransferQuestion(**(values | changed)), law)


def test_the_entry_and_the_figures_come_from_the_chip():
    found = asked(chip(1979, 814)).under(Reading.ENFORCED)
    assert (found.item_entry, str(found.requirement)) == ("3A090.a", "required")
    assert found.review.governing == "case_by_case"


def test_a_chip_outside_3a090_keeps_its_notices():
    found = asked(chip(296, 814))
    assert found.under(Reading.ENFORCED).item_entry == "3A991.p"
    assert str(found.under(Reading.ENFORCED).requirement) == "not_found"
    assert {"notice_residue.outside_3a090", "notice_is_informed.letters"} <= {
        one.rule_id for one in found.notices
    }


def test_a_chip_that_cannot_be_classified_leaves_the_answer_open_for_want_of_its_figures():
    found = asked(chip(296, None)).under(Reading.ENFORCED)
    assert (found.item_entry, str(found.requirement)) == (None, "undetermined")
    assert "applicable_die_area_mm2" in found.missing_facts
    assert "item_entry" not in found.missing_facts


def test_a_circuit_designed_in_macau_or_d5_brings_general_prohibition_10():
    designed = chip(1979, 814, designer_headquarters_countries=("CN",))
    assert "notice_gp10.designer" in {one.rule_id for one in asked(designed).notices}
    american = chip(1979, 814, designer_headquarters_countries=("US",))
    assert "notice_gp10.designer" not in {one.rule_id for one in asked(american).notices}


def test_a_chip_outside_3a090_and_3a991_may_be_of_another_entry_or_of_none():
    """Russia and Belarus ask by whether any entry describes the item, and the classification does not say that."""
    plain = chip(1, 814, marketed_for_datacenter=False, aggregate_bidirectional_io_gb_per_s=Decimal(1))
    found = asked(plain, "RU").under(Reading.ENFORCED)
    assert (found.item_entry, str(found.requirement)) == ("other", "undetermined")
    assert found.missing_facts == ("is_on_control_list",)
    for is_listed, expected in ((True, "required"), (False, "not_found")):
        stated = asked(plain, "RU", facts={"is_on_control_list": is_listed}).under(Reading.ENFORCED)
        assert str(stated.requirement) == expected
    assert str(asked(plain, "DE").under(Reading.ENFORCED).requirement) == "not_found"
    assert str(asked(chip(296, 814), "RU").under(Reading.ENFORCED).requirement) == "required"
