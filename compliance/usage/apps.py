"""Django application of `compliance.usage`."""

from django.apps import AppConfig


class UsageConfig(AppConfig):
    """Compute per tenant, chip, facility and hour: derived, may be dropped and rebuilt from audit."""

    name = "compliance.usage"
    label = "usage"
