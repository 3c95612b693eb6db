"""A guard before Django, which under WSGI reads nothing of a body without Content-Length and takes it for empty.

Such a push would be answered with a receipt for zero bytes, so it is refused before Django sees it.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_DETAIL = (
    "This request has no Content-Length (Transfer-Encoding: chunked). Send the length of the body: "
    "with curl use --data-binary @file instead of --upload-file -."
)


def refuse_chunked_bodies(application: Application) -> Application:
    """Return `application` behind the guard: 411 for a body whose length is not stated (RFC 9110 section 15.5.12)."""

    def guarded(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_TRANSFER_ENCODING") and not environ.get("CONTENT_LENGTH"):
            document = {
                "type": "/api/v1/problems/length_required",
                "title": "Length required.",
                "status": 411,
                "detail": _DETAIL,
            }
            body = json.dumps(document).encode()
            headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(body)))]
            start_response("411 Length Required", headers)
            return [body]
        return application(environ, start_response)

    return guarded
