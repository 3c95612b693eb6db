"""How much a question may be: what is larger is refused before it is read."""

from rest_framework.request import Request

from compliance.api.problems import Problem

QUESTION_LIMIT_BYTES = 64 * 1024


def require_size(request: Request, limit_bytes: int = QUESTION_LIMIT_BYTES) -> None:
    """Raise the problem `body_too_large` where the stated length is over the limit."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit_bytes:
        raise Problem(
            413,
            "body_too_large",
            "Body too large.",
            f"A document may have {limit_bytes} bytes at this address; send only what is asked for.",
            limit_bytes=limit_bytes,
        )
