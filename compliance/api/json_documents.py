"""Reading JSON documents: what is nested too deep is the sender's mistake, not ours."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonDocument(JSONParser):
    """REST framework's parser, with an answer for documents that Python's own reader gives up on."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Return the document; raise ParseError when it is no JSON or nested too deep."""
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError("The document is nested too deep; a tenant record has three levels.") from error
