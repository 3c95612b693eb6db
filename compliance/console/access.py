"""Lets a page say which act it needs; whoever may not do it gets a page that says so."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django_htmx.middleware import HtmxDetails

from compliance.accounts.models import User
from compliance.accounts.roles import ALLOWED, Act, Role

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request after log-in and the htmx middleware, as every page behind `requires` receives it."""

    user: User
    htmx: HtmxDetails


DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]
DjangoView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def requires(act: Act) -> Callable[[DeskView[P]], DjangoView[P]]:
    """Return a decorator that lets a view run only for users who may do `act`.

    Others get PermissionDenied with a sentence for the 403 page. Answers are never stored by browser or proxy: they
    show who is suspected of what.
    """

    def decorate(view: DeskView[P]) -> DjangoView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            desk_request = cast("DeskRequest", request)
            if not desk_request.user.may(act):
                raise PermissionDenied(refusal(desk_request.user, act))
            response = view(desk_request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        guarded.required_act = act  # type: ignore[attr-defined]  # read by the test that walks every address
        return guarded

    return decorate


def refusal(user: User, act: Act) -> str:
    """Return the sentence that says what `user` may not do here, and which roles may."""
    able = [Role(role).label.lower() for role, acts in ALLOWED.items() if act in acts]
    who = " or ".join([", ".join(able[:-1]), able[-1]] if len(able) > 1 else able)
    return f"Your role is {Role(user.role).label.lower()}. To {act.label}, one must be {who}."
