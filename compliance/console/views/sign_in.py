"""Logging in and out."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django_htmx.http import HttpResponseClientRefresh

from compliance.accounts.models import User
from compliance.console.navigation import first_address


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The log-in page; afterwards everybody begins at the first page their role may open."""

    template_name = "console/login.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Make a part of a page that was refreshed after the session ended load the log-in page as a whole."""
        if getattr(request, "htmx", False):
            return HttpResponseClientRefresh()
        return super().dispatch(request, *args, **kwargs)

    def get_default_redirect_url(self) -> str:
        """Return where to go when no page was asked for before."""
        user = self.request.user
        address = first_address(user) if isinstance(user, User) else None
        return address or super().get_default_redirect_url()
