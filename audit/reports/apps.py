"""Django application of `audit.reports`."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports built from sealed entries."""

    name = "audit.reports"
    label = "reports"
