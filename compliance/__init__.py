"""The working service: who the tenants are, what was flagged, what people decided."""

from compliance.celery import app as celery_app

__all__ = ["celery_app"]
