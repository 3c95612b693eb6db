"""Reading JSON documents: what is nested too deep is the sender's mistake, not ours; numbers of law stay exact."""

import codecs
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json

_CHARSET = "utf-8"
"""JSON has no other (RFC 8259 section 8.1). The sender's word is not taken: some of Python's codecs unpack."""
_TOO_DEEP = "The document is nested too deep; no form of this API has more than six levels."


class JsonDocument(JSONParser):
    """REST framework's parser, with an answer for documents that Python's own reader gives up on."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the document; raise ParseError when it is no JSON or nested too deep."""
        try:
            return super().parse(stream, media_type, {**(parser_context or {}), "encoding": _CHARSET})
        except RecursionError as error:
            raise ParseError(_TOO_DEEP) from error


class ExactJsonDocument(JSONParser):
    """For questions of law: a number with a point is the Decimal that was written, and a key stands once."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """Return the document; raise ParseError when it is no JSON, nested too deep, or says a thing twice."""
        try:
            decoded: Any = codecs.getreader(_CHARSET)(stream)
            return json.load(decoded, parse_float=Decimal, object_pairs_hook=_once_each)
        except RecursionError as error:
            raise ParseError(_TOO_DEEP) from error
        except (ValueError, ArithmeticError) as error:
            raise ParseError(f"JSON parse error - {error}") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ParseError(f"JSON parse error - {twice[:100]!r} stands twice in one object; send it once.")
    return found
