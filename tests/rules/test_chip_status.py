"""Published chips under 3A090 (dense, from secondary sources), and each bound from both sides."""

from datetime import date
from decimal import Decimal

import pytest

from rules.catalogue import CATALOGUE
from rules.chip_status import ChipStatus, propose
from rules.errors import RuleSetNotFound
from rules.performance import Mode

DAY = date(2026, 7, 23)

# chip, bits, dense tera operations, TPP and PD as published (rounded), area, for datacenters, status, limb.
# RTX 4090: 8.68 is published too (area 609 mm2). MI300X: .a on TPP alone, its chiplet area left unknown.
VECTORS = [
    ("V100", 16, "125", "2000", "815", "2.45", True, "not_3A090", None),
    ("T4", 8, "130", "1040", "545", "1.91", True, "not_3A090", None),
    ("A100", 8, "624", "4992", "826", "6.04", True, "3A090.a", "a1"),
    ("A30", 8, "330", "2640", "826", "3.196", True, "3A090.b", "b1"),
    ("A10", 8, "250", "2000", "628", "3.18", True, "not_3A090", None),
    ("A40", 8, "299.3", "2394", "628", "3.81", True, "3A090.b", "b2"),
    ("L2", 8, "193", "1544", "294", "5.25", True, "not_3A090", None),
    ("L4", 8, "242", "1936", "294", "6.59", True, "3A090.a", "a2"),
    ("L20", 8, "239", "1912", "609", "3.14", True, "not_3A090", None),
    ("L40", 8, "362", "2896", "609", "4.76", True, "3A090.b", "b1"),
    ("L40S", 8, "733", "5864", "609", "9.63", True, "3A090.a", "a1"),
    ("H20", 8, "296", "2368", "814", "2.91", True, "not_3A090", None),
    ("H100 SXM", 8, "1979", "15832", "814", "19.45", True, "3A090.a", "a1"),
    ("H100 PCIe", 8, "1513", "12104", "814", "14.87", True, "3A090.a", "a1"),
    ("B200", 4, "9000", "36000", "1628", "22.1", True, "3A090.a", "a1"),
    ("B300", 4, "14000", "56000", "1628", "34.4", True, "3A090.a", "a1"),
    ("MI300X", 8, "2614.9", "20919", None, None, True, "3A090.a", "a1"),
    ("RTX 4090", 8, "660.6", "5285", "608", "8.69", False, "3A090.a", "a1"),
    ("RTX 4090D", 8, "588.5", "4708", "608", "7.7", False, "not_3A090", "note2"),
    ("RTX 5090", 8, "838", "6704", "750", "8.9", False, "3A090.a", "a1"),
]


def proposal(tpp, area, *, datacenter=True):
    """A chip with this TPP (one 8-bit mode) and applicable die area."""
    modes = [] if tpp is None else [Mode(8, Decimal(tpp) / 8)]
    area_mm2 = None if area is None else Decimal(area)
    return propose(modes, area_mm2, marketed_for_datacenter=datacenter, on=DAY)


@pytest.mark.parametrize(
    ("chip", "bits", "rate", "tpp", "area", "density", "datacenter", "status", "limb"),
    VECTORS,
    ids=[vector[0] for vector in VECTORS],
)
def test_vector(chip, bits, rate, tpp, area, density, datacenter, status, limb):
    area_mm2 = None if area is None else Decimal(area)
    proposed = propose([Mode(bits, Decimal(rate))], area_mm2, marketed_for_datacenter=datacenter, on=DAY)
    assert proposed.status == status
    assert proposed.limb_id == limb
    assert proposed.missing_facts == ()
    assert round(proposed.tpp) == int(tpp)
    if density is None:
        assert proposed.performance_density is None
    else:
        places = -Decimal(density).as_tuple().exponent
        assert abs(proposed.performance_density - Decimal(density)) < Decimal(10) ** -places


# Far below what a double of this size can hold: 4800 - E is the double 4800.0.
E = Decimal("1e-20")


@pytest.mark.parametrize(
    ("tpp", "area", "status", "limb"),
    [
        # a.1: 4800 inclusive; at this density nothing else is met just below
        (Decimal(4800), 100000, "3A090.a", "a1"),
        (Decimal(4800) - E, 100000, "not_3A090", None),
        # a.2: 1600 and 5.92 inclusive
        (Decimal(1600), "100", "3A090.a", "a2"),
        (Decimal(1600) - E, "100", "not_3A090", None),
        (Decimal("1776"), "300", "3A090.a", "a2"),
        (Decimal("1776") - E, "300", "3A090.b", "b2"),
        # b.1: 2400 inclusive to 4800 exclusive; 1.6 inclusive to 5.92 exclusive
        (Decimal(2400), "1200", "3A090.b", "b1"),
        (Decimal(2400) - E, "1200", "not_3A090", None),
        (Decimal(2400), "1500", "3A090.b", "b1"),
        (Decimal(2400), "1500.000000000000000000001", "not_3A090", None),
        (Decimal(4800) - E, "2000", "3A090.b", "b1"),
        (Decimal(4800), "2000", "3A090.a", "a1"),
        (Decimal("4736"), "800", "3A090.a", "a2"),
        (Decimal("4736") - E, "800", "3A090.b", "b1"),
        # b.2: 1600 and 3.2 inclusive, 5.92 exclusive, no upper bound on TPP
        (Decimal(1600), "500", "3A090.b", "b2"),
        (Decimal(1600) - E, "490", "not_3A090", None),
        (Decimal(1600), "500.000000000000000000001", "not_3A090", None),
    ],
)
def test_each_bound_from_both_sides(tpp, area, status, limb):
    proposed = proposal(tpp, area)
    assert (proposed.status, proposed.limb_id) == (status, limb)


def test_a_is_tried_before_b_which_has_no_cap():
    proposed = proposal(6000, 1500)
    a, b = proposed.findings
    assert (a.rule_id, a.status, a.limb_id) == ("3a090.a", "met", "a1")
    assert (b.rule_id, b.status, b.limb_id) == ("3a090.b", "met", "b2")
    assert (proposed.status, proposed.clause) == (ChipStatus.A, "3A090.a.1")


def test_b1_ends_below_4800():
    """The status alone would not show it: at 4800 the chip is .a in any case."""
    below, at = proposal(4800 - E, 2000).findings[1], proposal(4800, 2000).findings[1]
    assert (below.status, below.limb_id) == ("met", "b1")
    assert at.status == "not_met"


def test_the_datacenter_note_stops_at_4800():
    assert proposal(4800, 600, datacenter=False).status is ChipStatus.A
    below = proposal(Decimal("4799.99"), 600, datacenter=False)
    assert (below.status, below.limb_id) == (ChipStatus.NEITHER, "note2")
    assert "Note 2" in below.clause


@pytest.mark.parametrize("tpp", ["4800", "15832"])
def test_unknown_area_does_not_matter_where_tpp_alone_decides(tpp):
    proposed = proposal(tpp, None)
    assert (proposed.status, proposed.limb_id, proposed.missing_facts) == (ChipStatus.A, "a1", ())


def test_unknown_area_does_not_matter_below_1600():
    assert proposal("1599.99", None).status is ChipStatus.NEITHER


@pytest.mark.parametrize("tpp", ["1600", "2368", "4799.99"])
def test_unknown_area_leaves_the_rest_undetermined_and_says_so(tpp):
    proposed = proposal(tpp, None)
    assert proposed.status is ChipStatus.UNDETERMINED
    assert proposed.missing_facts == ("applicable_die_area_mm2", "performance_density")
    assert CATALOGUE["applicable_die_area_mm2"].meaning in proposed.explanation


def test_a_planar_chip_meets_no_density_limb():
    assert proposal("4799", 0).status is ChipStatus.NEITHER
    assert proposal("4800", 0).status is ChipStatus.A


def test_unknown_rate_is_undetermined():
    proposed = proposal(None, "814")
    assert proposed.status is ChipStatus.UNDETERMINED
    assert "tpp" in proposed.missing_facts
    assert proposed.tpp is None


def test_unknown_marketing_matters_only_below_4800():
    assert proposal("5000", 600, datacenter=None).status is ChipStatus.A
    assert proposal("1000", 600, datacenter=None).status is ChipStatus.NEITHER
    l4 = proposal("1936", 294, datacenter=None)
    assert (l4.status, l4.missing_facts) == (ChipStatus.UNDETERMINED, ("marketed_for_datacenter",))


def test_unknown_area_of_a_chip_that_the_note_excludes_does_not_matter():
    assert proposal("3000", None, datacenter=False).status is ChipStatus.NEITHER


def test_doubling_or_sparse_rates_would_change_the_answer():
    """The H20's data sheet says 296 dense FP8: doubled again, or taken sparse, it would be .a."""
    assert proposal(296 * 8, 814).status is ChipStatus.NEITHER
    assert proposal(2 * 296 * 8, 814).status is not ChipStatus.NEITHER


def test_memory_area_would_change_the_answer_and_is_the_callers_to_leave_out():
    assert proposal(1936, 294).status is ChipStatus.A
    assert proposal(1936, 294 + 600).status is ChipStatus.NEITHER


def test_neither_is_not_said_to_be_free():
    assert "3A991.p" in proposal(2368, 814).explanation


def test_the_proposal_names_its_rule_set():
    proposed = proposal(2368, 814)
    assert proposed.rule_set_reference == "us/3a090@2023-11-17"
    assert len(proposed.rule_set_sha256) == 64


def test_before_the_first_shipped_version_there_is_no_answer():
    with pytest.raises(RuleSetNotFound, match="2023-11-16"):
        propose([], None, marketed_for_datacenter=True, on=date(2023, 11, 16))
