"""From the XML of one part to its units."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from rules.errors import RegulationTextError
from rules.regulation_text.blocks import UNITS, Block, blocks_within, tag_of
from rules.regulation_text.unit import Unit
from rules.regulation_text.xml_tree import MAX_BYTES, tree_of

__all__ = ["MAX_BYTES", "read_units"]

_ENTRY = re.compile(r"([0-9][A-E][0-9]{3})(?=[\s.:\u2014\u2013-]|\Z)(?!\.[a-z0-9])")
_NEW_GROUP = re.compile(r"Category [0-9]|[A-E]\.\s|Annex\b")
_CONTROL_LIST = "774 Supplement No. 1"


def read_units(xml: bytes, *, part: str) -> tuple[Unit, ...]:
    """Return the units of `part` in the order of the file: sections, supplements, and each entry of the control list.

    What stands in the control list outside every entry is the unit "774 Supplement No. 1". Raises RegulationTextError
    for bytes that are no such file: not XML, cut short, too large, with entities of their own, of another part, empty.
    """
    found = [
        unit for element in _units_of(_part_element(tree_of(xml), part)) for unit in _read(element, part)
    ]
    by_id: dict[str, Unit] = {}
    for unit in found:
        if unit.unit_id in by_id:
            raise RegulationTextError(
                f"Part {part} has {unit.unit_id} twice; two versions of one unit cannot be told apart. "
                "Fetch the part for one day."
            )
        by_id[unit.unit_id] = unit
    if not found:
        raise RegulationTextError(
            f"Part {part} has no section and no supplement in this file; fetch it again, or for a later day."
        )
    return tuple(found)


def _part_element(root: Element, part: str) -> Element:
    parts = [element for element in root.iter() if tag_of(element) == "DIV5"]
    for element in parts:
        if (element.get("N") or "").strip() == part:
            return element
    holds = ", ".join((element.get("N") or "?").strip()[:20] for element in parts[:5])
    raise RegulationTextError(
        f"The file does not hold part {part}: "
        + (f"it holds part {holds}." if parts else "it holds no part of the CFR (no element DIV5).")
        + f" Fetch title-15.xml?part={part}."
    )


def _units_of(element: Element) -> Iterator[Element]:
    for child in element:
        if tag_of(child) in UNITS:
            yield child
        yield from _units_of(child)


def _read(element: Element, part: str) -> Iterator[Unit]:
    unit_id = _unit_id(element, part)
    blocks = list(blocks_within(element))
    entries: dict[str, list[Block]] = {}
    if unit_id == _CONTROL_LIST:
        blocks, entries = _entries(blocks)
    has_head = bool(blocks) and blocks[0].tag == "HEAD"
    yield _unit(part, unit_id, blocks if has_head else [Block("HEAD", ""), *blocks])
    for eccn, entry in entries.items():
        yield _unit(part, eccn, entry)


def _unit(part: str, unit_id: str, blocks: list[Block]) -> Unit:
    """Return the unit of these paragraphs, the first of which is its heading."""
    heading, *rest = (block.text for block in blocks)
    return Unit(part=part, unit_id=unit_id, heading=heading, text="\n".join(rest))


def _unit_id(element: Element, part: str) -> str:
    """Return "742.6" for "§ 742.6", and "740 Supplement No. 1" for "Supplement No. 1 to Part 740"."""
    name = " ".join((element.get("N") or "").replace("§", " ").split())
    if not name:
        raise RegulationTextError(
            f"Part {part} has a section without a number (attribute N); fetch the part again from the eCFR."
        )
    if tag_of(element) == "DIV8":
        return name
    return f"{part} {re.sub(rf' to Part {re.escape(part)}$', '', name, flags=re.IGNORECASE)}"


def _entries(blocks: list[Block]) -> tuple[list[Block], dict[str, list[Block]]]:
    """Return what stands outside every entry, and for each entry its paragraphs, the first of which is its heading.

    An entry begins with a paragraph that starts with its number in bold, and ends before the next, or before the
    heading of a category, product group or annex. Other headings belong to it. An entry in two places is one.
    """
    outside: list[Block] = []
    entries: dict[str, list[Block]] = {}
    current = outside
    for block in blocks:
        begins = _ENTRY.match(block.bold_start)
        if begins:
            current = entries.setdefault(begins[1], [])
        elif block.tag.startswith("HD") and _NEW_GROUP.match(block.text):
            current = outside
        current.append(block)
    return outside, entries
