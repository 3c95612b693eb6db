"""Whose log-in it is: the address that the lock-out counts wrong passwords by."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the client's IP address, None where the server knows none (a Unix socket).

    Behind a proxy (`BEHIND_PROXY`) it is the last entry of X-Forwarded-For: our own proxy appended it. The entries
    before it came from outside and could be anything, so that a guesser would have a new address each time. Where the
    proxy sends none that is an address, it is the proxy's own, as it is without a proxy the peer's.
    """
    if settings.BEHIND_PROXY:
        appended: str = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if _is_address(appended):
            return appended
    peer: str = request.META.get("REMOTE_ADDR", "")
    return peer or None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text  # a zone has meaning on one machine only, and no column of a database takes it
