"""Django application of `compliance.providers`."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Operators that push logs: their keys and facilities."""

    name = "compliance.providers"
    label = "providers"
