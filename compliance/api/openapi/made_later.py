"""Examples that are made by the code itself, when the document is generated and not when the service starts."""

import json
from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample


class MadeLater:
    """Stands in a document for what `make` returns; `fill_in` puts that in its place."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def example(name: str, make: Callable[[], Any], **more: Any) -> OpenApiExample:
    """Return an example whose value is what the code really answers: the shipped law is read only once it is wanted."""
    return OpenApiExample(name, MadeLater(make), **more)


def fill_in(node: Any) -> Any:
    """Return a document in which everything that is made later has been made."""
    if isinstance(node, MadeLater):
        return json.loads(json.dumps(node.make()))  # as a client would read it
    if isinstance(node, dict):
        return {name: fill_in(inner) for name, inner in node.items()}
    if isinstance(node, list):
        return [fill_in(inner) for inner in node]
    return node
