"""Every error below /api/ is a problem document (RFC 9457), also those made before or outside a view of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from compliance.api.problems import CONTENT_TYPE, problem_document

_API = "/api/"
_KNOWN = {
    400: ("bad_request", "Bad request.", "The request cannot be read; check its address, headers and body."),
    403: (
        "permission_denied",
        "Not allowed.",
        "This request is not allowed; use a key or a role that may do it.",
    ),
    404: ("not_found", "Not found.", "There is nothing at this address; check it."),
    405: ("method_not_allowed", "Method not allowed.", "The header Allow names the methods there are."),
    413: (
        "body_too_large",
        "Body too large.",
        "The body is larger than this address takes; send it in smaller parts.",
    ),
    429: ("throttled", "Too many requests.", "Wait, and send the request again."),
    500: (
        "internal_error",
        "Internal error.",
        "Something failed on our side; the request may be sent again.",
    ),
}


class EveryErrorIsAProblem:
    """Middleware, outermost, so that nothing is answered behind its back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass answers on; put a problem document into an error that is none yet. Headers stay."""
        answer = self._get_response(request)
        is_problem = answer.headers.get("Content-Type", "").startswith(CONTENT_TYPE)
        if answer.status_code < 400 or is_problem or not request.path_info.startswith(_API):
            return answer
        kind, title, detail = _KNOWN.get(
            answer.status_code,
            ("error", answer.reason_phrase, "The request failed for the reason the status names."),
        )
        problem = JsonResponse(
            problem_document(answer.status_code, kind, title, detail),
            status=answer.status_code,
            content_type=CONTENT_TYPE,
        )
        for name, value in answer.headers.items():
            if name not in {"Content-Type", "Content-Length"}:
                problem.headers[name] = value
        problem.cookies = answer.cookies
        return problem
