"""A guard before Django against charsets other than UTF-8.

Django takes any name among Python's codecs from Content-Type and decodes with it, the address's query even while it
builds the request, where nothing of ours could answer. Some of those are no charsets: bz2 and zlib unpack what was
sent past every limit on its size, rot13 gives no text of bytes at all.
"""

import json
from collections.abc import Iterable

from django.utils.http import parse_header_parameters

from compliance.api.chunked_guard import Application, Environ, StartResponse

_TAKEN = frozenset({"utf-8", "utf8", "us-ascii"})
"""US-ASCII is a part of UTF-8."""
_TITLE = "Unsupported media type."


def refuse_other_charsets(application: Application) -> Application:
    """Return `application` behind the guard: 415 where Content-Type states a charset that is not UTF-8."""

    def guarded(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        others = [one for one in _charsets(environ.get("CONTENT_TYPE", "")) if one.lower() not in _TAKEN]
        if not others:
            return application(environ, start_response)
        document = {
            "type": "/api/v1/problems/unsupported_media_type",
            "title": _TITLE,
            "status": 415,
            "detail": f"The charset {others[0][:40]!r} is not taken; send UTF-8, and charset=utf-8 or no charset.",
        }
        body = json.dumps(document).encode()
        headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(body)))]
        start_response("415 Unsupported Media Type", headers)
        return [body]

    return guarded


def _charsets(content_type: str) -> list[str]:
    """Every charset a Content-Type states; the whole header where Django's own reader cannot read it either."""
    try:
        _, stated = parse_header_parameters(content_type)
    except ValueError:
        return [content_type]
    return [value for name, value in stated.items() if name.lower() == "charset"]
