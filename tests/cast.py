"""A small cast of invented people and providers, for tests that need somebody to act."""

from dataclasses import dataclass

from compliance.accounts.models import User
from compliance.accounts.roles import Role
from compliance.providers.enrol import enrol_provider, issue_key
from compliance.providers.models import ApiKey, Provider


@dataclass(frozen=True)
class Cast:
    """Who is there. `key_text` and `outside_key_text` are what the two providers' machines show."""

    officer: User
    approver: User
    auditor: User
    administrator: User
    provider: Provider
    key: ApiKey
    key_text: str
    outside_provider: Provider
    outside_key: ApiKey
    outside_key_text: str

    @property
    def persons(self) -> dict[str, User]:
        """Everybody who could log in, and the machine of the provider, by role."""
        return {
            user.role: user
            for user in (self.officer, self.approver, self.auditor, self.administrator, self.key.user)
        }


def make_cast() -> Cast:
    """Make everybody. Nobody has a password: Argon2 is slow on purpose, so tests log in by force."""
    provider = enrol_provider(key="fjordlys", name="Fjordlys Compute AS", by="setup")
    outside = enrol_provider(key="tamarind", name="Tamarind Cloud Pte Ltd", by="setup")
    key, key_text = issue_key(provider=provider, by="setup", label="shipper")
    outside_key, outside_key_text = issue_key(provider=outside, by="setup", label="shipper")
    return Cast(
        officer=_person("ingrid.solheim", "Ingrid Solheim", Role.OFFICER),
        approver=_person("tomas.reyes", "Tomás Reyes", Role.APPROVER),
        auditor=_person("aiko.mori", "Aiko Mori", Role.AUDITOR),
        administrator=_person("sam.okafor", "Sam Okafor", Role.ADMINISTRATOR),
        provider=provider,
        key=key,
        key_text=key_text,
        outside_provider=outside,
        outside_key=outside_key,
        outside_key_text=outside_key_text,
    )


def _person(username: str, full_name: str, role: Role) -> User:
    return User.objects.create_user(username, role=role, full_name=full_name)
