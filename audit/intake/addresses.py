"""Source addresses: which are addresses at all, and of what kind."""

import re
from functools import lru_cache
from ipaddress import ip_address

from audit.intake.records import SourceIpKind

_SERVICE_NAME = re.compile(r"^[a-z0-9.-]+\.amazonaws\.com$")


@lru_cache(maxsize=65_536)
def source_address_of(text: str | None) -> tuple[str | None, SourceIpKind]:
    """Return the address in its canonical form and its kind.

    An AWS service name, or `AWS Internal`, is a `service`; `private` is every address that is not globally
    reachable (IANA special-purpose registries); text that is neither is `invalid` and is not kept, because
    nobody knows what it holds. A missing or empty value is `absent`.
    """
    if not text:
        return None, "absent"
    if text == "AWS Internal" or _SERVICE_NAME.match(text) is not None:
        return text, "service"
    try:
        address = ip_address(text)
    except ValueError:
        return None, "invalid"
    if address.is_unspecified:
        return None, "invalid"
    return str(address), "public" if address.is_global else "private"
