"""How pushing a body of logs is described."""

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import BooleanField, ChoiceField, IntegerField, Serializer
from rest_framework.views import APIView

from audit.intake.decode import DECODERS
from audit.intake.formats import FORMATS
from compliance.api.openapi.log_batches import RECEIPT, TAG, TEXT, Receipt
from compliance.api.openapi.refusals import RETRY_AFTER, refusals
from compliance.api.openapi.security import KEY_ONLY, NOBODY_ASKED
from compliance.api.push import FACILITY


class PushReceipt(Receipt):
    """The receipt of a push."""

    is_repeat = BooleanField(help_text="the same bytes were here before, as the same batch")


class PushReady(Serializer[dict[str, object]]):
    """The answer to the health check that log shippers make."""

    status = ChoiceField(choices=["ready"])
    limit_wire_bytes = IntegerField(help_text="most bytes of a body as it is sent")


_EVENT = (
    '{"id":"fl-000488","type":"usage.job","time":"2026-06-24T00:08:00Z","outcome":"ok","tenant":"tn-auroch",'
    '"resource":"job-auroch-010","layer":"job","facility":"fjordlys-bergen","region":"no-west",'
    '"accelerator":{"model":"nvidia-h100-sxm5-80gb","count":512},"usage":{"started_at":"2026-06-04T00:06:10Z",'
    '"ended_at":"2026-06-24T00:08:00Z","accelerator_seconds":884792320}}\n'
)
_JOBS = (
    "job_id,timestamp,duration,num_gpus,tenant,accelerator_model\n"
    "j-1,2026-06-01T08:00:00Z,7200,8,tn-demo,nvidia-h100-sxm5-80gb\n"
)
_BYTES: dict[str, str] = {"contentMediaType": "application/octet-stream"}


def _header(name: str, description: str, **more: object) -> OpenApiParameter:
    return OpenApiParameter(
        name, {"type": "string", **more}, OpenApiParameter.HEADER, description=description
    )


class Logs(APIView):
    """Stands for the plain view that takes bodies in: that one streams and knows no serializer."""

    @extend_schema(
        operation_id="push_logs_ready",
        tags=TAG,
        summary="Whether logs can be pushed",
        description="For the health checks of log shippers.",
        auth=NOBODY_ASKED,
        responses={
            200: OpenApiResponse(
                PushReady,
                examples=[
                    OpenApiExample(
                        "ready",
                        {"status": "ready", "limit_wire_bytes": settings.PUSH_LIMIT_WIRE_BYTES},
                    )
                ],
            )
        }
        | refusals(),
    )
    def get(self) -> None:
        """Describe GET."""

    @extend_schema(
        operation_id="push_logs",
        tags=TAG,
        summary="Push a body of logs",
        description="The body is kept as it came before anything in it is read, and is answered with its receipt. "
        "The same bytes with the same Content-Encoding and Chokepoint-Format are the same batch for ever. "
        "Content-Type is not read; Content-Length is needed.",
        auth=KEY_ONLY,
        parameters=[
            _header("Content-Encoding", "left out for plain bytes", enum=list(DECODERS)),
            _header("Chokepoint-Format", "helps where the body does not show its format", enum=list(FORMATS)),
            _header(
                "Chokepoint-Facility",
                "where the accelerators stand, for lines that do not say so",
                pattern=f"^{FACILITY.pattern}$",
            ),
            _header("Content-Digest", "`sha-256=:<base64>:` of the bytes on the wire (RFC 9530); must fit"),
            OpenApiParameter(
                "Location",
                str,
                OpenApiParameter.HEADER,
                response=[200, 201],
                description="where the batch can be looked at",
            ),
            RETRY_AFTER,
        ],
        request={
            "application/x-ndjson": TEXT,
            "application/json": {},
            "text/csv": TEXT,
            "text/plain": TEXT,
            "application/octet-stream": _BYTES,
        },
        responses={201: OpenApiResponse(PushReceipt, description="a new batch")}
        | {200: OpenApiResponse(PushReceipt, description="a batch that was here before")}
        | refusals(
            "bad_facility",
            "body_cut_short",
            "digest_differs",
            "not_authenticated",
            "permission_denied",
            "length_required",
            "body_too_large",
            "unknown_encoding",
            "unknown_format",
            "database_busy",
        ),
        examples=[
            OpenApiExample("one event", _EVENT, request_only=True, media_type="application/x-ndjson"),
            OpenApiExample("a table of jobs", _JOBS, request_only=True, media_type="text/csv"),
            OpenApiExample("new", RECEIPT | {"is_repeat": False}, response_only=True, status_codes=[201]),
            OpenApiExample("repeat", RECEIPT | {"is_repeat": True}, response_only=True, status_codes=[200]),
        ],
    )
    def post(self) -> None:
        """Describe POST."""
