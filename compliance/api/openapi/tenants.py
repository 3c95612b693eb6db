"""How tenant records are described."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import CharField, Serializer

from compliance.api.openapi.refusals import MENDABLE_BY_A_KEY, refusals
from compliance.api.openapi.security import KEY_ONLY
from compliance.api.tenant_fields import StatementFields
from compliance.tenants.models import MAX_ACCOUNT_CHARACTERS


class TenantTaken(Serializer[dict[str, object]]):
    """The record was taken; the tenant is screened again by itself."""

    tenant = CharField(help_text="id of the tenant")
    account = CharField(help_text="as it was sent")


_AUROCH = {
    "entity_kind": "entity",
    "name": "Auroch Foundation Models AS",
    "declared_country": "NO",
    "headquarters_country": "NO",
    "states_no_parent": True,
    "kyc": {
        "address": "1 Invented Street, Bergen",
        "locations_of_use": ["NO"],
        "jurisdiction_of_organisation": "NO",
        "beneficial_owners": ["Owner 1"],
        "payment_means": "invoice",
        "email": "compliance@auroch.example",
        "telephone": "+1-202-555-0100",
        "access_ip_addresses": ["198.51.100.1"],
    },
}
_OWNED = {
    "entity_kind": "entity",
    "name": "Sambar Render Pte. Ltd.",
    "ultimate_parent": {"name": "Sambar Holdings Ltd.", "country": "SG"},
}

describe_tenant = extend_schema(
    operation_id="tenant_record",
    tags=["Tenants"],
    summary="Say who is behind an account",
    description="The record replaces the one before. Whatever is left out is unknown, and rules that need it come out "
    "undetermined. Names and values are encrypted at rest.",
    auth=KEY_ONLY,
    parameters=[
        OpenApiParameter(
            "account",
            {"type": "string", "minLength": 1, "maxLength": MAX_ACCOUNT_CHARACTERS},
            OpenApiParameter.PATH,
            description="the tenant's id as the logs write it, percent-encoded; no control or direction characters",
        )
    ],
    request=StatementFields,
    responses={
        200: OpenApiResponse(
            TenantTaken,
            examples=[
                OpenApiExample("taken", {"tenant": "tenant_01m827j3etd5esn3qftsvz", "account": "tn-auroch"})
            ],
        )
    }
    | refusals(
        "bad_account",
        "invalid",
        "parse_error",
        *MENDABLE_BY_A_KEY,
        "not_acceptable",
        "body_too_large",
        "unsupported_media_type",
    ),
    examples=[
        OpenApiExample("a company without a parent", _AUROCH, request_only=True),
        OpenApiExample("a company with a parent", _OWNED, request_only=True),
    ],
)
