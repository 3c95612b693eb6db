"""Django application of `compliance.parties`."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Legal and natural persons behind tenants."""

    name = "compliance.parties"
    label = "parties"
