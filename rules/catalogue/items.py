"""What can be transferred: entries of the Commerce Control List, each with the paragraph of 3A090 it stands for.

Most entries repeat the parameters of 3A090 for something that contains or describes a circuit: a licence is
asked for by that level, not by the entry's own number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ITEM_LEVELS = ("a", "b", "c", "none")


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One entry. level: of 3A090. The flags: None where the entry alone does not say.

    is_listed_for_supercomputer_end_use: 15 CFR 744.23(a)(1) names it. is_in_category_3_b_to_e: product group
    B to E of Category 3. is_chip: an integrated circuit, not something that contains one.
    """

    level: str
    meaning: str
    is_listed_for_supercomputer_end_use: bool | None
    is_in_category_3_b_to_e: bool | None


def _entry(
    level: str, meaning: str, *, supercomputer: bool | None = False, category_3: bool | None = False
) -> ItemEntry:
    return ItemEntry(level, meaning, supercomputer, category_3)


ITEM_ENTRIES: Mapping[str, ItemEntry] = {
    "3A090.a": _entry("a", "integrated circuit at the 3A090.a parameters"),
    "3A090.b": _entry("b", "integrated circuit at the 3A090.b parameters"),
    "3A090.c": _entry("c", "high bandwidth memory"),
    "4A090.a": _entry("a", "computer, assembly or component with a circuit at the 3A090.a parameters"),
    "4A090.b": _entry("b", "computer, assembly or component with a circuit at the 3A090.b parameters"),
    "z_a": _entry(
        "a",
        "item of 3A001.z, 4A003.z, 4A004.z, 4A005.z, 5A002.z, 5A004.z or 5A992.z at the 3A090.a parameters",
        supercomputer=True,
    ),
    "z_b": _entry(
        "b",
        "item of 3A001.z, 4A003.z, 4A004.z, 4A005.z, 5A002.z, 5A004.z or 5A992.z at the 3A090.b parameters",
        supercomputer=True,
    ),
    "3D001_a": _entry("a", "software of 3D001 for circuits at the 3A090.a parameters", category_3=True),
    "3D001_b": _entry("b", "software of 3D001 for circuits at the 3A090.b parameters", category_3=True),
    "4D090_a": _entry("a", "software of 4D090 for computers of 4A090.a"),
    "4D090_b": _entry("b", "software of 4D090 for computers of 4A090.b"),
    "4E001_a": _entry("a", "technology of 4E001 for computers of 4A090.a"),
    "4E001_b": _entry("b", "technology of 4E001 for computers of 4A090.b"),
    "3E001_3A090": _entry("none", "technology of 3E001 for 3A001.z or 3A090 (not 3A090.c)", category_3=True),
    "4E091": _entry("none", "parameters (weights) of a model that 4E091 describes"),
    "3A991.p": _entry("none", "integrated circuit of 3A991.p", supercomputer=True),
    "4A994.l": _entry("none", "computer with circuits of 3A991.p", supercomputer=True),
    "other": _entry("none", "item of another entry", supercomputer=None, category_3=None),
    "ear99": _entry("none", "item subject to the regulations that no entry describes"),
}
"""By the name that the fact `item_entry` has."""
