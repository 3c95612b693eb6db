"""Django application of `compliance.console`."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The human face: no logic of its own."""

    name = "compliance.console"
    label = "console"
