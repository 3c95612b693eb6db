"""Answers below /api/v1/ are for whoever asked: no proxy and no browser keeps them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

_API = "/api/v1/"
_PUBLIC = ("/api/v1/openapi.yaml", "/api/v1/schemas/")
"""The same for everybody, and in the repository anyway."""


class PrivateAnswers:
    """Middleware, outside everything that answers, so that refusals carry the header too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass answers on; those that are for one asker say so, as the console's pages do."""
        answer = self._get_response(request)
        if request.path_info.startswith(_API) and not request.path_info.startswith(_PUBLIC):
            patch_cache_control(answer, private=True, no_store=True)
        return answer
