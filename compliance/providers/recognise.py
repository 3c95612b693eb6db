"""Recognising a provider by the key it shows."""

import hmac
from datetime import UTC, datetime

from compliance.providers.enrol import digest_of
from compliance.providers.models import ApiKey

_LONGEST_KEY_CHARACTERS = 200


def recognise(text: str) -> ApiKey | None:
    """Return the live key that `text` is, None for an unknown, expired or revoked one."""
    prefix, dot, _ = text.partition(".")
    if not dot or len(text) > _LONGEST_KEY_CHARACTERS:
        return None
    api_key = ApiKey.objects.select_related("provider", "user").filter(prefix=prefix).first()
    if api_key is None or not hmac.compare_digest(api_key.digest, digest_of(text)):
        return None
    now = datetime.now(UTC)
    is_live = api_key.revoked_at is None and (api_key.expires_at is None or api_key.expires_at > now)
    return api_key if is_live and api_key.user.is_active else None
