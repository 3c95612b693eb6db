"""Django application of `compliance.api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The machine face: no logic of its own."""

    name = "compliance.api"
    label = "api"
