"""The shipped registry, loaded once for all tests that only read it."""

from pathlib import Path

import pytest
from django.db import transaction

from compliance.registry.load import load_registry
from tests.compliance.registry.small import SHIPPED


@pytest.fixture
def shipped_folder() -> Path:
    return SHIPPED


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """Loaded for a module inside a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_registry(folder=SHIPPED, by="ada")
        yield
        transaction.set_rollback(True)
