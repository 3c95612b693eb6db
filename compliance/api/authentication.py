"""Who is asking: a provider's machine with its key, or a person who is logged in to the console."""

from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from compliance.accounts.models import User
from compliance.providers.models import ApiKey
from compliance.providers.recognise import recognise

_SCHEME = "bearer"


def key_shown(request: HttpRequest | Request) -> str | None:
    """Return the key in the Authorization header, None when the request shows none."""
    scheme, _, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return text.strip() if scheme.lower() == _SCHEME else None


class ProviderKey(BaseAuthentication):
    """`Authorization: Bearer <key>`. The key says which provider asks; nothing in the body can."""

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        """Return the machine and its key; None when no key is shown; refuse one that is not live."""
        text = key_shown(request)
        if text is None:
            return None
        api_key = recognise(text)
        if api_key is None:
            raise AuthenticationFailed(
                "This key is unknown, expired or revoked; ask the operator for a new one."
            )
        return api_key.user, api_key

    def authenticate_header(self, _request: Request) -> str:
        """Make a missing key 401 and not 403."""
        return 'Bearer realm="chokepoint"'


class ConsoleSession(SessionAuthentication):
    """The console's own session, with its CSRF check."""
