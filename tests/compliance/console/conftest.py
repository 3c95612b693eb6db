"""The console as a browser's user meets it."""

import pytest
from django.test import Client

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.screening.models import Flag
from tests.compliance.casework.flags import make_flag, make_tenant


@pytest.fixture(autouse=True)
def _nothing_collected(plain_static_files, settings, tmp_path):
    """Let pages name static files in a run that has collected none."""
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def flag(cast) -> Flag:
    """Return one flag on one tenant of the provider."""
    return make_flag(make_tenant(cast.provider))


@pytest.fixture
def second_approver(db) -> User:
    """Return an approver beside the cast's."""
    return User.objects.create_user("nadia.haddad", role=Role.APPROVER, full_name="Nadia Haddad")


@pytest.fixture
def browser_of():
    """Return a function that gives a browser in which a user is logged in."""

    def browser(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def officer(cast, browser_of) -> Client:
    """Return the officer's browser."""
    return browser_of(cast.officer)


@pytest.fixture
def approver(cast, browser_of) -> Client:
    """Return the approver's browser."""
    return browser_of(cast.approver)
