"""Chips under 3A090 by date: published vectors, each bound from both sides, what follows outside it and from it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.catalogue import CATALOGUE
from rules.chips.classification import classify
from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import Law, shipped_law
from rules.ruleset_reader import read_rule_set
from tests.rules.figures import chip, chip_of_tpp

DAY = date(2026, 7, 23)
OF_2022 = date(2022, 10, 21)


def answer(figures, on=DAY, reading=Reading.CODIFIED):
    return classify(figures, shipped_law(), as_of=on).under(reading)


def status_and_limb(figures, on=DAY):
    found = answer(figures, on)
    return found.status, found.limb


# chip, format, dense tera operations, TPP and density as published (rounded), area mm2, for datacenters, status, limb.
VECTORS = [
    ("V100", "fp16", "125", "2000", "815", "2.45", True, "not_3A090", None),
    ("T4", "int8", "130", "1040", "545", "1.91", True, "not_3A090", None),
    ("A100", "int8", "624", "4992", "826", "6.04", True, "3A090.a", "3A090.a.1"),
    ("A800", "int8", "624", "4992", "826", "6.04", True, "3A090.a", "3A090.a.1"),
    ("A30", "int8", "330", "2640", "826", "3.196", True, "3A090.b", "3A090.b.1"),
    ("A10", "int8", "250", "2000", "628", "3.18", True, "not_3A090", None),
    ("A40", "int8", "299.3", "2394", "628", "3.81", True, "3A090.b", "3A090.b.2"),
    ("L2", "int8", "193", "1544", "294", "5.25", True, "not_3A090", None),
    ("L4", "int8", "242", "1936", "294", "6.59", True, "3A090.a", "3A090.a.2"),
    ("L20", "int8", "239", "1912", "609", "3.14", True, "not_3A090", None),
    ("L40", "int8", "362", "2896", "609", "4.76", True, "3A090.b", "3A090.b.1"),
    ("L40S", "fp8", "733", "5864", "609", "9.63", True, "3A090.a", "3A090.a.1"),
    ("H20", "fp8", "296", "2368", "814", "2.91", True, "not_3A090", None),
    ("H100 SXM", "fp8", "1979", "15832", "814", "19.45", True, "3A090.a", "3A090.a.1"),
    ("H800 SXM", "fp8", "1979", "15832", "814", "19.45", True, "3A090.a", "3A090.a.1"),
    ("H200 SXM", "fp8", "1979", "15832", "814", "19.45", True, "3A090.a", "3A090.a.1"),
    ("H100 PCIe", "fp8", "1513", "12104", "814", "14.87", True, "3A090.a", "3A090.a.1"),
    ("H800 PCIe", "fp8", "1513", "12104", "814", "14.87", True, "3A090.a", "3A090.a.1"),
    ("B200", "fp4", "9000", "36000", "1628", "22.1", True, "3A090.a", "3A090.a.1"),
    ("B300", "fp4", "14000", "56000", "1628", "34.4", True, "3A090.a", "3A090.a.1"),
    ("MI300X", "fp8", "2614.9", "20919", None, None, True, "3A090.a", "3A090.a.1"),
    ("MI325X", "fp8", "2614.9", "20919", None, None, True, "3A090.a", "3A090.a.1"),
    ("RTX 4090", "int8", "660.6", "5285", "608", "8.69", False, "3A090.a", "3A090.a.1"),
    ("RTX 4090D", "int8", "588.5", "4708", "608", "7.7", False, "not_3A090", None),
    ("RTX 5090", "int8", "838", "6704", "750", "8.9", False, "3A090.a", "3A090.a.1"),
]


@pytest.mark.parametrize(
    ("name", "number_format", "rate", "tpp", "area", "density", "datacenter", "status", "limb"),
    VECTORS,
    ids=[vector[0] for vector in VECTORS],
)
def test_vector(name, number_format, rate, tpp, area, density, datacenter, status, limb):
    found = classify(chip({number_format: rate}, area, datacenter=datacenter), shipped_law(), as_of=DAY)
    codified = found.under(Reading.CODIFIED)
    assert (codified.status, codified.limb, codified.missing_facts) == (status, limb, ())
    assert abs(found.tpp - Decimal(tpp)) < 1
    if density is None:
        assert found.performance_density is None
    else:
        places = -Decimal(density).as_tuple().exponent
        assert abs(found.performance_density - Decimal(density)) < Decimal(10) ** -places


def test_the_notes_own_example_is_exactly_on_the_line():
    for rates in ({"int8": 600}, {"fp16": 300}):
        assert status_and_limb(chip(rates, 100000)) == ("3A090.a", "3A090.a.1")


# Far below what a double of this size can hold: 4800 - E is the double 4800.0.
E = Decimal("1e-20")


@pytest.mark.parametrize(
    ("tpp", "area", "status", "limb"),
    [
        # a.1: 4800 inclusive; at this density nothing else is met just below
        (Decimal(4800), 100000, "3A090.a", "3A090.a.1"),
        (Decimal(4800) - E, 100000, "not_3A090", None),
        # a.2: 1600 and 5.92 inclusive
        (Decimal(1600), "100", "3A090.a", "3A090.a.2"),
        (Decimal(1600) - E, "100", "not_3A090", None),
        (Decimal(1776), "300", "3A090.a", "3A090.a.2"),
        (Decimal(1776) - E, "300", "3A090.b", "3A090.b.2"),
        # b.1: 2400 inclusive to 4800 exclusive; 1.6 inclusive to 5.92 exclusive
        (Decimal(2400), "1200", "3A090.b", "3A090.b.1"),
        (Decimal(2400) - E, "1200", "not_3A090", None),
        (Decimal(2400), "1500", "3A090.b", "3A090.b.1"),
        (Decimal(2400), "1500.000000000000000000001", "not_3A090", None),
        (Decimal(4800) - E, "2000", "3A090.b", "3A090.b.1"),
        (Decimal(4800), "2000", "3A090.a", "3A090.a.1"),
        (Decimal(4736), "800", "3A090.a", "3A090.a.2"),
        (Decimal(4736) - E, "800", "3A090.b", "3A090.b.1"),
        # b.2: 1600 and 3.2 inclusive, 5.92 exclusive, no upper bound on TPP
        (Decimal(1600), "500", "3A090.b", "3A090.b.2"),
        (Decimal(1600) - E, "490", "not_3A090", None),
        (Decimal(1600), "500.000000000000000000001", "not_3A090", None),
    ],
)
def test_each_bound_from_both_sides(tpp, area, status, limb):
    assert status_and_limb(chip_of_tpp(tpp, area)) == (status, limb)


def test_b1_ends_below_4800():
    """The status alone would not show it: at 4800 the chip is .a in any case."""
    below, at = (
        next(one for one in answer(chip_of_tpp(tpp, 2000)).findings if one.outcome == "3A090.b")
        for tpp in (4800 - E, 4800)
    )
    assert (below.status, below.limb_id) == ("met", "b1")
    assert at.status == "not_met"


@pytest.mark.parametrize("tpp", ["4800", "15832"])
def test_unknown_area_does_not_matter_where_tpp_alone_decides(tpp):
    found = answer(chip_of_tpp(tpp))
    assert (found.status, found.limb, found.missing_facts) == ("3A090.a", "3A090.a.1", ())


def test_unknown_area_does_not_matter_below_1600():
    assert answer(chip_of_tpp("1599.99")).status == "not_3A090"


@pytest.mark.parametrize("tpp", ["1600", "2368", "4799.99"])
def test_unknown_area_leaves_the_rest_undetermined_and_says_so(tpp):
    found = answer(chip_of_tpp(tpp))
    assert (found.status, found.limb, found.also) == ("undetermined", None, ())
    assert found.missing_facts == ("applicable_die_area_mm2", "performance_density")
    assert CATALOGUE["applicable_die_area_mm2"].meaning in found.explanation


def test_a_planar_chip_meets_no_density_limb():
    assert answer(chip_of_tpp("4799", 0)).status == "not_3A090"
    assert answer(chip_of_tpp("4800", 0)).status == "3A090.a"


def test_unknown_rate_is_undetermined():
    found = classify(chip({}, 814), shipped_law(), as_of=DAY)
    assert found.under(Reading.CODIFIED).status == "undetermined"
    assert "tpp" in found.under(Reading.CODIFIED).missing_facts
    assert found.tpp is None


def test_unknown_marketing_matters_only_below_4800():
    assert answer(chip_of_tpp("5000", 600, datacenter=None)).status == "3A090.a"
    assert answer(chip_of_tpp("1000", 600, datacenter=None)).status == "not_3A090"
    l4 = answer(chip_of_tpp("1936", 294, datacenter=None))
    assert (l4.status, l4.missing_facts) == ("undetermined", ("marketed_for_datacenter",))


def test_unknown_area_of_a_chip_that_the_note_excludes_does_not_matter():
    assert answer(chip_of_tpp("3000", datacenter=False)).status == "not_3A090"


def test_the_answer_names_its_rule_set():
    found = answer(chip_of_tpp(2368, 814))
    assert found.rule_set_reference == "us/3a090@2023-11-17"
    assert len(found.rule_set_sha256) == 64


# --- 2022: transfer rate and total together, no density, no note ------------------------------------------------------

VECTORS_OF_2022 = [
    ("A100", {"int8": 624}, 600, "3A090.a"),
    ("A800", {"int8": 624}, 400, "not_3A090"),
    ("H100 SXM", {"fp8": 1979}, 900, "3A090.a"),
    ("H800 SXM", {"fp8": 1979}, 400, "not_3A090"),
    ("H20", {"fp8": 296}, 900, "not_3A090"),
    ("A100 of unknown transfer rate", {"int8": 624}, None, "undetermined"),
    ("T4 of unknown transfer rate", {"int8": 130}, None, "not_3A090"),
]


@pytest.mark.parametrize(
    ("name", "rates", "io", "status"), VECTORS_OF_2022, ids=[vector[0] for vector in VECTORS_OF_2022]
)
def test_vector_of_2022(name, rates, io, status):
    found = answer(chip(rates, 814, aggregate_bidirectional_io_gb_per_s=io), OF_2022)
    assert found.status == status
    assert found.limb == ("3A090.a" if status == "3A090.a" else None)
    assert found.rule_set_reference == "us/3a090@2022-10-21"
    if status == "undetermined":
        assert found.missing_facts == ("aggregate_bidirectional_io_gb_per_s",)


@pytest.mark.parametrize(
    ("tpp", "io", "status"),
    [
        (Decimal(4800), Decimal(600), "3A090.a"),
        (Decimal(4800) - E, Decimal(600), "not_3A090"),
        (Decimal(4800), Decimal(600) - E, "not_3A090"),
    ],
)
def test_both_bounds_of_2022_from_both_sides(tpp, io, status):
    assert answer(chip_of_tpp(tpp, 826, aggregate_bidirectional_io_gb_per_s=io), OF_2022).status == status


def test_in_2022_no_note_excluded_a_gaming_chip():
    gaming = chip_of_tpp(5285, 608, datacenter=False, aggregate_bidirectional_io_gb_per_s=600)
    assert answer(gaming, OF_2022).status == "3A090.a"


def test_before_the_first_text_there_is_no_answer():
    with pytest.raises(NoTextKnown, match=r"No text known.*2022-10-20.*87 FR 62186"):
        classify(chip_of_tpp(5000), shipped_law(), as_of=date(2022, 10, 20))
    with pytest.raises(NoTextKnown, match="as known on 2022-10-12"):
        classify(chip_of_tpp(5000), shipped_law(), as_of=OF_2022, known_on=date(2022, 10, 12))


def test_what_was_not_published_could_not_be_known():
    l4 = chip({"int8": 242}, 294, aggregate_bidirectional_io_gb_per_s=64)
    on = date(2023, 11, 17)
    known = classify(l4, shipped_law(), as_of=on, known_on=date(2023, 10, 24)).under(Reading.CODIFIED)
    assert (known.status, known.rule_set_reference) == ("not_3A090", "us/3a090@2022-10-21")
    assert answer(l4, on).status == "3A090.a"


# --- outside 3A090: 3A991.p -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rates", "io", "also"),
    [
        ({"int8": Decimal(8) - E}, Decimal(150) - E, ()),
        ({"int8": 8}, Decimal(0), ("3A991.p",)),
        ({"int8": 1}, Decimal(150), ("3A991.p",)),
        ({"int8": 8}, None, ("3A991.p",)),
        ({"int8": 1}, None, ()),
    ],
)
def test_3a991_p_at_8_tops_or_150_gb_per_s(rates, io, also):
    found = answer(chip(rates, 100, aggregate_bidirectional_io_gb_per_s=io))
    assert (found.status, found.also) == ("not_3A090", also)


def test_what_3a090_describes_is_not_elsewhere_unspecified():
    assert answer(chip({"int8": 624}, 826)).also == ()
    assert answer(chip({"int8": 330}, 826)).also == ()


# --- exceptions by the item alone -------------------------------------------------------------------------------------


def exceptions(figures, on=DAY):
    found = classify(figures, shipped_law(), as_of=on)
    return {one.exception for one in found.eligibility if one.status == "met"}


def test_a_datacenter_a_chip_is_never_eligible():
    assert exceptions(chip({"int8": 624}, 826)) == set()
    assert exceptions(chip({"int8": 242}, 294)) == set()


def test_what_is_outside_3a090_needs_no_exception():
    assert exceptions(chip({"fp8": 296}, 814)) == set()


def test_a_datacenter_b_chip_and_a_gaming_a_chip_are_eligible():
    assert exceptions(chip({"int8": 330}, 826)) == {"NAC", "ACA"}
    assert exceptions(chip({"int8": "660.6"}, 608, datacenter=False)) == {"NAC", "ACA"}


def test_aca_was_split_off_on_2024_04_04():
    a30 = chip({"int8": 330}, 826)
    assert exceptions(a30, date(2023, 11, 17)) == {"NAC"}
    assert exceptions(a30, date(2024, 4, 3)) == {"NAC"}
    assert exceptions(a30, date(2024, 4, 4)) == {"NAC", "ACA"}


def test_eligibility_of_an_undetermined_chip_names_what_the_chip_waits_for():
    found = classify(chip_of_tpp(3000), shipped_law(), as_of=DAY)
    (nac, aca) = sorted(found.eligibility, key=lambda one: one.exception, reverse=True)
    assert (nac.status, nac.missing_facts) == (
        "undetermined",
        ("applicable_die_area_mm2", "performance_density"),
    )
    assert aca.status == "undetermined"


# --- high bandwidth memory --------------------------------------------------------------------------------------------


def memory(bandwidth, area, kind="hbm_stack"):
    return chip({}, 0, kind=kind, memory_bandwidth_gb_per_s=Decimal(bandwidth), memory_area_mm2=Decimal(area))


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        (memory("200", "100"), "not_3A090"),
        (memory("200.000000000000000001", "100"), "3A090.c"),
        (memory("819", "110"), "3A090.c"),
        (memory("819", "110", "hbm_package"), "3A090.c"),
        (memory("819", "110", "other_memory"), "not_3A090"),
    ],
)
def test_memory_above_2_gb_per_s_per_mm2(figures, status):
    assert answer(figures).status == status
    assert exceptions(figures) == set()


def test_memory_of_unknown_area_is_undetermined():
    found = answer(chip({}, 0, kind="hbm_stack", memory_bandwidth_gb_per_s=Decimal(819)))
    assert found.status == "undetermined"
    assert found.missing_facts == ("memory_bandwidth_density_gb_per_s_per_mm2",)


def test_a_processor_with_memory_beside_it_is_no_memory():
    h20 = chip({"fp8": 296}, 814, memory_bandwidth_gb_per_s=Decimal(4000), memory_area_mm2=Decimal(600))
    assert answer(h20).status == "not_3A090"
    excluded = next(one for one in answer(h20).findings if one.outcome == "3A090.c")
    assert (excluded.status, excluded.limb_id) == ("not_met", "processing")


def test_memory_was_not_controlled_before_and_not_enforced_until_the_compliance_date():
    stack = memory("819", "110")
    assert answer(stack, date(2024, 12, 1)).status == "not_3A090"
    assert answer(stack, date(2024, 12, 2)).status == "3A090.c"
    assert answer(stack, date(2024, 12, 30), Reading.ENFORCED).status == "not_3A090"
    assert answer(stack, date(2024, 12, 31), Reading.ENFORCED).status == "3A090.c"


# --- General Prohibition 10 -------------------------------------------------------------------------------------------


def gp10(on=DAY, **known):
    return classify(chip(known.pop("rates", {"fp16": 376}), 666, **known), shipped_law(), as_of=on).gp10


def test_gp10_says_nothing_of_other_designers_or_of_chips_outside_3a090():
    assert gp10(designer_headquarters_countries=("US",)).status == "not_met"
    other = gp10(chip="invented", designer_headquarters_countries=("CN",), rates={"int8": 16})
    assert other.status == "not_met"


@pytest.mark.parametrize("countries", [("CN",), ("HK",), ("MO",), ("CN", "US")])
def test_gp10_for_3a090_chips_designed_in_macau_or_d5(countries):
    found = gp10(designer_headquarters_countries=countries)
    assert (found.status, found.limb_id) == ("met", "designer")


def test_gp10_names_three_chips_whatever_their_figures():
    for slug in ("huawei-ascend-910b3", "huawei-ascend-910c", "huawei-ascend-910d"):
        found = gp10(chip=slug, rates={}, designer_headquarters_countries=("CN",))
        assert (found.status, found.limb_id) == ("met", "named")


def test_gp10_needs_the_designer_where_it_is_not_known():
    found = gp10(chip="invented")
    assert found.status == "undetermined"
    assert "designer_headquarters_groups" in found.missing_facts


def test_gp10_gives_way_to_an_authorisation_and_to_technical_analysis():
    chinese = {"designer_headquarters_countries": ("CN",), "chip": "huawei-ascend-910c"}
    assert gp10(**chinese).conditions[0].is_shown is None
    assert gp10(**chinese, bis_authorisation_on_file=True).status == "not_met"
    assert gp10(**chinese, acquired_solely_for_technical_analysis=True).status == "not_met"
    assert gp10(**chinese, acquired_solely_for_technical_analysis=False).conditions[0].is_shown is True


def test_gp10_before_the_guidance_is_not_asked():
    assert gp10(date(2025, 5, 12), designer_headquarters_countries=("CN",)) is None
    assert gp10(date(2025, 5, 13), designer_headquarters_countries=("CN",)).status == "met"


# --- near thresholds and other readings -------------------------------------------------------------------------------


def near(figures, on=DAY):
    found = classify(figures, shipped_law(), as_of=on).near_thresholds
    return [(one.fact, str(one.threshold), one.is_below, one.changes_status) for one in found]


def test_a_figure_far_from_every_number_has_no_warning():
    assert near(chip({"fp8": 1979}, 814)) == []


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (chip({"fp8": 296}, 814), [("tpp", "2400.0", True, True)]),
        (chip({"int8": 250}, 628), [("performance_density", "3.2", True, True)]),
        (chip({"int8": 239}, 609), [("performance_density", "3.2", True, True)]),
        (chip({"int8": 600}, 100000), [("tpp", "4800.0", False, True)]),
        (chip({"int8": "299.3"}, 628), [("tpp", "2400.0", True, False)]),
        (chip({"int8": Decimal("582")}, 1000), [("tpp", "4800.0", True, True)]),
        (chip({"int8": Decimal("581.99")}, 1000), []),
        (chip({"int8": Decimal("618")}, 1000), [("tpp", "4800.0", False, True)]),
        (chip({"int8": Decimal("618.01")}, 1000), []),
    ],
)
def test_within_3_percent_on_either_side(figures, expected):
    assert near(figures) == expected


def test_thresholds_are_those_of_the_day():
    a100 = chip({"int8": 624}, 826, aggregate_bidirectional_io_gb_per_s=600)
    assert near(a100, OF_2022) == [("aggregate_bidirectional_io_gb_per_s", "600.0", False, True)]
    assert near(a100) == [("performance_density", "5.92", False, False)]


def readings(figures):
    found = classify(figures, shipped_law(), as_of=DAY).readings
    return {one.name: (one.tpp, one.status, one.changes_status) for one in found}


def test_tf32_at_half_the_16_bit_rate_changes_nothing():
    assert readings(chip({"fp16": 312, "tf32": 156}, 826)) == {}


def test_tf32_at_the_16_bit_rate_is_shown_at_32_bits():
    trainium1 = chip({"bf16": 190, "tf32": 190}, None)
    assert classify(trainium1, shipped_law(), as_of=DAY).tpp == 3610
    assert readings(trainium1)["tf32_as_32_bits"] == (6080, "3A090.a", True)


def test_the_sum_of_units_is_shown_where_it_gives_another_total():
    h20 = readings(chip({"fp8": 296, "fp32": 44}, 814))
    assert h20["sum_of_units"] == (3776, "3A090.b", True)
    a40 = readings(chip({"int8": "299.3", "fp32": "37.4"}, 628))
    assert a40["sum_of_units"] == (Decimal("3591.2"), "3A090.b", False)


def test_a_chip_whose_vector_units_are_the_fastest_has_nothing_to_sum():
    assert readings(chip({"fp32": "4.1"}, 0)) == {}


# --- the answer as a whole --------------------------------------------------------------------------------------------


def test_settings_are_named_only_where_the_answer_rests_on_them():
    assert classify(chip({"fp8": 296}, 814), shipped_law(), as_of=DAY).settings_used == ()


def test_after_the_newest_text_the_answer_says_so():
    assert classify(chip({"fp8": 296}, 814), shipped_law(), as_of=DAY).text_note is None
    later = classify(chip({"fp8": 296}, 814), shipped_law(), as_of=date(2026, 7, 24)).text_note
    assert later.startswith("Text read until 2026-07-23")


def test_the_document_is_plain_and_holds_the_working():
    document = classify(chip({"fp8": 296, "fp32": 44}, 814), shipped_law(), as_of=DAY).to_document()
    assert document["tpp"] == "2368"
    assert document["answers"]["enforced"]["status"] == "not_3A090"
    assert document["rates"][0] == {
        "number_format": "fp8",
        "bits": "8",
        "dense_tera_operations_per_second": "296",
        "tpp": "2368",
    }
    assert document["readings"][0]["tpp"] == "3776"
    assert document["findings"][0]["citation"]


def test_a_law_without_a_text_of_3a090_has_none_to_tell():
    empty = Law((), shipped_law().countries)
    with pytest.raises(NoTextKnown, match="No text known"):
        classify(chip_of_tpp(5000), empty, as_of=DAY)


LETTER = Path(__file__).parents[3] / "fixtures" / "directives" / "invented-bandwidth-letter.toml"


@pytest.mark.parametrize(
    ("bandwidth", "also"), [(4099, ("3A991.p",)), (4100, ("3A991.p", "invented letter"))]
)
def test_a_letter_about_a_chip_outside_3a090_is_among_what_describes_it(bandwidth, also):
    law = shipped_law().with_set(read_rule_set(LETTER.read_bytes(), LETTER.name))
    figures = chip({"int8": 296}, 814, memory_bandwidth_gb_per_s=bandwidth)
    found = classify(figures, law, as_of=date(2026, 2, 1)).under(Reading.CONSERVATIVE)
    assert (found.status, found.also) == ("not_3A090", also)
