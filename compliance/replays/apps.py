"""Django application of `compliance.replays`."""

from django.apps import AppConfig


class ReplaysConfig(AppConfig):
    """Rule sets tried over stored facts."""

    name = "compliance.replays"
    label = "replays"
