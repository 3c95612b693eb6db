"""Boards and servers: one circuit is enough, an excluded circuit does not count, memory never makes a .z item."""

from datetime import date

import pytest

from rules.chips.systems import SystemFigures, classify_system
from rules.clocks import Reading
from rules.errors import FigureError, NoTextKnown
from rules.law import shipped_law
from tests.rules.figures import chip, chip_of_tpp

DAY = date(2026, 7, 23)
H100 = chip({"fp8": 1979}, 814)
A30 = chip({"int8": 330}, 826)
H20 = chip({"fp8": 296}, 814)
RTX_4090D = chip({"int8": "588.5"}, 608, datacenter=False)
RTX_4090 = chip({"int8": "660.6"}, 608, datacenter=False)
SMALL = chip({"int8": 1}, 100, aggregate_bidirectional_io_gb_per_s=1)
HBM = chip({}, 0, kind="hbm_stack", memory_bandwidth_gb_per_s=819, memory_area_mm2=110)
OPEN = chip_of_tpp(3000)


def answer(*circuits, base_entry="none", on=DAY, reading=Reading.CODIFIED):
    figures = SystemFigures(circuits, base_entry)
    return classify_system(figures, shipped_law(), as_of=on).under(reading)


def test_a_system_of_small_circuits_has_none_of_these_entries():
    found = answer(SMALL)
    assert (found.status, found.entry, found.level, found.missing_facts) == ("not_met", None, "none", ())


@pytest.mark.parametrize(
    ("circuits", "base_entry", "entry", "level"),
    [
        ((H100,), "none", "4A090.a", "3A090.a"),
        ((A30,), "none", "4A090.b", "3A090.b"),
        ((SMALL, A30, H100), "none", "4A090.a", "3A090.a"),
        ((H100, SMALL), "5A992", "5A992.z.1", "3A090.a"),
        ((A30,), "5A992", "5A992.z.2", "3A090.b"),
        ((H100,), "5A002", "5A002.z (level of 3A090.a)", "3A090.a"),
        ((A30,), "4A003", "4A003.z (level of 3A090.b)", "3A090.b"),
        ((H20,), "none", "4A994.l", "none"),
        ((RTX_4090,), "5A992", "5A992.z.1", "3A090.a"),
    ],
)
def test_one_circuit_is_enough_and_the_items_own_entry_comes_first(circuits, base_entry, entry, level):
    found = answer(*circuits, base_entry=base_entry)
    assert (found.status, found.entry, found.level) == ("met", entry, level)


@pytest.mark.parametrize("base_entry", ["none", "5A992", "5A002", "4A003"])
def test_a_circuit_that_note_2_excludes_is_not_counted(base_entry):
    found = answer(RTX_4090D, RTX_4090D, base_entry=base_entry)
    assert (found.entry, found.level) == ("4A994.l", "none")


@pytest.mark.parametrize("base_entry", ["none", "5A992", "3A001"])
def test_memory_of_3a090_c_never_makes_such_an_item(base_entry):
    assert answer(HBM, SMALL, base_entry=base_entry).entry is None


def test_an_undetermined_circuit_leaves_the_item_open_and_names_what_is_missing():
    found = answer(OPEN, SMALL)
    assert (found.status, found.entry, found.level) == ("undetermined", None, None)
    assert found.missing_facts == ("applicable_die_area_mm2", "performance_density")


def test_an_undetermined_circuit_does_not_matter_beside_one_of_3a090_a():
    found = answer(OPEN, H100)
    assert (found.status, found.entry, found.level) == ("met", "4A090.a", "3A090.a")


def test_without_the_base_entry_the_level_is_known_all_the_same():
    found = answer(H100, base_entry=None)
    assert (found.status, found.level) == ("undetermined", "3A090.a")
    assert found.missing_facts == ("base_entry",)


def test_in_2022_there_was_4a090_and_no_z_paragraph():
    a100 = chip({"int8": 624}, 826, aggregate_bidirectional_io_gb_per_s=600)
    a800 = chip({"int8": 624}, 826, aggregate_bidirectional_io_gb_per_s=400)
    on = date(2022, 10, 21)
    assert answer(a100, base_entry="5A992", on=on).entry == "4A090.a"
    assert answer(a800, on=on).entry == "4A994.l"
    with pytest.raises(NoTextKnown):
        answer(a100, on=date(2022, 10, 20))


def test_what_cannot_be_a_system_is_refused():
    with pytest.raises(FigureError, match="without circuits"):
        SystemFigures(())
    with pytest.raises(FigureError, match="5A999"):
        SystemFigures((H100,), "5A999")


def test_the_document_is_plain():
    document = classify_system(SystemFigures((H100,), "5A992"), shipped_law(), as_of=DAY).to_document()
    assert document["answers"]["enforced"]["entry"] == "5A992.z.1"
    assert document["circuits"][0]["tpp"] == "15832"
