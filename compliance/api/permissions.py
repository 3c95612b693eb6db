"""Denied unless allowed: a view names the act it serves, or serves nobody."""

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from compliance.accounts.models import User
from compliance.accounts.roles import Act


class DenyUnlessAllowed(BasePermission):
    """Allows a request whose user's role may do one of the view's `acts`; a view without acts allows nobody."""

    message = "Your role may not do this."

    def has_permission(self, request: Request, view: object) -> bool:
        """Say whether this user may use this view at all."""
        acts: frozenset[Act] = getattr(view, "acts", frozenset())
        return isinstance(request.user, User) and any(request.user.may(act) for act in acts)


def asker(request: Request) -> User:
    """Return who asks: a person, or a provider's machine as its own user. Behind `DenyUnlessAllowed` there is one."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
