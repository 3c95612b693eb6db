"""The invented logs of `fixtures/access-logs`, pushed as their providers would."""

import json
from pathlib import Path

import zstandard
from rich.console import Console

from compliance.demo.provider import ProviderClient
from compliance.demo.pushed import Pushed
from compliance.providers.enrol import enrol_provider, issue_key, state_facility
from compliance.providers.models import Provider

FOLDER = Path(__file__).resolve().parent.parent.parent / "fixtures" / "access-logs"


def push_all(screen: Console, address: str) -> list[Pushed]:
    """Enrol the invented providers, push their logs and tenant records, and one log a second time."""
    world = json.loads((FOLDER / "tenants.json").read_text())
    clients = {entry["key"]: _client(address, entry) for entry in world["providers"]}
    for entry in world["facilities"]:
        _state(entry)
    for tenant in world["tenants"]:
        statement = {key: value for key, value in tenant.items() if key not in {"provider", "account"}}
        clients[tenant["provider"]].state_tenant(tenant["account"], statement)
    screen.print(f"[green]✓[/] {len(world['tenants'])} tenant records pushed")
    pushed = []
    for entry in json.loads((FOLDER / "manifest.json").read_text())["logs"]:
        body = zstandard.compress((FOLDER / entry["file"]).read_bytes())
        receipt = clients[entry["provider"]].push(body, encoding="zstd")
        pushed.append(Pushed(entry["provider"], entry["file"], receipt["batch"]))
        screen.print(
            f"[green]✓[/] {entry['provider']} pushed {entry['file']}: "
            f"receipt {receipt['batch']}, sha256 {receipt['body_sha256'][:16]}…"
        )
    again = clients[entry["provider"]].push(body, encoding="zstd")
    screen.print(
        f"  the same body again is the same batch: {again['batch']} (is_repeat {str(again['is_repeat']).lower()})"
    )
    return pushed


def _client(address: str, entry: dict[str, str]) -> ProviderClient:
    provider = enrol_provider(
        key=entry["key"],
        name=entry["name"],
        by="demo",
        instance_catalogue=entry.get("instance_catalogue", ""),
    )
    _, text = issue_key(provider=provider, by="demo", label="demo")
    return ProviderClient(address, text)


def _state(entry: dict[str, str]) -> None:
    stated = {key: value for key, value in entry.items() if key != "provider"}
    state_facility(provider=Provider.objects.get(key=entry["provider"]), by="demo", **stated)
