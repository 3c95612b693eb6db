"""From bytes to a tree of XML, or one clear error; nothing in the bytes may cost more than their size suggests."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from rules.errors import RegulationTextError

MAX_BYTES = 32 * 1024 * 1024
"""The Commerce Control List, the longest part there is, has about 5 MB."""
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 100


class _Bounded(TreeBuilder):
    """Builds the tree, and stops where it grows beyond anything that is published."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        """Count an element."""
        self._elements += 1
        self._depth += 1
        if self._elements > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise RegulationTextError(
                f"The XML has more than {MAX_ELEMENTS} elements, or more than {MAX_DEPTH} within each other; "
                "no part of the CFR has. Fetch the part again from the eCFR."
            )
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        """Step out of an element."""
        self._depth -= 1
        return super().end(tag)


def tree_of(xml: bytes) -> Element:
    """Return the root element; raise RegulationTextError for whatever is no whole and harmless XML document."""
    if len(xml) > MAX_BYTES:
        raise RegulationTextError(
            f"The file has {len(xml)} bytes, more than {MAX_BYTES}; fetch one part, not a whole title."
        )
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)  # type: ignore[no-untyped-call]
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise RegulationTextError(
            "The file declares a document type or entities, which text of the eCFR never does; it is not read. "
            "Fetch the part again from the eCFR."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise RegulationTextError(
            f"The file is no whole XML document ({error}); fetch the part again from the eCFR."
        ) from error
    return root
