"""The OpenAPI document as tests look at it: what it says of an answer, and whether something fits that."""

import functools
import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from compliance.api.openapi.document import openapi_document

METHODS = {"get", "put", "post", "delete", "patch"}


@functools.cache
def document() -> dict[str, Any]:
    """Return the document, generated once."""
    return openapi_document()


def operations(of: dict[str, Any] | None = None) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (path, METHOD, operation)."""
    for path, item in (of or document())["paths"].items():
        for method in METHODS & set(item):
            yield path, method.upper(), item[method]


def misfits(schema: dict[str, Any], value: object, of: dict[str, Any] | None = None) -> list[str]:
    """Return what is wrong with a value; a key that the schema does not speak of is wrong too."""
    root = _closed({"components": {"schemas": (of or document())["components"]["schemas"]}, **schema})
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(root).iter_errors(value)]


def answer_misfits(address: str, method: str, answer: Any) -> list[str]:
    """Return what is wrong with a real answer of `address`, against what the document says of it."""
    path = next(
        path
        for path in sorted(document()["paths"], key=lambda one: (one.count("{"), -len(one)))
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^?/]+", re.escape(path)), address.partition("?")[0])
    )
    responses = document()["paths"][path][method.lower()]["responses"]
    described = responses.get(str(answer.status_code))
    if described is None:
        return [f"{method} {path}: {answer.status_code} is not described"]
    media_type = answer.headers["Content-Type"].partition(";")[0]
    if media_type not in described["content"]:
        return [f"{method} {path}: {answer.status_code} is not described as {media_type}"]
    value = answer.json() if media_type.endswith("json") else answer.content.decode()
    content = described["content"][media_type]
    found = misfits(content["schema"], value)
    if media_type == "application/problem+json" and value["type"] not in {
        example["value"]["type"] for example in content["examples"].values()
    }:
        found.append(f"{method} {path}: {value['type']} is not described")
    return found + [
        f"{method} {path}: the header {name} is missing"
        for name in described.get("headers", {})
        if name != "Retry-After" and name not in answer.headers
    ]


def _closed(node: Any) -> Any:
    """Return a schema in which objects with named properties take no others."""
    if isinstance(node, list):
        return [_closed(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    inner = {name: _closed(value) for name, value in node.items()}
    if inner.get("type") == "object" and isinstance(inner.get("properties"), dict):
        inner.setdefault("additionalProperties", False)
    return inner
