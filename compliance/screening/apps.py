"""Django application of `compliance.screening`."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Facts of a tenant, rules, flags."""

    name = "compliance.screening"
    label = "screening"
