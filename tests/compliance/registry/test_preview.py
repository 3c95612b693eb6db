"""A directive tried over the shipped registry: what only a letter controls is caught, and nothing is stored."""

import time
from datetime import date

import pytest

from compliance.lawbook.models import DirectiveDraft, PublishedDirective
from compliance.registry.models import Chip
from compliance.registry.preview import preview
from rules.law import shipped_law
from rules.ruleset_reader import read_rule_set
from tests.rules.chips.test_preview import LETTER

pytestmark = [pytest.mark.engines, pytest.mark.django_db]

SECONDS_A_PERSON_WAITS = 2


def test_every_chip_is_looked_at_quickly_and_nothing_is_stored(shipped):
    rule_set = read_rule_set(LETTER.encode(), "letter")
    began = time.monotonic()
    found = preview(rule_set, shipped_law(), as_of=date(2025, 6, 1))
    assert time.monotonic() - began < SECONDS_A_PERSON_WAITS
    assert found.chips == Chip.objects.count()
    (fast,) = found.rules
    assert {"nvidia-h20-96gb", "nvidia-h20-141gb"} <= set(fast.met)
    assert "nvidia-h200-sxm5-141gb" not in fast.met
    assert not {one.chip for one in fast.undetermined} & set(fast.met)
    assert not DirectiveDraft.objects.exists()
    assert not PublishedDirective.objects.exists()
