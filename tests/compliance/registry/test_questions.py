"""What the shipped figures come to under the rules: published test vectors, and the edges."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from compliance.registry.models import Chip
from compliance.registry.questions import chip_facts, modes_of, peaks_of, proposed_status
from rules.chip_status import ChipStatus
from rules.errors import RuleSetNotFound
from rules.performance import total_processing_performance

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

ON = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _loaded(shipped):
    """Every test here reads the shipped registry."""


def chip_of(slug: str) -> Chip:
    return Chip.objects.get(slug=slug)


def test_a_chip_without_any_rate_has_no_mode_and_no_performance():
    chip = chip_of("qualcomm-ai200")
    assert modes_of(chip) == []
    assert chip_facts(chip)["tpp"] is None
    assert peaks_of(chip).usual is None
    status = proposed_status(chip, ON)
    assert status.proposal.status is ChipStatus.UNDETERMINED
    assert status.decisive_format is None


def test_a_planar_chip_has_no_performance_density_and_is_determined():
    facts = chip_facts(chip_of("nvidia-k80"))
    assert facts["applicable_die_area_mm2"] == 0
    assert facts["performance_density"] is None
    assert proposed_status(chip_of("nvidia-k80"), ON).proposal.status is ChipStatus.NEITHER


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
    proposal = proposed_status(chip_of(slug), ON).proposal
    assert proposal.status is status
    assert abs(proposal.tpp / Decimal(tpp) - 1) < Decimal("0.003")
    assert abs(proposal.performance_density / Decimal(density) - 1) < Decimal("0.01")


def test_every_chip_of_the_registry_gets_an_answer_and_unknowns_stay_unknown():
    statuses = {chip.slug: proposed_status(chip, ON).proposal for chip in Chip.objects.all()}
    assert len(statuses) == 218
    counts = Counter(proposal.status for proposal in statuses.values())
    # 18 chips between 1,600 and 4,800 without a die area, 8 without any rate.
    assert counts[ChipStatus.UNDETERMINED] == 26
    for slug, proposal in statuses.items():
        chip = Chip.objects.get(slug=slug)
        in_between = proposal.tpp is not None and 1600 <= proposal.tpp < 4800
        no_area = chip.die_area_mm2 is None and chip.has_non_planar_die is not False
        open_question = proposal.tpp is None or (in_between and no_area)
        if chip.marketed_for_datacenter:
            assert (proposal.status is ChipStatus.UNDETERMINED) == open_question, slug


def test_six_bits_and_other_formats_count():
    status = proposed_status(chip_of("microsoft-maia-100"), ON)
    assert (status.proposal.tpp, status.decisive_format) == (18_000, "MX 6-bit")
    assert proposed_status(chip_of("amd-mi355x"), ON).decisive_format == "fp6"


def test_tf32_counts_19_bits_and_the_other_reading_is_shown_where_it_matters():
    trainium = chip_of("aws-trainium1")
    assert total_processing_performance(modes_of(trainium)) == 3610
    assert total_processing_performance(modes_of(trainium, tf32_bits=32)) == 6080
    status = proposed_status(trainium, ON)
    assert status.proposal.status is ChipStatus.UNDETERMINED
    assert status.other_reading.status is ChipStatus.A
    assert proposed_status(chip_of("nvidia-a100-sxm4-80gb"), ON).other_reading is None


def test_training_peaks_leave_out_what_does_not_train():
    peaks = peaks_of(chip_of("nvidia-b200"))
    assert (peaks.highest, peaks.usual) == (4500, 2250)


def test_there_is_no_answer_before_the_first_rule_set():
    with pytest.raises(RuleSetNotFound):
        proposed_status(chip_of("nvidia-l4"), date(2023, 11, 16))


def test_rows_say_where_they_come_from_and_planar_follows_the_process():
    for chip in Chip.objects.all():
        assert "memory" not in chip.source
        expected = None if chip.process_nm is None else chip.process_nm <= 16
        assert chip.has_non_planar_die is expected, chip.slug
