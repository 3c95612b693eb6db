"""How refusals are described: every kind of problem document (RFC 9457) there is, with an example of each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema_serializer
from rest_framework.serializers import (
    CharField,
    DateField,
    DictField,
    IntegerField,
    ListField,
    RegexField,
    Serializer,
)

from compliance.api.problems import CONTENT_TYPE, problem_document

MENDABLE_BY_A_KEY = ("not_authenticated", "authentication_failed", "permission_denied")
"""What every address that asks for a key or a session may refuse with."""


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its status, and the words of an example."""

    status: int
    title: str
    detail: str
    more: Mapping[str, object] = field(default_factory=dict)


KINDS: dict[str, Kind] = {
    "bad_request": Kind(
        400, "Bad request.", "The request cannot be read; check its address, headers and body."
    ),
    "bad_facility": Kind(
        400,
        "Bad facility.",
        "Chokepoint-Facility takes up to 50 lower-case letters, digits, hyphens and underscores.",
    ),
    "bad_parameter": Kind(
        400, "Bad parameter.", "after takes what the page before gave as next_after, or 0."
    ),
    "bad_account": Kind(
        400, "Bad account.", "An account has 1 to 255 characters and no control or direction characters."
    ),
    "body_cut_short": Kind(
        400, "Body cut short.", "Content-Length says 208777 bytes, 65536 came; send the body again."
    ),
    "digest_differs": Kind(
        400,
        "Digest differs.",
        f"Content-Digest does not fit the body that came, whose SHA-256 is {'92ebc626' * 8}; send it again.",
    ),
    "invalid": Kind(
        400,
        "Bad request.",
        "Some fields cannot be taken as they are; errors says which and why.",
        {"errors": {"name": ["This field is required."]}},
    ),
    "parse_error": Kind(
        400, "Bad request.", "JSON parse error - Expecting ',' delimiter: line 1 column 27 (char 26)"
    ),
    "not_authenticated": Kind(
        401,
        "Unauthorized.",
        "Send the header Authorization: Bearer <key>, with a key of your provider; persons log in to the console first "
        "and send its session.",
    ),
    "authentication_failed": Kind(
        401, "Unauthorized.", "This key is unknown, expired or revoked; ask the operator for a new one."
    ),
    "permission_denied": Kind(
        403,
        "Forbidden.",
        "Your role may not do this. Ask the administrator for a role or key that may do this.",
    ),
    "not_found": Kind(404, "Not found.", "There is no batch with this id among yours."),
    "not_sealed_yet": Kind(
        404,
        "Not sealed yet.",
        "No signed checkpoint covers this batch yet; ask again in a few seconds.",
        {"retry_after_seconds": 2},
    ),
    "method_not_allowed": Kind(
        405,
        "Method not allowed.",
        'Method "DELETE" not allowed. The header Allow names the methods there are.',
    ),
    "not_acceptable": Kind(
        406,
        "Not acceptable.",
        "This address answers with JSON. Send Accept: application/json, or leave the header out.",
    ),
    "length_required": Kind(
        411, "Length required.", "Send a body and its Content-Length; an empty body is not a log."
    ),
    "body_too_large": Kind(
        413, "Body too large.", "The body is larger than this address takes; send it in smaller parts."
    ),
    "unknown_encoding": Kind(
        415,
        "Unknown Content-Encoding.",
        "'br' is not known; send one of identity, gzip, x-gzip, zstd.",
    ),
    "unknown_format": Kind(
        415,
        "Unknown format.",
        "Chokepoint-Format 'syslog' is not known; send one of chokepoint-events, aws-cloudtrail, "
        "slurm-sacct, job-table, or leave it out.",
    ),
    "unsupported_media_type": Kind(
        415,
        "Unsupported media type.",
        'Unsupported media type "text/plain" in request. Send Content-Type: application/json.',
    ),
    "no_text_known": Kind(
        422,
        "No text known.",
        "No text known: no text of ECCN 3A090 is known for 2022-10-20: the first was published on 2022-10-13 and took "
        "effect on 2022-10-21 (87 FR 62186). Ask about a later day.",
        {"first_text_from": "2022-10-21"},
    ),
    "unknown_chip": Kind(
        422,
        "Unknown chip.",
        "No one chip of the registry goes by the name 'H20'. It may be one of nvidia-h20-96gb, nvidia-h20-141gb: send "
        "its key.",
        {"suggestions": ["nvidia-h20-96gb", "nvidia-h20-141gb"]},
    ),
    "wrong_state": Kind(
        409, "Wrong state.", "The text was changed after you read it; read it again before you publish it."
    ),
    "not_finished_yet": Kind(
        409,
        "Not finished yet.",
        "There is nothing to take away before the replay is finished; its progress says how far it is.",
        {"retry_after_seconds": 5},
    ),
    "replay_failed": Kind(
        409,
        "Replay failed.",
        "The rule set tried does not fit the law of that day any more. Ask for another.",
    ),
    "directive_refused": Kind(
        422,
        "Directive refused.",
        "The directive does not pass its check; complaints says all that is wrong with it.",
        {
            "complaints": [
                {
                    "line": 30,
                    "place": "rules 1 (directive_example.bandwidth)",
                    "column": None,
                    "message": "directive, rules 1 (directive_example.bandwidth), line 30: key 'title' is missing",
                }
            ]
        },
    ),
    "refused": Kind(422, "Refused.", "Give the directive a title of up to 200 characters."),
    "throttled": Kind(429, "Too many requests.", "Wait, and send the request again."),
    "error": Kind(500, "Internal server error.", "The request failed for the reason the status names."),
    "internal_error": Kind(
        500, "Internal error.", "Something failed on our side; the request may be sent again."
    ),
    "database_busy": Kind(
        503,
        "Database busy.",
        "The database did not take the receipt in time; send the same body again.",
        {"retry_after_seconds": 5},
    ),
}


@extend_schema_serializer(component_name="Problem")
class ProblemDocument(Serializer[dict[str, object]]):
    """What is wrong, where, and how to mend it (RFC 9457). Programs look at the end of `type`, people read `detail`."""

    type = RegexField(r"^/api/v1/problems/[a-z_]+$", help_text="names the kind; a relative address")
    title = CharField(help_text="the same words for each problem of the kind at this address")
    status = IntegerField(help_text="the HTTP status")
    detail = CharField(help_text="what is wrong this time and how to mend it")
    errors = DictField(  # type: ignore[assignment]  # only described, so that it hides nothing of the class
        required=False, help_text="for kind `invalid`: field name and what is wrong with it"
    )
    retry_after_seconds = IntegerField(
        required=False, help_text="how long to wait; also in the header Retry-After"
    )
    first_text_from = DateField(
        required=False, allow_null=True, help_text="the first day of the first text; null: there is none"
    )
    complaints = ListField(
        child=DictField(),
        required=False,
        help_text="for kind `directive_refused`: line, place, column and message",
    )
    suggestions = ListField(child=CharField(), required=False, help_text="keys of chips that may be meant")
    limit_bytes = IntegerField(required=False, help_text="most bytes of a document")
    limit_wire_bytes = IntegerField(required=False, help_text="most bytes of a body as it is sent")
    limit_decoded_bytes = IntegerField(required=False, help_text="most bytes of a body once decompressed")


RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    int,
    OpenApiParameter.HEADER,
    response=[503],
    description="seconds to wait before asking again",
)


def refusals(*kinds: str, **details: str) -> dict[tuple[str, str], OpenApiResponse]:
    """Return the responses of an address that refuses with these kinds, to be joined to its good answers.

    `details` are further kinds, each with the sentence that this address says: `bad_parameter="as_of takes a day."`.
    `default` is there for every address: whatever fails is answered with a problem document. An unknown kind is a
    KeyError: name it in `KINDS` first.
    """
    by_status: dict[str, list[OpenApiExample]] = defaultdict(list)
    for name in (*kinds, *details):
        kind = KINDS[name]
        shown = problem_document(kind.status, name, kind.title, details.get(name, kind.detail), **kind.more)
        by_status[str(kind.status)].append(OpenApiExample(name, shown))
    found = {
        (status, CONTENT_TYPE): OpenApiResponse(
            ProblemDocument,
            description=" or ".join(f"`{example.name}`" for example in examples),
            examples=examples,
        )
        for status, examples in sorted(by_status.items())
    }
    found["default", CONTENT_TYPE] = OpenApiResponse(ProblemDocument, description="any other failure")
    return found
