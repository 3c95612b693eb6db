"""From elements of the eCFR's XML to paragraphs of plain text. Nothing of the text is lost but what `_LEFT_OUT` names.

The form is that of the GPO: flat paragraphs (`P`, `FP`, `FP-2`), headings (`HD1`), HTML tables, notes with a heading
of their own (`NOTE`), and inline marks (`I`, `B`, `E T="04"`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from rules.regulation_text.unit import normalised

_LEFT_OUT = {"AUTH", "SOURCE", "CITA", "SECAUTH", "APPRO", "CFRTOC", "AMDDATE", "PRTPAGE"}
"""History, authority and contents: not the rule itself."""
_ONE_PARAGRAPH = {"NOTE", "EDNOTE", "EFFDNOT", "CROSSREF", "FTNT", "EXTRACT", "EXAMPLE"}
"""Kept in one paragraph: their own numbering is not that of the clauses around them."""
_INLINE = {
    "A",
    "AC",
    "B",
    "BR",
    "E",
    "EM",
    "FR",
    "FTREF",
    "I",
    "SPAN",
    "STRONG",
    "SU",
    "SUB",
    "SUP",
    "U",
    "XREF",
}
_RAISED = {"SU", "SUP"}
_RAISED_CODES = {"51", "53"}
_LOWERED_CODES = {"52", "54"}
_BOLD_CODES = {"01", "03", "04"}
UNITS = {"DIV8", "DIV9"}


@dataclass(frozen=True)
class Block:
    """One paragraph, what it was marked as, and the bold words it begins with."""

    tag: str
    text: str
    bold_start: str = ""


def tag_of(element: Element) -> str:
    """Return the tag without its name space, in capitals; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2].upper() if isinstance(element.tag, str) else ""


def blocks_within(element: Element) -> Iterator[Block]:
    """Yield the paragraphs inside an element in their order; nested sections and supplements are left to themselves."""
    yield from _loose(element.text)
    for child in element:
        yield from _blocks_of(child)
        yield from _loose(child.tail)


def inline_text(element: Element) -> str:
    """Return the text of an element as one line: what stands raised gets ^, what stands lowered gets _ before it.

    Without them 10 to the power of 26 would read 1026.
    """
    return normalised(" ".join(_pieces(element).split()))


def _loose(text: str | None) -> Iterator[Block]:
    if text and (line := normalised(" ".join(text.split()))):
        yield Block("", line)


def _blocks_of(element: Element) -> Iterator[Block]:
    tag = tag_of(element)
    if tag in _LEFT_OUT or tag in UNITS or not tag:
        return
    if tag == "TR":
        cells = list(_cells(element))
        if any(cells):
            yield Block(tag, normalised(" | ".join(cells)))
    elif tag in _ONE_PARAGRAPH:
        if text := " ".join(block.text for block in blocks_within(element)):
            yield Block(tag, text)
    elif any(tag_of(child) not in _INLINE for child in element if tag_of(child)):
        yield from blocks_within(element)
    elif text := inline_text(element):
        yield Block(tag, text, _bold_start(element))


def _cells(row: Element) -> Iterator[str]:
    yield from (block.text for block in _loose(row.text))
    for cell in row:
        if tag_of(cell):
            yield inline_text(cell)
        yield from (block.text for block in _loose(cell.tail))


def _bold_start(element: Element) -> str:
    """Return the bold words with which a paragraph begins; "" when it begins with others."""
    if (element.text or "").strip() or not len(element):
        return ""
    first = element[0]
    is_bold = tag_of(first) in {"B", "STRONG"} or (tag_of(first) == "E" and first.get("T") in _BOLD_CODES)
    return inline_text(first) if is_bold else _bold_start(first)


def _pieces(element: Element) -> str:
    found = [element.text or ""]
    for child in element:
        inner = _pieces(child) if tag_of(child) else ""
        found += [_marked(child, inner, found), child.tail or ""]
    return "".join(found)


def _marked(element: Element, inner: str, before: list[str]) -> str:
    """Return an element's text with what has to stand around it, so that figures do not run together."""
    tag, code = tag_of(element), element.get("T")
    is_emphasis = tag == "E"
    if not inner:
        return " " if tag == "BR" else ""
    if tag in _RAISED or (is_emphasis and code in _RAISED_CODES):
        return f"^{inner}"
    if tag == "SUB" or (is_emphasis and code in _LOWERED_CODES):
        return f"_{inner}"
    if tag == "FR":
        last = next((piece for piece in reversed(before) if piece), "")
        return f" {inner}" if last[-1:].isdecimal() else inner
    return inner if tag in _INLINE else f" {inner} "
