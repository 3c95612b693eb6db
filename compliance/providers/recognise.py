"""Recognising a provider by the key it shows."""

import hmac
import re
from datetime import UTC, datetime

from compliance.providers.enrol import digest_of
from compliance.providers.models import ApiKey

_SHAPE = re.compile(
    r"cp_[0-9a-f]{12}\.[A-Za-z0-9_-]{43}"
)  # what `issue_key` makes; nothing else reaches the database


def recognise(text: str) -> ApiKey | None:
    """Return the live key that `text` is, None for an unknown, expired or revoked one."""
    if not _SHAPE.fullmatch(text):
        return None
    prefix = text.partition(".")[0]
    api_key = ApiKey.objects.select_related("provider", "user").filter(prefix=prefix).first()
    if api_key is None or not hmac.compare_digest(api_key.digest, digest_of(text)):
        return None
    now = datetime.now(UTC)
    is_live = api_key.revoked_at is None and (api_key.expires_at is None or api_key.expires_at > now)
    return api_key if is_live and api_key.user.is_active else None
