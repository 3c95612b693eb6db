"""The OpenAPI document, made from the addresses of the API and from what each says of itself.

REST framework views carry `extend_schema` on their methods; a plain Django view is stood for by a class named in
`STANDING_FOR`. Nothing here runs while the service serves: the document is generated once (`make docs`) and committed.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, include, path
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema
from rest_framework.views import APIView

from compliance.api.openapi import security  # noqa: F401  importing it makes the two schemes known
from compliance.api.openapi.made_later import fill_in
from compliance.api.openapi.published import Description, OneSchema, Schemas
from compliance.api.openapi.pushing import Logs
from compliance.api.urls import urlpatterns

PREFIX = "api/v1/"
STANDING_FOR: dict[str, type[APIView]] = {
    "logs": Logs,
    "schemas": Schemas,
    "schema": OneSchema,
    "openapi": Description,
}
"""Name of the address of a plain Django view -> what describes it."""


class NotDescribed(Exception):
    """An address of the API does not say enough of itself."""


def openapi_document(patterns: Iterable[URLPattern] = urlpatterns) -> dict[str, Any]:
    """Return the document; raise NotDescribed where an address is left out or drf-spectacular has to guess."""
    described = [_described(pattern) for pattern in patterns]
    generator = SchemaGenerator(patterns=[path(PREFIX, include(described))])  # type: ignore[no-untyped-call]
    with GENERATOR_STATS.silence():
        document: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    complaints = [*GENERATOR_STATS._warn_cache, *GENERATOR_STATS._error_cache]  # noqa: SLF001  it has no other way out
    if complaints:
        raise NotDescribed("; ".join(complaints) + ". Say it with extend_schema on the view's method.")
    document = fill_in(document)
    _drop_inner_marks(document)
    validate_schema(document)  # type: ignore[no-untyped-call]
    return document


def openapi_text() -> str:
    """Return the document as YAML."""
    text: bytes = OpenApiYamlRenderer().render(openapi_document())  # type: ignore[no-untyped-call]
    return text.decode()


def _described(pattern: URLPattern) -> URLPattern:
    view = getattr(pattern.callback, "cls", None)
    if view is None:
        view = STANDING_FOR.get(str(pattern.name))
        if view is None:
            raise NotDescribed(
                f"{PREFIX}{pattern.pattern} is a plain Django view; name in STANDING_FOR the class that describes it."
            )
        return path(str(pattern.pattern), view.as_view(), name=pattern.name)
    return pattern


def _drop_inner_marks(node: object) -> None:
    """Take out the marks by which the library finds choices again; they mean nothing to a reader."""
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _drop_inner_marks(inner)
