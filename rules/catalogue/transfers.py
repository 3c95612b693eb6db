"""Facts of a transfer: an item that moves between places or parties (export, reexport, transfer in-country).

Sources: 15 CFR 734.13 to 734.18 (what a transfer is), parts 740, 742, 744 and 746 (what is asked of it).
Three tests of a party are kept apart, because the law keeps them apart: where headquarters are, who owns
half of it, and of which nationality people are.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rules.catalogue.items import ITEM_ENTRIES, ITEM_LEVELS
from rules.catalogue.places import place_facts
from rules.facts import Fact, FactType, Subject
from rules.ruleset import REVIEW_POLICIES

TRANSFER_KINDS = ("export_from_us", "reexport", "foreign_made_export", "transfer_in_country")
"""export_from_us: a shipment or release out of the United States. reexport: from one foreign country to
another. foreign_made_export: an item made abroad that is subject to the regulations leaves the country in
which it was made. transfer_in_country: a change of end use or end user within one foreign country."""

REGIONS = ("crimea", "donetsk", "luhansk", "none")
"""Parts of a country with rules of their own (`rules/country_groups.toml`); none of them."""

TRANSFER_PURPOSES = (
    "inspection_test_calibration_repair",
    "one_for_one_replacement",
    "us_government_use",
    "operation_technology_or_software",
    "software_update",
    "advanced_compute_manufacturing",
    "other",
)

GROUPS_OF_TRANSFER_COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "origin_country": "origin_groups",
        "destination_country": "destination_groups",
        "end_use_country": "end_use_groups",
        "recipient_headquarters_country": "recipient_headquarters_groups",
        "recipient_ultimate_parent_headquarters_country": "recipient_ultimate_parent_headquarters_groups",
    }
)
"""Fact of a country -> fact of the groups it is in on the day of the law."""

_TRANSFER = frozenset({Subject.TRANSFER})
_COUNTRIES = {
    "origin_country": "country that the item leaves",
    "destination_country": "country that the item goes to, or stays in",
    "end_use_country": "country of the end use that is known of",
    "recipient_headquarters_country": "country in which the recipient has its headquarters",
    "recipient_ultimate_parent_headquarters_country": (
        "country in which the recipient's ultimate parent has its headquarters (its own, where it has no parent)"
    ),
}
_ABOUT_THE_ITEM = (
    (
        "is_subject_to_ear",
        (
            "whether the item is subject to the Export Administration Regulations (made in or shipped from the "
            "United States, or a foreign direct product); every transfer kind implies it unless it is denied"
        ),
    ),
    (
        "is_listed_for_supercomputer_end_use",
        "whether the item is a circuit or computer in an entry that 15 CFR 744.23(a)(1) names",
    ),
    (
        "is_in_category_3_b_to_e",
        "whether the item is in product group B, C, D or E of Category 3 of the Commerce Control List",
    ),
    ("is_chip_design_software", "whether the item is software for designing circuits (ECAD or TCAD)"),
    (
        "is_in_supplement_2_to_part_744",
        "whether the item is in Supplement No. 2 to part 744 (items under the military end-use rule)",
    ),
    (
        "is_on_control_list",
        "whether an entry of the Commerce Control List describes the item (else it is EAR99)",
    ),
    (
        "is_direct_product_of_listed_technology",
        (
            "whether the item, made abroad, is the direct product of technology, software or plant that 15 CFR "
            "734.9(e) or (g) lists for the footnote of the party's row on the Entity List"
        ),
    ),
    (
        "exporter_is_fabricator_or_packager",
        "whether the exporter made the circuit's front end or packaged it (a foundry or OSAT company)",
    ),
)


def transfer_facts() -> Iterator[Fact]:
    yield from _item()
    yield from _places()
    yield from _parties()
    yield from _standing_of_parties()


def _item() -> Iterator[Fact]:
    yield Fact(
        "item_entry",
        FactType.TEXT,
        "",
        "entry of the Commerce Control List that describes the item",
        _TRANSFER,
        vocabulary=tuple(ITEM_ENTRIES),
    )
    yield Fact(
        "item_level",
        FactType.TEXT,
        "",
        "paragraph of 3A090 that the item, a circuit in it, or what it is for meets; none where it meets none",
        _TRANSFER,
        vocabulary=ITEM_LEVELS,
    )
    yield Fact(
        "total_dram_bandwidth_gb_per_s",
        FactType.DECIMAL,
        "GB/s",
        "total bandwidth of the circuit's dynamic memory; gigabytes, not gigabits",
        _TRANSFER,
    )
    for name, meaning in _ABOUT_THE_ITEM:
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TRANSFER)


def _places() -> Iterator[Fact]:
    yield Fact(
        "transfer_kind",
        FactType.TEXT,
        "",
        "how the item moves: out of the United States, from abroad, or within one foreign country",
        _TRANSFER,
        vocabulary=TRANSFER_KINDS,
    )
    for country in ("origin_country", "destination_country"):
        yield from place_facts(country, GROUPS_OF_TRANSFER_COUNTRIES[country], _COUNTRIES[country], _TRANSFER)
    yield from place_facts(
        "end_use_country", "end_use_groups", _COUNTRIES["end_use_country"], {Subject.TRANSFER, Subject.ACCESS}
    )
    yield Fact(
        "destination_region",
        FactType.TEXT,
        "",
        "part of the destination with rules of its own (occupied regions of Ukraine), or none of them",
        _TRANSFER,
        vocabulary=REGIONS,
    )


def _parties() -> Iterator[Fact]:
    for country in ("recipient_headquarters_country", "recipient_ultimate_parent_headquarters_country"):
        yield from place_facts(country, GROUPS_OF_TRANSFER_COUNTRIES[country], _COUNTRIES[country], _TRANSFER)


def _standing_of_parties() -> Iterator[Fact]:
    yield Fact(
        "entity_list_review_policy",
        FactType.TEXT,
        "",
        "review policy that the party's row on the Entity List states; other where it is none of the usual ones",
        _TRANSFER,
        vocabulary=(*REVIEW_POLICIES, "other"),
    )
    for name, meaning in (
        (
            "recipient_is_approved_uae_entity",
            (
                "whether the recipient is an entity of the United Arab Emirates that is approved for advanced "
                "computing items (91 FR 43034; Supplement No. 8 to part 740)"
            ),
        ),
        (
            "recipient_is_uae_government",
            "whether the recipient is the Government of the United Arab Emirates",
        ),
        (
            "owned_party_is_us_entity",
            "whether the party that listed parties own 50 percent or more is an entity of the United States",
        ),
        (
            "recipient_is_validated_end_user",
            "whether the recipient is a validated end user for this item (Supplement No. 8 to part 748)",
        ),
    ):
        yield Fact(name, FactType.BOOLEAN, "", meaning, _TRANSFER)
