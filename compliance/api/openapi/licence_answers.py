"""How questions about transfers and access are described."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema

from compliance.api.law_answers import for_reader
from compliance.api.licence_fields import AccessForm, LicenceQuestion
from compliance.api.openapi.example_reader import READER
from compliance.api.openapi.law_answers import EXAMPLE_DAY, EXAMPLE_KNOWN_ON, TAG
from compliance.api.openapi.licences import AccessAnswerWhole, LicenceAnswerWhole
from compliance.api.openapi.made_later import example
from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.registry.transfer_items import TransferItem
from rules.cloud import AccessQuestion, cloud_answer
from rules.law import shipped_law
from rules.licensing import TransferQuestion, answer

_DATES = {"as_of": EXAMPLE_DAY.isoformat(), "known_on": EXAMPLE_KNOWN_ON.isoformat()}
_BOTH: dict[str, Any] = {"as_of": EXAMPLE_DAY, "known_on": EXAMPLE_KNOWN_ON}
_RECIPIENT: dict[str, Any] = {
    "destination_country": "SG",
    "recipient_headquarters_country": "SG",
    "recipient_ultimate_parent_headquarters_country": "CN",
}
_USER: dict[str, Any] = {"headquarters_country": "SG", "ultimate_parent_headquarters_country": "CN"}
TRANSFER = {"item": {"entry": "3A090.a"}, "transfer_kind": "export_from_us", **_RECIPIENT, **_DATES}
ACCESS = {**_USER, "facts": {"training_operations": "2.5e+25"}, **_DATES}


def _licence_answer() -> dict[str, object]:
    item = TransferItem(basis="stated", entry="3A090.a")
    question = TransferQuestion(transfer_kind="export_from_us", item_entry="3A090.a", **_RECIPIENT, **_BOTH)
    found = answer(question, shipped_law())
    return for_reader({"item": item.to_document(), **found.to_document()}, READER)


def _access_answer() -> dict[str, object]:
    question = AccessQuestion(**_USER, **_BOTH, facts={"training_operations": Decimal("2.5e+25")})
    return for_reader(cloud_answer(question, shipped_law()).to_document(), READER)


_REFUSALS = (
    "invalid",
    "parse_error",
    *MENDABLE_BY_A_KEY,
    "not_acceptable",
    "body_too_large",
    "unsupported_media_type",
)

describe_licence_answer = extend_schema(
    operation_id="licence_answer",
    tags=TAG,
    summary="Whether a licence is asked for: item, destination, parties, day",
    description="The requirement under three readings with every limb that is met, exceptions behind the gate of 15 "
    "CFR 740.2, the review policy with its checklist, three tests of the recipient that are easily confused, what only "
    "asking can show, and the settings used. It never says that no licence is needed: it says what was not found, and "
    "where. Not legal advice.",
    request=LicenceQuestion,
    responses={
        200: OpenApiResponse(
            LicenceAnswerWhole, examples=[example("a recipient whose parent is in China", _licence_answer)]
        )
    }
    | refusals(*_REFUSALS, "no_text_known", "unknown_chip"),
    examples=[OpenApiExample("a recipient whose parent is in China", TRANSFER, request_only=True)],
)

describe_access_answer = extend_schema(
    operation_id="access_answer",
    tags=TAG,
    summary="What applies to somebody who uses computing capacity from afar",
    description="Remote access is, as such, no export of the hardware. The answer says what was found as of the day, "
    "what applies instead (sanctions on services, support by US persons, knowledge of an end use), how much asking is "
    "owed, and which pending law would change it. Not legal advice.",
    request=AccessForm,
    responses={
        200: OpenApiResponse(
            AccessAnswerWhole, examples=[example("a tenant abroad whose parent is in China", _access_answer)]
        )
    }
    | refusals(
        *_REFUSALS,
        no_text_known="No text known: no text on remote access is known for 2021-12-31: the first was published on "
        "2022-01-01 and took effect on 2022-01-01. Ask about a later day.",
    ),
    examples=[OpenApiExample("a tenant abroad whose parent is in China", ACCESS, request_only=True)],
)
