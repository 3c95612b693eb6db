"""Django application of `compliance.registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Chips and instance types."""

    name = "compliance.registry"
    label = "registry"
