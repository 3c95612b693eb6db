"""Who asks in examples: a provider's machine, which is shown least."""

from compliance.accounts.models import User
from compliance.accounts.roles import Role

READER = User(username="provider", role=Role.PROVIDER_CLIENT)
"""Not in the database."""
