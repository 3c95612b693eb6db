"""A flag, and a second approver, so that an approver's proposal can be answered too."""

import pytest

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.screening.models import Flag
from tests.compliance.casework.flags import make_flag, make_tenant


@pytest.fixture
def flag(cast) -> Flag:
    """Return one flag on one tenant of the provider."""
    return make_flag(make_tenant(cast.provider))


@pytest.fixture
def second_approver(db) -> User:
    """Return an approver beside the cast's."""
    return User.objects.create_user("nadia.haddad", role=Role.APPROVER, full_name="Nadia Haddad")
