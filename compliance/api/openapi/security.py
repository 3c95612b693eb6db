"""How the two ways of showing who asks are described. Importing this file is what makes them known."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

# Any: the library says that it takes texts, and takes these.
KEY_ONLY: Any = [{"providerKey": []}]
"""`auth` of an address that takes a provider's key and nothing else."""
SESSION_ONLY: Any = [{"consoleSession": []}]
"""`auth` of an address that is for persons alone."""
NOBODY_ASKED: Any = [{}]
"""`auth` of an address that answers everybody."""


class ProviderKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A provider's key."""

    target_class = "compliance.api.authentication.ProviderKey"
    name = "providerKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A provider's key, which the operator makes and shows once: "
            "`Authorization: Bearer <key>`. The key says which provider asks; nothing in a body can.",
        }


class ConsoleSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a person who is logged in to the console."""

    target_class = "compliance.api.authentication.ConsoleSession"
    name = "consoleSession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of a person who is logged in to the console. Requests that change "
            "something also carry the header X-CSRFToken.",
        }
