"""Django application of `compliance.casework`."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Cases, decisions, four eyes."""

    name = "compliance.casework"
    label = "casework"
