"""A chip is found by key, name or alias; a name of several, or of none, says what may be meant."""

import pytest

from compliance.registry.chip_book import chips_of_database, chips_of_files
from compliance.registry.errors import ChipNotFound, RegistryError


@pytest.fixture(scope="module")
def book():
    from tests.compliance.registry.small import SHIPPED

    return chips_of_files(SHIPPED)


def test_every_shipped_chip_is_there_sorted_by_key(book):
    assert len(book.chips) == 218
    assert list(book.chips) == sorted(book.chips)


@pytest.mark.parametrize("name", ["nvidia-l4", "L4", "NVIDIA L4", "nvidia_l4"])
def test_key_name_and_alias_lead_to_the_chip(book, name):
    assert book.find(name).slug == "nvidia-l4"


def test_a_name_of_several_chips_lists_them(book):
    with pytest.raises(RegistryError, match=r"'910B' may be any of huawei-ascend-910b1, .*910b4"):
        book.find("910B")


@pytest.mark.parametrize(("name", "meant"), [("nvidia-l400", "nvidia-l40"), ("trainium9", "aws-trainium")])
def test_a_name_of_no_chip_says_what_may_be_meant(book, name, meant):
    with pytest.raises(RegistryError, match=rf"There is no chip '{name}'.*{meant}"):
        book.find(name)


def test_a_name_that_is_part_of_some_is_not_held_against_those_spelt_alike(book):
    with pytest.raises(ChipNotFound) as caught:
        book.find("nvidia-h100-sxm")
    assert set(caught.value.suggestions) == {"nvidia-h100-sxm5-64gb", "nvidia-h100-sxm5-80gb"}


def test_a_name_like_nothing_has_no_suggestion(book):
    with pytest.raises(ChipNotFound, match=r"There is no chip '\?\?\?' in the registry\.$") as caught:
        book.find("???")
    assert caught.value.suggestions == ()


@pytest.mark.engines
@pytest.mark.django_db
def test_the_database_gives_the_same_book(shipped, book):
    found = chips_of_database()
    assert dict(found.names) == dict(book.names)
    assert [chip.die_area_mm2 for chip in found.chips.values()] == [
        chip.die_area_mm2 for chip in book.chips.values()
    ]
