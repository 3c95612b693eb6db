"""Django application of `compliance.lawbook`."""

from django.apps import AppConfig


class LawbookConfig(AppConfig):
    """What the operator adds to the shipped law, and which texts stand beside it."""

    name = "compliance.lawbook"
    label = "lawbook"
