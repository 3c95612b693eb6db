"""Django application of `compliance.accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People and their roles."""

    name = "compliance.accounts"
    label = "accounts"
