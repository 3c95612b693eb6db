"""Names of logs: one log for each reporting entity and year, so that nobody else's leaves are a hiding place."""

from datetime import datetime

from django.conf import settings

OPERATOR = "operator"


def origin(entity: str, at: datetime) -> str:
    """Return the origin of the log for what is recorded at `at` about `entity`, a provider's key or OPERATOR."""
    return f"{settings.LOG_DOMAIN}/{entity}/{at.year}"


def entity_of(log: str) -> str:
    """Return the entity that a log's origin names."""
    return log.split("/")[-2]
