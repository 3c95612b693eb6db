"""What a provider's machine does: push logs and tenant records over HTTP with its key."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from compliance.demo.errors import DemoError


@dataclass(frozen=True)
class ProviderClient:
    """One provider's machine."""

    address: str
    key: str

    def push(
        self, body: bytes, *, encoding: str = "", facility: str = "", format_hint: str = ""
    ) -> dict[str, Any]:
        """Push one body and return the receipt."""
        headers = {"Content-Type": "application/octet-stream"}
        headers |= {"Content-Encoding": encoding} if encoding else {}
        headers |= {"Chokepoint-Facility": facility} if facility else {}
        headers |= {"Chokepoint-Format": format_hint} if format_hint else {}
        return self._send("POST", "/api/v1/logs", body, headers)

    def state_tenant(self, account: str, statement: dict[str, Any]) -> dict[str, Any]:
        """Say who is behind an account."""
        return self._send(
            "PUT",
            f"/api/v1/tenants/{account}",
            json.dumps(statement).encode(),
            {"Content-Type": "application/json"},
        )

    def batch(self, reference: str) -> dict[str, Any]:
        """Ask what became of a batch."""
        return self._send("GET", f"/api/v1/log-batches/{reference}", None, {})

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310  the address is our own server's
            self.address + path,
            data=body,
            method=method,
            headers={"Authorization": f"Bearer {self.key}", **headers},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                found: dict[str, Any] = json.load(answer)
                return found
        except urllib.error.HTTPError as error:
            raise DemoError(
                f"{method} {path} was answered with {error.code}: {error.read(500).decode(errors='replace')}"
            ) from error
