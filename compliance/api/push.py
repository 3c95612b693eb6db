"""POST /api/v1/logs: a provider's machine pushes a body.

The bytes are safe before the answer; nothing is parsed here.
"""

import base64
import binascii
import re
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from audit.evidence.errors import EvidenceTooLarge
from audit.evidence.store import Kept
from audit.intake.decode import DECODERS
from audit.intake.formats import FORMATS
from audit.intake.models import LogBatch
from audit.intake.receive import Push, keep_body, receipt_of
from compliance.accounts.roles import Act
from compliance.api.authentication import key_shown
from compliance.api.problems import Problem
from compliance.pipeline import receive_batch
from compliance.providers.models import ApiKey
from compliance.providers.recognise import recognise

_PIECE_BYTES = 256 * 1024
_BUSY_PAUSE_SECONDS = 5
FACILITY = re.compile(r"[a-z0-9][a-z0-9_-]{0,49}")


@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class PushLogs(View):
    """A plain Django view and not a REST framework one: it streams the body and never builds a document from it."""

    http_method_names = ["post", "head", "get", "options"]

    def get(self, _request: HttpRequest) -> JsonResponse:
        """Answer the health check that log shippers make."""
        return JsonResponse({"status": "ready", "limit_wire_bytes": settings.PUSH_LIMIT_WIRE_BYTES})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Receive one body and answer with its receipt: 201 for a new batch, 200 for one that was here before."""
        try:
            api_key = _authenticated(request)
            push = _described(request, api_key)
            batch, is_new = _registered(push, _kept(request))
        except Problem as problem:
            return problem.response()
        answer = JsonResponse(receipt_of(batch) | {"is_repeat": not is_new}, status=201 if is_new else 200)
        answer["Location"] = f"/api/v1/log-batches/{batch.reference}"
        return answer


def _registered(push: Push, kept: Kept) -> tuple[LogBatch, bool]:
    """Write the batch's row; where the database is busy for too long, the sender is asked to come again."""
    try:
        return receive_batch(push, kept)
    except OperationalError as error:
        raise Problem(
            503,
            "database_busy",
            "Database busy.",
            "The database did not take the receipt in time; send the same body again.",
            retry_after_seconds=_BUSY_PAUSE_SECONDS,
        ) from error


def _authenticated(request: HttpRequest) -> ApiKey:
    """Return the key that was shown, or refuse before a byte of the body is read."""
    text = key_shown(request)
    api_key = recognise(text) if text else None
    if api_key is None:
        raise Problem(
            401,
            "not_authenticated",
            "No valid key.",
            "Send the header Authorization: Bearer <key>, with a live key of your provider.",
        )
    if not api_key.user.may(Act.PUSH_LOGS):
        raise Problem(
            403,
            "permission_denied",
            "Not allowed.",
            "This key may not push logs; ask the operator for one that may.",
        )
    return api_key


def _described(request: HttpRequest, api_key: ApiKey) -> Push:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower() or "identity"
    if encoding not in DECODERS:
        raise Problem(
            415,
            "unknown_encoding",
            "Unknown Content-Encoding.",
            f"{encoding[:40]!r} is not known; send one of {', '.join(DECODERS)}.",
        )
    format_hint = request.headers.get("Chokepoint-Format", "")
    if format_hint and format_hint not in FORMATS:
        raise Problem(
            415,
            "unknown_format",
            "Unknown format.",
            f"Chokepoint-Format {format_hint[:40]!r} is not known; send one of {', '.join(FORMATS)}, or leave it out.",
        )
    facility = request.headers.get("Chokepoint-Facility", "")
    if facility and not FACILITY.fullmatch(facility):
        raise Problem(
            400,
            "bad_facility",
            "Bad facility.",
            "Chokepoint-Facility takes up to 50 lower-case letters, digits, hyphens and underscores.",
        )
    return Push(
        provider=api_key.provider.key,
        key_prefix=api_key.prefix,
        content_encoding=encoding,
        format_hint=format_hint,
        facility=facility,
    )


def _kept(request: HttpRequest) -> Kept:
    """Put the body on disk, unless it is not what the headers say of it: then nothing of it stays."""
    stated_bytes = _stated_length(request)
    too_large = Problem(
        413,
        "body_too_large",
        "Body too large.",
        f"A body may have {settings.PUSH_LIMIT_WIRE_BYTES} bytes on the wire; "
        "send it in smaller parts, or compressed with zstd or gzip.",
        limit_wire_bytes=settings.PUSH_LIMIT_WIRE_BYTES,
        limit_decoded_bytes=settings.PUSH_LIMIT_DECODED_BYTES,
    )
    if stated_bytes > settings.PUSH_LIMIT_WIRE_BYTES:
        raise too_large

    def accept(came: Kept) -> None:
        _check_length(stated_bytes, came)
        _check_digest(request, came)

    try:
        return keep_body(_pieces(request), limit_bytes=settings.PUSH_LIMIT_WIRE_BYTES, accept=accept)
    except EvidenceTooLarge:
        raise too_large from None


def _stated_length(request: HttpRequest) -> int:
    try:
        stated_bytes = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        stated_bytes = 0
    if stated_bytes <= 0:
        raise Problem(
            411,
            "length_required",
            "Length required.",
            "Send a body and its Content-Length; an empty body is not a log.",
        )
    return stated_bytes


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    try:
        while piece := request.read(_PIECE_BYTES):
            yield piece
    except OSError as error:
        raise Problem(
            400,
            "body_cut_short",
            "Body cut short.",
            "The connection ended before the body did; send it again.",
        ) from error


def _check_length(stated_bytes: int, came: Kept) -> None:
    if came.size_bytes != stated_bytes:
        raise Problem(
            400,
            "body_cut_short",
            "Body cut short.",
            f"Content-Length says {stated_bytes} bytes, {came.size_bytes} came; send the body again.",
        )


def _check_digest(request: HttpRequest, came: Kept) -> None:
    """Hold Content-Digest (RFC 9530), if it was sent, against the bytes that came."""
    stated = re.search(r"sha-256=:([A-Za-z0-9+/=]+):", request.headers.get("Content-Digest", ""))
    if stated is None:
        return
    try:
        wanted = base64.b64decode(stated[1], validate=True).hex()
    except binascii.Error:
        wanted = ""
    if wanted != came.sha256:
        raise Problem(
            400,
            "digest_differs",
            "Digest differs.",
            f"Content-Digest does not fit the body that came, whose SHA-256 is {came.sha256}; send it again.",
        )
