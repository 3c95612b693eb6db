"""People and machines that act here."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from compliance.accounts.roles import Act, Role, may


class UserManager(BaseUserManager["User"]):
    """Makes users; a machine has no password at all."""

    def create_user(
        self, username: str, *, role: str, full_name: str = "", password: str | None = None
    ) -> "User":
        """Return a saved user with `role`; without a password nobody can log in as it."""
        user = self.model(
            username=self.model.normalize_username(username), role=Role(role), full_name=full_name
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person or one machine, with exactly one role. Never deleted: what it did stays attributed to it."""

    username = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_has_a_known_role")
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def may(self, act: Act) -> bool:
        """Say whether this user may do `act`."""
        return self.is_active and may(self.role, act)
