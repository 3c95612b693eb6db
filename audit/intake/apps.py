"""Django application of `audit.intake`."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """What arrived: raw batches, refused lines, access records."""

    name = "audit.intake"
    label = "intake"
