"""The way around the console: the pages this person may open, for every template."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from compliance.accounts.models import User
from compliance.accounts.roles import Act


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation. `prefixes`: first parts of the addresses that belong to it."""

    label: str
    url_name: str
    act: Act
    prefixes: tuple[str, ...]


PLACES = (
    Place("Queue", "console:queue", Act.READ_CASEWORK, ("", "flags", "decisions", "tenants")),
    Place("Log batches", "console:batches", Act.READ_INTAKE, ("batches",)),
    Place("Reports", "console:reports", Act.READ_REPORTS, ("reports",)),
    Place("Law", "console:rule-sets", Act.READ_LAW, ("law",)),
    Place("Ledger", "console:ledger", Act.READ_LEDGER, ("ledger",)),
)


LAW_TABS = (
    Place("Rule sets", "console:rule-sets", Act.READ_LAW, ("sets",)),
    Place("Chips", "console:chips", Act.READ_LAW, ("chips",)),
    Place("Answers", "console:licence-answers", Act.READ_LAW, ("answers",)),
    Place("Directives", "console:directives", Act.READ_DIRECTIVES, ("directives",)),
    Place("Replays", "console:replays", Act.REPLAY, ("replays",)),
    Place("Texts", "console:texts", Act.READ_LAW, ("texts",)),
    Place("Switches", "console:switches", Act.READ_LAW, ("switches",)),
)


def places_for(user: User) -> list[Place]:
    """Return the places that `user` may open, in their order."""
    return [place for place in PLACES if user.may(place.act)]


def first_address(user: User) -> str | None:
    """Return the address at which `user` begins, or None: this role has no page here."""
    places = places_for(user)
    return reverse(places[0].url_name) if places else None


def navigation(request: HttpRequest) -> dict[str, object]:
    """Return `places` (label, address, whether it is the present one), the same of the tabs within law, and `home`.

    Empty for who is not logged in.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"places": [], "law_tabs": [], "home": reverse("console:login")}
    here, _, below = request.path.strip("/").partition("/")
    below = below.split("/")[0]
    places = [
        {"label": place.label, "address": reverse(place.url_name), "is_here": here in place.prefixes}
        for place in places_for(user)
    ]
    law_tabs = [
        {"label": tab.label, "address": reverse(tab.url_name), "is_here": below in tab.prefixes}
        for tab in LAW_TABS
        if here == "law" and user.may(tab.act)
    ]
    return {"places": places, "law_tabs": law_tabs, "home": first_address(user) or reverse("console:login")}
