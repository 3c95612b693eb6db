"""Django application of `compliance.tenants`."""

from django.apps import AppConfig


class TenantsConfig(AppConfig):
    """Account holders at a provider and what is known of them."""

    name = "compliance.tenants"
    label = "tenants"
