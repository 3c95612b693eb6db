"""How batches of logs are described: the receipt, what became of a batch, the proof that it was recorded."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import (
    CharField,
    ChoiceField,
    DateTimeField,
    DictField,
    IntegerField,
    RegexField,
    Serializer,
)

from audit.intake.decode import DECODERS
from audit.intake.formats import FORMATS
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals

TAG = ["Logs"]


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


RECEIPT: dict[str, object] = {
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
_READ = RECEIPT | {
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
TEXT = {"type": "string"}
_REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="id of the batch")


describe_log_batch = extend_schema(
    operation_id="log_batch",
    tags=TAG,
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
    tags=TAG,
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
    responses={(200, "text/plain"): OpenApiResponse(TEXT, description="the proof")}
    | refusals(*MENDABLE_BY_A_KEY, "not_found", "not_sealed_yet", "not_acceptable"),
)
