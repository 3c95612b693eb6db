"""How what everybody may read is described: the schemas of log formats, and this description itself."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import CharField, Serializer
from rest_framework.views import APIView

from compliance.api.openapi.refusals import refusals
from compliance.api.openapi.security import NOBODY_ASKED

_TAG = ["Published"]


class SchemaEntry(Serializer[dict[str, object]]):
    """One schema."""

    name = CharField()
    title = CharField()


class SchemaIndex(Serializer[dict[str, object]]):
    """The schemas there are."""

    schemas = SchemaEntry(many=True)


class Schemas(APIView):
    """Stands for the plain view that lists the schemas."""

    @extend_schema(
        operation_id="schemas",
        tags=_TAG,
        summary="Which schemas there are",
        description="JSON Schemas of what a provider can push.",
        auth=NOBODY_ASKED,
        responses={
            200: OpenApiResponse(
                SchemaIndex,
                examples=[
                    OpenApiExample(
                        "list",
                        {
                            "schemas": [
                                {"name": "access-event.v1", "title": "Chokepoint access event, version 1"}
                            ]
                        },
                    )
                ],
            )
        }
        | refusals(),
    )
    def get(self) -> None:
        """Describe GET."""


class OneSchema(APIView):
    """Stands for the plain view that answers with a schema."""

    @extend_schema(
        operation_id="schema",
        tags=_TAG,
        summary="One schema",
        description="JSON Schema 2020-12.",
        auth=NOBODY_ASKED,
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, description="as the list names it")],
        responses={
            (200, "application/schema+json"): OpenApiResponse({"type": "object"}, description="the schema")
        }
        | refusals("not_found"),
    )
    def get(self) -> None:
        """Describe GET."""


class Description(APIView):
    """Stands for the plain view that answers with this document."""

    @extend_schema(
        operation_id="openapi",
        tags=_TAG,
        summary="This description",
        description="OpenAPI 3.1, as YAML.",
        auth=NOBODY_ASKED,
        responses={(200, "application/yaml"): OpenApiResponse({"type": "string"}, description="the document")}
        | refusals(),
    )
    def get(self) -> None:
        """Describe GET."""
