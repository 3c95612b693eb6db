"""What the shipped figures come to under the rules: published test vectors, and the edges."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from compliance.registry.models import Chip
from compliance.registry.questions import (
    IO_THRESHOLDS_GB_PER_S,
    classification_of,
    figures_of,
    modes_of,
    peaks_of,
)
from rules.chips.answer import ChipStatus
from rules.clocks import Reading
from rules.errors import NoTextKnown
from rules.law import shipped_law
from rules.library import all_sets

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _loaded(shipped):
    """Every test here reads the shipped registry."""


def chip_of(slug: str) -> Chip:
    return Chip.objects.get(slug=slug)


def classified(slug: str, on: date = ON):
    return classification_of(chip_of(slug), shipped_law(), on)


def status_of(slug: str, on: date = ON):
    return classified(slug, on).under(Reading.CODIFIED).status


def test_a_chip_without_any_rate_has_no_mode_and_no_performance():
    chip = chip_of("qualcomm-ai200")
    assert modes_of(chip) == []
    assert figures_of(chip).tpp is None
    assert peaks_of(chip).usual is None
    assert status_of("qualcomm-ai200") is ChipStatus.UNDETERMINED
    assert figures_of(chip).decisive_format is None


def test_a_planar_chip_has_no_performance_density_and_is_determined():
    assert figures_of(chip_of("nvidia-k80")).applicable_die_area_mm2 == 0
    assert classified("nvidia-k80").performance_density is None
    assert status_of("nvidia-k80") is ChipStatus.NEITHER


def test_a_designer_with_two_seats_has_both():
    figures = figures_of(chip_of("tenstorrent-wormhole-n150"))
    assert figures.designer_headquarters_countries == ("CA", "US")


# TPP and density as published (CSET, vendors' figures x bit length), rounded there to the last digit shown.
VECTORS = [
    ("nvidia-v100-sxm2-16gb", "2000", "2.45", ChipStatus.NEITHER),
    ("nvidia-t4", "1040", "1.91", ChipStatus.NEITHER),
    ("nvidia-a100-sxm4-80gb", "4992", "6.04", ChipStatus.A),
    ("nvidia-a800-sxm4-80gb", "4992", "6.04", ChipStatus.A),
    ("nvidia-a30", "2640", "3.20", ChipStatus.B),
    ("nvidia-a10", "2000", "3.18", ChipStatus.NEITHER),
    ("nvidia-a40", "2394", "3.81", ChipStatus.B),
    ("nvidia-l2", "1544", "5.25", ChipStatus.NEITHER),
    ("nvidia-l4", "1936", "6.59", ChipStatus.A),
    ("nvidia-l20", "1912", "3.14", ChipStatus.NEITHER),
    ("nvidia-l40", "2896", "4.76", ChipStatus.B),
    ("nvidia-l40s", "5864", "9.63", ChipStatus.A),
    ("nvidia-h20-96gb", "2368", "2.91", ChipStatus.NEITHER),
    ("nvidia-h100-sxm5-80gb", "15832", "19.45", ChipStatus.A),
    ("nvidia-h800-sxm5-80gb", "15832", "19.45", ChipStatus.A),
    ("nvidia-h200-sxm5-141gb", "15832", "19.45", ChipStatus.A),
    ("nvidia-h100-pcie-80gb", "12104", "14.87", ChipStatus.A),
    ("nvidia-h800-pcie-80gb", "12104", "14.87", ChipStatus.A),
    ("nvidia-b200", "36000", "22.1", ChipStatus.A),
    ("nvidia-b300", "56000", "34.4", ChipStatus.A),
    ("amd-mi300x", "20919", "8.7", ChipStatus.A),
    ("nvidia-rtx-4090", "5285", "8.68", ChipStatus.A),
    ("nvidia-rtx-4090d", "4708", "7.7", ChipStatus.NEITHER),
    ("nvidia-rtx-5090", "6704", "8.9", ChipStatus.A),
]


@pytest.mark.parametrize(("slug", "tpp", "density", "status"), VECTORS)
def test_published_vectors(slug, tpp, density, status):
    found = classified(slug)
    assert found.under(Reading.CODIFIED).status is status
    assert abs(found.tpp / Decimal(tpp) - 1) < Decimal("0.003")
    assert abs(found.performance_density / Decimal(density) - 1) < Decimal("0.01")


# A100 and H100 move 600 GB/s and more, the variants made for China 400; nothing was said of density.
@pytest.mark.parametrize(
    ("at_least", "at_most", "rate"),
    [
        (None, None, None),
        (None, "80", None),
        ("64", None, None),
        ("64", "80", "64"),
        ("112.5", "180", None),
        ("149.99", "149.99", "149.99"),
        ("149.99", "150", None),
        ("150", "599.99", "150"),
        ("400", "528", "400"),
        ("400", "600", None),
        ("512", None, None),
        ("600", None, "600"),
        ("900", None, "900"),
    ],
)
def test_the_fastest_link_stands_for_all_of_them_only_where_no_more_could_change_an_answer(
    at_least, at_most, rate
):
    chip = Chip(
        slug="test",
        interconnect_gbs=at_least and Decimal(at_least),
        io_at_most_gbs=at_most and Decimal(at_most),
    )
    assert figures_of(chip).aggregate_bidirectional_io_gb_per_s == (rate and Decimal(rate))


def test_shipped_sets_compare_the_aggregate_rate_with_no_other_number():
    compared = {
        Decimal(number)
        for rule_set in all_sets()
        for rule in rule_set.rules
        for limb in (*rule.limbs, *rule.unless)
        for number in re.findall(
            r"(?:aggregate_bidirectional_io|io_plus_memory_bandwidth)_gb_per_s\s*[<>=!]+\s*([0-9.]+)",
            limb.when.source,
        )
    }
    assert compared == set(IO_THRESHOLDS_GB_PER_S)


@pytest.mark.parametrize("slug", ["biren-br100", "biren-br104", "huawei-ascend-910b2", "cambricon-mlu590"])
def test_whose_fastest_link_alone_is_known_is_not_cleared_under_the_rule_of_2022(slug):
    answer = classified(slug, date(2022, 10, 21)).under(Reading.CODIFIED)
    assert (answer.status, answer.missing_facts) == (
        ChipStatus.UNDETERMINED,
        ("aggregate_bidirectional_io_gb_per_s",),
    )


STATUSES_OF_2022 = [
    ("nvidia-a100-sxm4-80gb", ChipStatus.A),
    ("nvidia-a800-sxm4-80gb", ChipStatus.NEITHER),
    ("nvidia-h100-sxm5-80gb", ChipStatus.A),
    ("nvidia-h800-sxm5-80gb", ChipStatus.NEITHER),
    ("nvidia-l4", ChipStatus.NEITHER),
    ("nvidia-rtx-4090", ChipStatus.NEITHER),
]


@pytest.mark.parametrize(("slug", "status"), STATUSES_OF_2022)
def test_statuses_under_the_first_text(slug, status):
    assert status_of(slug, date(2022, 10, 21)) is status


def test_every_chip_of_the_registry_gets_an_answer_and_unknowns_stay_unknown():
    chips = {chip.slug: chip for chip in Chip.objects.all()}
    found = {slug: classification_of(chip, shipped_law(), ON) for slug, chip in chips.items()}
    assert len(found) == 218
    counts = Counter(one.under(Reading.CODIFIED).status for one in found.values())
    # 18 chips between 1,600 and 4,800 without a die area, 8 without any rate.
    assert counts[ChipStatus.UNDETERMINED] == 26
    for slug, one in found.items():
        chip = chips[slug]
        in_between = one.tpp is not None and 1600 <= one.tpp < 4800
        no_area = chip.die_area_mm2 is None and chip.has_non_planar_die is not False
        open_question = one.tpp is None or (in_between and no_area)
        if chip.marketed_for_datacenter:
            status = one.under(Reading.CODIFIED).status
            assert (status is ChipStatus.UNDETERMINED) == open_question, slug


def test_six_bits_and_other_formats_count():
    maia = figures_of(chip_of("microsoft-maia-100"))
    assert (maia.tpp, maia.decisive_format) == (18_000, "MX 6-bit")
    assert figures_of(chip_of("amd-mi355x")).decisive_format == "fp6"


def test_tf32_counts_19_bits_and_the_other_reading_is_shown_where_it_matters():
    for slug in ("aws-trainium1", "aws-inferentia2"):
        found = classified(slug)
        assert found.tpp == 3610
        assert found.under(Reading.CODIFIED).status is ChipStatus.UNDETERMINED
        other = next(one for one in found.readings if one.name == "tf32_as_32_bits")
        assert (other.tpp, other.status, other.changes_status) == (6080, ChipStatus.A, True)
    assert all(one.name != "tf32_as_32_bits" for one in classified("nvidia-a100-sxm4-80gb").readings)


def test_the_sum_of_units_is_shown():
    totals = {
        slug: next(one for one in classified(slug).readings if one.name == "sum_of_units")
        for slug in ("nvidia-h20-96gb", "nvidia-a40")
    }
    assert totals["nvidia-h20-96gb"].tpp == 3776
    assert totals["nvidia-h20-96gb"].status is ChipStatus.B
    assert abs(totals["nvidia-a40"].tpp - 3600) < 10


def test_the_named_ascends_are_under_general_prohibition_10():
    met = {
        chip.slug
        for chip in Chip.objects.all()
        if classification_of(chip, shipped_law(), ON).gp10.limb_id == "named"
    }
    assert met == {f"huawei-ascend-910{variant}" for variant in ("b1", "b2", "b3", "b4", "c", "d")}


def test_training_peaks_leave_out_what_does_not_train():
    peaks = peaks_of(chip_of("nvidia-b200"))
    assert (peaks.highest, peaks.usual) == (4500, 2250)


def test_there_is_no_answer_before_the_first_rule_set():
    with pytest.raises(NoTextKnown):
        classified("nvidia-l4", date(2022, 10, 20))


def test_rows_say_where_they_come_from_and_planar_follows_the_process():
    for chip in Chip.objects.all():
        assert "memory" not in chip.source
        expected = None if chip.process_nm is None else chip.process_nm <= 16
        assert chip.has_non_planar_die is expected, chip.slug
