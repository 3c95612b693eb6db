"""How batches of logs are described: pushing one, its receipt, what became of it, the proof that it was recorded."""

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import (
    BooleanField,
    CharField,
    ChoiceField,
    DateTimeField,
    DictField,
    IntegerField,
    RegexField,
    Serializer,
)
from rest_framework.views import APIView

from audit.intake.decode import DECODERS
from audit.intake.formats import FORMATS
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, RETRY_AFTER, refusals
from compliance.api.openapi.security import KEY_ONLY, NOBODY_ASKED
from compliance.api.push import FACILITY

_TAG = ["Logs"]


class Counts(Serializer[dict[str, object]]):
    """How many records and lines; null until the batch is normalised."""

    records_accepted = IntegerField(allow_null=True)
    records_duplicate = IntegerField(allow_null=True, help_text="counted before, by their id")
    records_conflicting = IntegerField(allow_null=True, help_text="their id came before with other content")
    lines_quarantined = IntegerField(allow_null=True, help_text="refused lines")


class Receipt(Serializer[dict[str, object]]):
    """What was handed over and when: the provider's evidence."""

    batch = CharField(help_text="id of the batch")
    provider = CharField(help_text="whose key was shown")
    state = ChoiceField(
        choices=["received", "normalised", "refused"],
        help_text="received: kept, not read yet. normalised: read, and the counts are final. "
        "refused: kept, but nothing in it could be read",
    )
    body_sha256 = RegexField(r"^[0-9a-f]{64}$", help_text="of the bytes on the wire")
    body_size_bytes = IntegerField(help_text="of the bytes on the wire")
    content_encoding = ChoiceField(choices=list(DECODERS))
    facility = CharField(allow_null=True, help_text="where the accelerators stand, if the push said so")
    received_at = DateTimeField()
    format = ChoiceField(
        choices=list(FORMATS), allow_null=True, help_text="null until the batch is normalised"
    )
    refusal = CharField(allow_null=True, help_text="why nothing could be read, and how to mend it")
    counts = Counts()


class PushReceipt(Receipt):
    """The receipt of a push."""

    is_repeat = BooleanField(help_text="the same bytes were here before, as the same batch")


class QuarantinedLine(Serializer[dict[str, object]]):
    """A line that was refused, or whose record is conflicting. Its text is not repeated: it may name people."""

    line_number = IntegerField()
    byte_offset = IntegerField(help_text="in the decompressed body")
    byte_length = IntegerField(help_text="in the decompressed body")
    reason = CharField(help_text="what is wrong and how to mend it")


class LogBatchState(Receipt):
    """The receipt with what became of the batch."""

    unknown_event_names = DictField(
        child=IntegerField(),
        allow_null=True,
        help_text="event name and how often it came; null until the batch is normalised",
    )
    unknown_machine_names = DictField(
        child=IntegerField(),
        allow_null=True,
        help_text="name of a machine the registry does not know and how many records say it; null until accounted",
    )
    quarantined_lines = QuarantinedLine(many=True, help_text="up to 500")
    next_after = IntegerField(allow_null=True, help_text="`after` of the next page; null on the last")


class PushReady(Serializer[dict[str, object]]):
    """The answer to the health check that log shippers make."""

    status = ChoiceField(choices=["ready"])
    limit_wire_bytes = IntegerField(help_text="most bytes of a body as it is sent")


_RECEIPT: dict[str, object] = {
    "batch": "batch_01m827j36q38q226d10pzr",
    "provider": "fjordlys-compute",
    "state": "received",
    "body_sha256": "92ebc62639f5929d3f161829c24757e530a809949c87fe181c2751c3493dae12",
    "body_size_bytes": 208777,
    "content_encoding": "identity",
    "facility": None,
    "received_at": "2026-11-22T18:16:11.734476Z",
    "format": None,
    "refusal": None,
    "counts": {
        "records_accepted": None,
        "records_duplicate": None,
        "records_conflicting": None,
        "lines_quarantined": None,
    },
}
_READ = _RECEIPT | {
    "state": "normalised",
    "format": "chokepoint-events",
    "counts": {
        "records_accepted": 635,
        "records_duplicate": 1,
        "records_conflicting": 0,
        "lines_quarantined": 1,
    },
    "unknown_event_names": {"access.console": 40},
    "unknown_machine_names": {"fl-x9.8": 45},
    "quarantined_lines": [
        {
            "line_number": 213,
            "byte_offset": 67240,
            "byte_length": 97,
            "reason": "this record stops in the middle of its JSON; send whole records",
        }
    ],
    "next_after": None,
}
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
_TEXT = {"type": "string"}
_BYTES: dict[str, str] = {"contentMediaType": "application/octet-stream"}
_REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="id of the batch")


def _header(name: str, description: str, **more: object) -> OpenApiParameter:
    return OpenApiParameter(
        name, {"type": "string", **more}, OpenApiParameter.HEADER, description=description
    )


class Logs(APIView):
    """Stands for the plain view that takes bodies in: that one streams and knows no serializer."""

    @extend_schema(
        operation_id="push_logs_ready",
        tags=_TAG,
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
        tags=_TAG,
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
            "application/x-ndjson": _TEXT,
            "application/json": {},
            "text/csv": _TEXT,
            "text/plain": _TEXT,
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
            OpenApiExample("new", _RECEIPT | {"is_repeat": False}, response_only=True, status_codes=[201]),
            OpenApiExample("repeat", _RECEIPT | {"is_repeat": True}, response_only=True, status_codes=[200]),
        ],
    )
    def post(self) -> None:
        """Describe POST."""


describe_log_batch = extend_schema(
    operation_id="log_batch",
    tags=_TAG,
    summary="What became of a batch",
    description="The receipt with its counts, the names nobody knows, and the refused lines, up to 500 at once.",
    parameters=[
        _REFERENCE,
        OpenApiParameter(
            "after", {"type": "integer", "minimum": 0}, description="`next_after` of the page before"
        ),
    ],
    responses={200: OpenApiResponse(LogBatchState, examples=[OpenApiExample("normalised", _READ)])}
    | refusals("bad_parameter", *MENDABLE_BY_A_KEY, "not_found", "not_acceptable"),
)

describe_proof = extend_schema(
    operation_id="log_batch_proof",
    tags=_TAG,
    summary="The proof that a batch was recorded",
    description="A C2SP tlog-proof: the leaf of the receipt, its index, the hashes that lead from it to the root, and "
    "the signed checkpoint. `python -m audit.proofs verify-receipt` checks it offline.",
    parameters=[
        _REFERENCE,
        OpenApiParameter(
            "Retry-After",
            int,
            OpenApiParameter.HEADER,
            response=[404],
            description="for `not_sealed_yet`: seconds to wait",
        ),
    ],
    responses={(200, "text/plain"): OpenApiResponse(_TEXT, description="the proof")}
    | refusals(*MENDABLE_BY_A_KEY, "not_found", "not_sealed_yet", "not_acceptable"),
)
