"""Django application of `compliance.jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What must happen: rows that say which background work is wanted and which is done."""

    name = "compliance.jobs"
    label = "jobs"
